"""Keeping pages right: somebody confirms that a page still is, and pages that nobody looks after get somebody."""

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from kb.domain.owners import candidates
from kb.domain.republishing import republish
from kb.models import KnowledgePage


class NobodyResponsible(Exception):
    """A page must have a responsible person before it is published again."""


class NotOfThePlace(Exception):
    """The person has no role as employee where the page belongs."""


def confirm(*, page: KnowledgePage, by: User) -> None:
    """Reviewed today, still right. The next review is as far away as this one was. Raises NobodyResponsible, InUse."""
    if page.page_owner_id is None:
        raise NobodyResponsible
    today = timezone.localdate()
    republish(page=page, by=by, reviewed_on=today, review_by=today + page.review_interval)


@transaction.atomic
def give_to(*, pages: list[KnowledgePage], owner: User, by: User) -> None:
    """All of them or none. Raises NotOfThePlace, InUse."""
    for page in pages:
        if not candidates(page.municipality).filter(pk=owner.pk).exists():
            raise NotOfThePlace
        republish(page=page, by=by, page_owner=owner)
