"""The page that stands where a translation is missing."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language, override
from django.views.decorators.http import require_safe
from wagtail.models import Page

from accounts.models import Municipality
from accounts.tenancy import first_part, municipality_or_404
from config.languages import WORDS_FOR_UNTRANSLATED, page_at, translation_of
from kb.addresses import SHARED_SLUG, reader_url


@require_safe
def untranslated(request: HttpRequest, municipality: str) -> HttpResponse:
    """Name the original and lead to it. Leads nowhere else: only a page that was found here is linked."""
    place = None if municipality == SHARED_SLUG else municipality_or_404(request)
    original = original_in(municipality, request)
    translation = translation_of(original, get_language() or settings.LANGUAGE_CODE) if original else None
    if translation is not None:  # made since, or one went back to the original's language
        return redirect(reader_url(translation, place))
    context = {
        "municipality": place,
        "original": original,
        "original_url": address_of(original, place) if original else "",
        "search_in_content": True,
        "wanted": get_language(),
        "own_words": WORDS_FOR_UNTRANSLATED.get(get_language() or "", ""),
    }
    response = render(request, "languages/untranslated.html", context)
    response["X-Robots-Tag"] = "noindex"
    return response


def original_in(municipality: str, request: HttpRequest) -> Page | None:
    """The page that the reader came from; another municipality's are not named here."""
    address = request.GET.get("fran", "")
    return page_at(address, request=request) if first_part(address) == municipality else None


def address_of(original: Page, place: Municipality | None) -> str:
    with override(original.locale.language_code):
        return reader_url(original, place)
