"""Links from text to pages. Shared pages are read at the reader's own municipality's address, so links go there too."""

import re
from collections.abc import Mapping
from contextvars import ContextVar
from types import MappingProxyType

from django.utils.html import escape
from wagtail.models import Page
from wagtail.rich_text.pages import PageLinkHandler

from accounts.tenancy import current_municipality
from kb.addresses import reader_url
from kb.keys import read_key

LINKED = re.compile(r'linktype=\\?"page\\?" id=\\?"([0-9]{1,18})\\?"')
_known: ContextVar[Mapping[int, Page]] = ContextVar("linked_pages", default=MappingProxyType({}))


def read_linked_pages(text: str) -> None:
    """All pages that the texts of a page link to, in one query; else each paragraph would ask for its own."""
    _known.set(Page.objects.in_bulk({int(key) for key in LINKED.findall(text)}))


def forget_linked_pages(**kwargs: object) -> None:
    """Signal handler of `request_started`."""
    _known.set(MappingProxyType({}))


class ReaderLinkHandler(PageLinkHandler):
    @classmethod
    def get_many(cls, attrs_list: list[dict[str, str]]) -> list[Page | None]:
        """Plain pages: an address needs no more, and reading their kinds costs a query each."""
        keys = [read_key(attrs.get("id", "")) or 0 for attrs in attrs_list]
        known = _known.get()
        found = known if known.keys() >= set(keys) else Page.objects.in_bulk(keys)
        return [found.get(key) for key in keys]

    @classmethod
    def expand_db_attributes_many(cls, attrs_list: list[dict[str, str]]) -> list[str]:
        place = current_municipality()
        pages = cls.get_many(attrs_list)
        return [f'<a href="{escape(reader_url(page, place))}">' if page else "<a>" for page in pages]
