"""Links from text to pages. Shared pages are read at the reader's own municipality's address, so links go there too."""

from django.utils.html import escape
from wagtail.rich_text.pages import PageLinkHandler

from accounts.tenancy import current_municipality
from kb.addresses import reader_url


class ReaderLinkHandler(PageLinkHandler):
    @classmethod
    def expand_db_attributes_many(cls, attrs_list: list[dict[str, str]]) -> list[str]:
        place = current_municipality()
        pages = cls.get_many(attrs_list)
        return [f'<a href="{escape(reader_url(page, place))}">' if page else "<a>" for page in pages]
