"""Who takes which course: by own choice, or because a role makes it mandatory."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from wagtail.models import PageViewRestriction

from accounts.models import Membership, Municipality, User
from kb.models.privacy import ancestor_paths, passes
from training.domain.units import unit_of
from training.enums import Reason
from training.models import Completion, CoursePage, Enrolment, Unit

NOTICE = timedelta(days=14)
"""Nobody gets less time than this, however long ago the role began."""


@dataclass(frozen=True, slots=True)
class Change:
    gained: int = 0
    ended: int = 0


@transaction.atomic
def enrol_oneself(*, course: CoursePage, municipality: Municipality, by: User) -> Enrolment:
    """The active enrolment, own or mandatory, or a new one of one's own."""
    enrolment, _ = Enrolment.objects.select_related("municipality").get_or_create(
        user=by,
        course=unit_of(course),
        ended_at=None,
        defaults={"reason": Reason.OWN, "municipality": municipality},
    )
    return enrolment


@transaction.atomic
def enrol_by_role(*, course: CoursePage, by: User | None, only: User | None = None) -> Change:
    """Enrol everybody whom the course is mandatory for, and end it for those whom it no longer is.

    Doing it again changes nothing. `only` looks at one person. `by` is None when the timetable or a saved role asks.
    """
    unit = unit_of(course)
    reasons = memberships_that_oblige(course, only)
    rows = Enrolment.objects.active().filter(course=unit)
    active = {row.user_id: row for row in (rows.filter(user=only) if only else rows)}
    done = set(Completion.objects.filter(unit=unit, user__isnull=False).values_list("user", flat=True))
    new = [mandatory(course, unit, reasons[pk][0]) for pk in reasons if pk not in active and pk not in done]
    Enrolment.objects.bulk_create(new, ignore_conflicts=True)  # another job may enrol the same person
    for pk, enrolment in active.items():
        if pk in reasons and pk not in done:
            follow(enrolment, course, reasons[pk])
    gone = [row.pk for pk, row in active.items() if row.is_mandatory and pk not in reasons and pk not in done]
    Enrolment.objects.filter(pk__in=gone).update(ended_at=timezone.now())
    return Change(len(new), len(gone))


def mandatory(course: CoursePage, unit: Unit, membership: Membership) -> Enrolment:
    return Enrolment(user=membership.user, course=unit, **explanation(course, membership))


def explanation(course: CoursePage, membership: Membership) -> dict[str, object]:
    """Why, since when and until when: what an enrolment says of the membership that obliges."""
    due = membership.starts_on + timedelta(days=course.due_days)
    return {
        "reason": Reason.MANDATORY,
        "role": membership.role,
        "school_name": membership.school.name if membership.school else "",
        "municipality": membership.municipality,
        "due_on": max(due, timezone.localdate() + NOTICE),
    }


def follow(enrolment: Enrolment, course: CoursePage, memberships: list[Membership]) -> None:
    """An own enrolment becomes mandatory. Whoever has the role elsewhere now keeps the day that was promised."""
    still = {(m.role, m.school.name if m.school else "", m.municipality_id) for m in memberships}
    if enrolment.is_mandatory and (enrolment.role, enrolment.school_name, enrolment.municipality_id) in still:
        return
    values = explanation(course, memberships[0])
    if enrolment.is_mandatory:
        values["due_on"] = enrolment.due_on
    Enrolment.objects.filter(pk=enrolment.pk).update(**values)


def memberships_that_oblige(course: CoursePage, only: User | None) -> dict[int, list[Membership]]:
    """Of each person, the oldest first. A school's course obliges that school only; a shared one all municipalities."""
    roles = [audience.role for audience in course.mandatory_for.all()]
    found = Membership.objects.active().filter(role__in=roles, municipality__isnull=False, user__is_active=True)
    if course.school_id:
        found = found.filter(school=course.school_id)
    elif course.municipality_id:
        found = found.filter(municipality=course.municipality_id)
    if only is not None:
        found = found.filter(user=only)
    found = found.select_related("user", "school", "municipality").prefetch_related("user__groups")
    return by_person(found.order_by("starts_on", "pk"), restrictions_of(course))


def by_person(
    memberships: Iterable[Membership], restrictions: list[PageViewRestriction]
) -> dict[int, list[Membership]]:
    """Without those who may not read the course: kb's rule, asked of many people at once."""
    people: dict[int, list[Membership]] = defaultdict(list)
    for membership in memberships:
        groups = {group.pk for group in membership.user.groups.all()}
        if all(passes(restriction, membership.user, groups) for restriction in restrictions):
            people[membership.user_id].append(membership)
    return dict(people)


def restrictions_of(course: CoursePage) -> list[PageViewRestriction]:
    paths = [*ancestor_paths(course.path), course.path]
    return list(PageViewRestriction.objects.filter(page__path__in=paths).prefetch_related("groups"))


def deciding_pages(**which: object) -> list[CoursePage]:
    """The published courses, each once: of several languages the main one says whom it is mandatory for."""
    pages: dict[object, CoursePage] = {}
    for page in CoursePage.objects.live().filter(**which).select_related("locale").order_by("path"):
        if page.locale.language_code == settings.LANGUAGE_CODE or page.translation_key not in pages:
            pages[page.translation_key] = page
    return list(pages.values())


def concerns(membership: Membership) -> bool:
    """Whether a change of the membership can change an enrolment; most do not, and then need no job."""
    obliged = CoursePage.objects.live().filter(mandatory_for__role=membership.role)
    enrolled = Enrolment.objects.active().mandatory().filter(user=membership.user_id)
    return bool(obliged.exists() or enrolled.exists())
