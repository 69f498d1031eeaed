"""Drafts that are begun from what people ask."""

from datetime import timedelta

from django.core.exceptions import PermissionDenied
from django.utils import timezone
from wagtail.models import Page

from accounts.models import Municipality, User
from kb.models import MunicipalityHome, QuestionPage, SchoolSection

MAX_TITLE = 120
FIRST_REVIEW = timedelta(days=365)


def start_question(*, words: str, municipality: Municipality, language: str, by: User) -> QuestionPage:
    """An unpublished question with these words as its title, in the first place where the person may write.

    Raises PermissionDenied if there is none.
    """
    title = " ".join(words.split())[:MAX_TITLE].capitalize() or "?"
    review_by = timezone.localdate() + FIRST_REVIEW
    page = QuestionPage(
        title=title, answer="<p></p>", live=False, owner=by, page_owner=by, review_by=review_by, keywords=title
    )
    parent = place_for(by, municipality, language)
    page.locale = parent.locale
    parent.add_child(instance=page)
    page.save_revision(user=by, clean=False)
    return page


def place_for(user: User, municipality: Municipality, language: str) -> Page:
    homes = MunicipalityHome.objects.filter(municipality=municipality, locale__language_code=language)
    sections = SchoolSection.objects.filter(school__municipality=municipality, locale__language_code=language)
    for place in [*homes, *sections.order_by("title")]:
        if place.permissions_for_user(user).can_add_subpage():
            return place
    raise PermissionDenied
