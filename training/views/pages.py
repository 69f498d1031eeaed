"""Finds the page that an address with a unit means, as far as the reader may read it there."""

import uuid
from typing import TypeVar

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import get_language
from wagtail.models import Page

from accounts.models import Municipality, User
from kb.models.base import municipality_id_of
from kb.models.privacy import is_allowed
from kb.views.pages import refusal
from training.addresses import address_of
from training.models import Lesson

P = TypeVar("P", bound=Page)


def page_or_404(kind: type[P], municipality: Municipality, unit: uuid.UUID) -> P:
    """In the reader's language, else in the main one. Another municipality's page does not exist here."""
    pages = {
        page.locale.language_code: page
        for page in kind._default_manager.filter(translation_key=unit, live=True).select_related("locale")
    }
    page = pages.get(get_language() or "") or pages.get(settings.LANGUAGE_CODE) or next(iter(pages.values()), None)
    if page is None or municipality_id_of(page) not in {None, municipality.pk}:
        raise Http404
    found: P = page.specific
    if isinstance(found, Lesson) and not found.is_in_live_course:
        raise Http404
    return found


def own_address(page: Page, municipality: Municipality) -> str:
    return address_of(page, municipality, page.locale.language_code)


def place_of_learning(user: User, page: Page, place: Municipality) -> Municipality:
    """Where what the person learns is kept: not in a municipality where they do not belong, but in their own.

    What their own one does not have does not exist for them. Whoever belongs nowhere learns where they read.
    """
    home = user.home_municipality
    if home is None or user.roles_in(place.pk):
        return place
    if municipality_id_of(page) is not None:
        raise Http404
    return home


def turned_away(
    request: HttpRequest, page: Page, municipality: Municipality, *, needs_account: bool = False
) -> HttpResponse | None:
    """kb's rule; but whoever is sent to sign in comes back to the page, not to an address that only takes forms."""
    if request.user.is_anonymous and (needs_account or not is_allowed(page, request.user)):
        return redirect_to_login(own_address(page, municipality))
    return refusal(request, page)
