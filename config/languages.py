"""The same page in another language: its translation, or a page that says that there is none yet."""

from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest
from django.urls import Resolver404, resolve, reverse, translate_url
from django.utils.translation import get_language_from_path, override
from wagtail.models import Page

from accounts.models import Municipality
from kb.addresses import SHARED_SLUG, reader_url
from kb.models.privacy import is_allowed


def address_in(code: str, *, request: HttpRequest, page: object, municipality: Municipality | None) -> str:
    """Where the language links lead. `page` is what the template calls so: a page, a part of a list, or nothing."""
    if not isinstance(page, Page):
        return str(translate_url(request.get_full_path(), code))
    translation = translation_of(page, code)
    with override(code):
        if translation is not None:
            return reader_url(translation, municipality)
        place = municipality.slug if municipality else SHARED_SLUG
        query = urlencode({"fran": request.path}, safe="/")
        return f"{reverse('untranslated', args=[place])}?{query}"


def translation_of(page: Page, code: str) -> Page | None:
    """The published page in the language; the page itself, if that is its own."""
    return page.get_translations(inclusive=True).live().filter(locale__language_code=code).first()


def page_at(address: str, *, request: HttpRequest) -> Page | None:
    """The published page at an address of ours, if the reader may read it."""
    if "\x00" in address:
        return None
    with override(get_language_from_path(address) or settings.LANGUAGE_CODE):
        path = page_path(address)
        page = None if path is None else Page.find_for_request(request, path)
    return page if page is not None and is_allowed(page, request.user) else None


def page_path(address: str) -> str | None:
    """The page's path below the start page, if the address, in the active language, is that of a page."""
    try:
        match = resolve(address)
    except Resolver404:
        return None
    if match.view_name == "kb:shared_page":
        return f"{SHARED_SLUG}/{match.kwargs['path']}"
    return str(match.args[0]) if match.view_name == "wagtail_serve" else None
