"""Editors' numbers about "Did this help?": of the published revision, and of all before it."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Count, F, Max, Q

from kb.models import KnowledgePage, KnowledgePageQuerySet
from kb.permissions import editable_pages

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from accounts.models import User


@dataclass(frozen=True, slots=True)
class Share:
    """How many answered yes, of how many."""

    yes: int
    total: int

    @property
    def percent(self) -> int:
        return round(100 * self.yes / self.total) if self.total else 0


def pages_with_answers(user: "User | AnonymousUser") -> KnowledgePageQuerySet:
    """Pages that the user may edit and readers have answered about, the latest answered first. One query."""
    now = Q(feedback__revision=F("live_revision_id")) | Q(feedback__revision=None, live_revision=None)
    pages: KnowledgePageQuerySet = (
        editable_pages(user)
        .annotate(
            answers=Count("feedback"),
            answers_yes=Count("feedback", filter=Q(feedback__helpful=True)),
            answers_now=Count("feedback", filter=now),
            answers_now_yes=Count("feedback", filter=now & Q(feedback__helpful=True)),
            comments=Count("feedback", filter=~Q(feedback__comment="", feedback__reason="")),
            answered_on=Max("feedback__created_on"),
        )
        .filter(answers__gt=0)
        .select_related("locale")
        .order_by("-answered_on", "title", "pk")
    )
    return pages


def shares_of(page: KnowledgePage) -> tuple[Share, Share]:
    """Of the published revision and before it; the page comes from `pages_with_answers`."""
    numbers = vars(page)
    now = Share(numbers["answers_now_yes"], numbers["answers_now"])
    return now, Share(numbers["answers_yes"] - now.yes, numbers["answers"] - now.total)
