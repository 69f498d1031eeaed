"""Which pages somebody may read: Wagtail's page privacy, inherited down the tree."""

from contextvars import ContextVar
from typing import TYPE_CHECKING, Any

from django.contrib.auth.models import AnonymousUser
from django.db import models
from wagtail.models import Page, PageViewRestriction

if TYPE_CHECKING:
    from accounts.models import User

_kept: ContextVar[list[PageViewRestriction] | None] = ContextVar("restrictions", default=None)
_in_request: ContextVar[bool] = ContextVar("in_request", default=False)


def restrictions() -> list[PageViewRestriction]:
    """All there are. Read once a request: each list and each link on a page asks for them."""
    kept = _kept.get()
    if kept is None:
        kept = list(PageViewRestriction.objects.select_related("page"))
        if _in_request.get():
            _kept.set(kept)
    return kept


def begin_request(**kwargs: Any) -> None:
    """Signal handler of `request_started`."""
    _kept.set(None)
    _in_request.set(True)


def end_request(**kwargs: Any) -> None:
    """Signal handler of `request_finished`; jobs and scripts outlive the privacy that they once read."""
    _kept.set(None)
    _in_request.set(False)


def forget_restrictions(**kwargs: Any) -> None:
    """Signal handler: privacy has changed."""
    _kept.set(None)


def allowed_paths(user: "User | AnonymousUser") -> models.Q:
    """A condition on pages: that no restriction keeps them from the user."""
    allowed = models.Q()
    groups = groups_of(user)
    for restriction in with_groups(restrictions(), groups):
        if not passes(restriction, user, groups):
            allowed &= ~models.Q(path__startswith=restriction.page.path)
    return allowed


def is_allowed(page: Page, user: "User | AnonymousUser") -> bool:
    """The same question about one page, of any kind."""
    concerned = concerning(page)
    groups = groups_of(user) if concerned else set()
    return all(passes(restriction, user, groups) for restriction in with_groups(concerned, groups))


def concerning(page: Page) -> list[PageViewRestriction]:
    """The restrictions of the page and of all above it, from the top down."""
    paths = {*ancestor_paths(page.path), page.path}
    found = [restriction for restriction in restrictions() if restriction.page.path in paths]
    return sorted(found, key=lambda restriction: len(restriction.page.path))


def with_groups(rows: list[PageViewRestriction], groups: set[int]) -> list[PageViewRestriction]:
    """Visitors are in no group, so whose restriction it is need not be read for them."""
    if groups:
        models.prefetch_related_objects(rows, "groups")
    return rows


def groups_of(user: "User | AnonymousUser") -> set[int]:
    return set() if user.is_anonymous else set(user.groups.values_list("pk", flat=True))


def passes(restriction: PageViewRestriction, user: "User | AnonymousUser", groups: set[int]) -> bool:
    if user.is_superuser:
        return True
    if restriction.restriction_type == PageViewRestriction.LOGIN:
        return bool(user.is_authenticated)
    if restriction.restriction_type == PageViewRestriction.GROUPS:
        return bool(groups and groups & {group.pk for group in restriction.groups.all()})
    return False  # shared passwords are switched off


def places_of_inner_texts(user: "User | AnonymousUser") -> set[int | None]:
    """Of which municipalities' pages somebody reads what only employees read: where they work.

    None among them: of pages that all share, for employees of any municipality. Superusers read everything.
    """
    workplaces: set[int | None] = getattr(user, "workplaces", set())
    return {None, *workplaces} if workplaces else set()


def ancestor_paths(path: str) -> list[str]:
    return [path[:end] for end in range(Page.steplen, len(path), Page.steplen)]
