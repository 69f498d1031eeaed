"""The same page in another language: its translation, or a page that says that there is none yet."""

from urllib.parse import urlencode
from uuid import UUID

from django.conf import settings
from django.db.models import Q
from django.http import HttpRequest
from django.urls import Resolver404, resolve, reverse, translate_url
from django.utils.translation import get_language_from_path, override
from wagtail.models import Page

from accounts.models import Municipality
from kb.addresses import SHARED_SLUG, reader_url
from kb.models.privacy import is_allowed

HOME_DEPTH = 3
"""Root, start page, home."""
WORDS_FOR_UNTRANSLATED = {"ar": "هذه الصفحة غير متوفرة باللغة العربية بعد."}
"""In the language itself, for readers of languages that the interface does not speak."""


def addresses(*, request: HttpRequest, page: object, municipality: Municipality | None) -> dict[str, str]:
    """Where the language links lead, by language. `page` is what the template calls so: a page, a list, or nothing.

    The interface's languages are always there; others where the municipality has a home in them, or the page itself.
    """
    if not isinstance(page, Page):
        return {code: in_other_language(request, code) for code, _ in settings.INTERFACE_LANGUAGES}
    found = translations_and_homes(page, municipality)
    return {
        code: address_of(found.get(code), code, request=request, key=page.translation_key, municipality=municipality)
        for code, _ in settings.LANGUAGES
        if code in found or code in dict(settings.INTERFACE_LANGUAGES)
    }


def in_other_language(request: HttpRequest, code: str) -> str:
    """The same view. The active language may be another than the address's: see config.middleware."""
    with override(get_language_from_path(request.path_info) or settings.LANGUAGE_CODE):
        return str(translate_url(request.get_full_path(), code))


def translations_and_homes(page: Page, municipality: Municipality | None) -> dict[str, Page]:
    """By language, the page's translation, or else the municipality's home. One query."""
    wanted = Q(translation_key=page.translation_key)
    if municipality is not None:
        wanted |= Q(depth=HOME_DEPTH, slug=municipality.slug)
    pages = Page.objects.live().filter(wanted).select_related("locale")
    translations_last = sorted(pages, key=lambda found: found.translation_key == page.translation_key)
    return {found.locale.language_code: found for found in translations_last}


def address_of(
    found: Page | None, code: str, *, request: HttpRequest, key: UUID, municipality: Municipality | None
) -> str:
    """Of the translation; without one, of the page that says so."""
    with override(code):
        if found is not None and found.translation_key == key:
            return reader_url(found, municipality)
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
