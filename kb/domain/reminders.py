"""Reminds of pages that should have been reviewed: first who is responsible, two weeks later the administrators.

A page's row and the mail that speaks of it are committed together, so however often this runs, nobody is told twice.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils import timezone, translation

from accounts.domain.letters import send_letter
from accounts.models import Membership, Municipality, User
from accounts.roles import MUNICIPALITY_ADMINISTRATOR, SYSTEM_ADMINISTRATOR
from kb.addresses import reader_url
from kb.domain.republishing import may_republish
from kb.enums import Stage
from kb.models import KnowledgePage, KnowledgePageQuerySet, ReviewReminder

PATIENCE = timedelta(days=14)
"""So long after the owner the administrators are told."""


@dataclass(frozen=True, slots=True)
class DuePage:
    """What a mail says of one page."""

    title: str
    review_by: date
    owner: str
    url: str


def remind(on: date | None = None) -> int:
    """Returns how many mails were written."""
    day = on or timezone.localdate()
    return remind_owners(day) + remind_administrators(day)


def remind_owners(on: date) -> int:
    pages = waiting(Stage.OWNER, due_by=on).with_responsible().order_by("page_owner_id", "review_by", "title")
    return sum(
        tell(Stage.OWNER, "review_due", list(own), [owner])
        for owner, own in groupby(pages, key=lambda page: page.page_owner)
    )


def remind_administrators(on: date) -> int:
    pages = waiting(Stage.ADMINISTRATOR, due_by=on - PATIENCE).order_by("municipality_id", "review_by", "title")
    return sum(
        tell(Stage.ADMINISTRATOR, "review_overdue", list(own), administrators(municipality))
        for municipality, own in groupby(pages, key=lambda page: page.municipality)
    )


def waiting(stage: Stage, *, due_by: date) -> KnowledgePageQuerySet:
    """Published pages whose turn has come and of which nobody has been told yet."""
    told = ReviewReminder.objects.filter(page=OuterRef("pk"), review_by=OuterRef("review_by"), stage=stage)
    pages: KnowledgePageQuerySet = KnowledgePage.objects.live().to_review(due_by).exclude(Exists(told))
    return pages.select_related("page_owner", "municipality", "locale")  # type: ignore[no-any-return]  # Wagtail has no types


def administrators(municipality: Municipality | None) -> list[User]:
    role = MUNICIPALITY_ADMINISTRATOR if municipality else SYSTEM_ADMINISTRATOR
    memberships = Membership.objects.active().filter(role=role.slug, municipality=municipality)
    return list(User.objects.filter(is_active=True, pk__in=memberships.values("user")).order_by("pk"))


@transaction.atomic
def tell(stage: Stage, mail: str, pages: list[KnowledgePage], people: Iterable[User]) -> int:
    """One mail to each of the people, about all pages. Where there is nobody, the pages wait for somebody."""
    people = list(people)
    fresh = [page for page in pages if people and is_first_time(page, stage)]
    for person in people if fresh else []:
        send_letter(
            mail,
            to=person.email,
            language=person.language,
            municipality=place_of(fresh),
            pages=[as_told(page, person) for page in fresh],
            count=len(fresh),
        )
    return len(people) if fresh else 0


def is_first_time(page: KnowledgePage, stage: Stage) -> bool:
    _, created = ReviewReminder.objects.get_or_create(page=page, review_by=page.review_by, stage=stage)
    return created


def place_of(pages: list[KnowledgePage]) -> Municipality | None:
    return next((page.municipality for page in pages if page.municipality), None)


def as_told(page: KnowledgePage, person: User) -> DuePage:
    """With the address where the person can act, or read what somebody else must act on."""
    return DuePage(
        title=page.title,
        review_by=page.review_by,
        owner=str(page.page_owner or ""),
        url=f"{settings.BASE_URL}{address_for(page, person)}",
    )


def address_for(page: KnowledgePage, person: User) -> str:
    if may_republish(person, page):
        return reverse("review_page", args=[page.pk])
    with translation.override(page.locale.language_code):
        return reader_url(page, page.municipality or person.home_municipality)
