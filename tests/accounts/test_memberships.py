"""Roles in time and place, and the groups that follow them."""

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils import timezone

from accounts.domain.memberships import end_role, give_role, sync_all_groups, sync_groups
from accounts.models import Membership, Municipality, SchoolUnit, User
from accounts.models.organisation import RESERVED_SLUGS
from accounts.roles import EDITOR, GUARDIAN, PRINCIPAL, ROLES, SYSTEM_ADMINISTRATOR, TEACHER
from tests.factories import organisation

TODAY = timezone.localdate
DAY = timedelta(days=1)


def groups(user: User) -> set[str]:
    return set(user.groups.values_list("name", flat=True))


def test_role_puts_the_person_into_the_groups_of_its_place(alvhamra: Municipality) -> None:
    principal = organisation.person(PRINCIPAL, alvhamra, organisation.school(alvhamra))
    assert groups(principal) == {
        "all:principal",
        "all:employees",
        "alvhamra:principal",
        "alvhamra:employees",
        "alvhamra:principal:lindskolan",
    }


def test_guardian_is_no_employee(alvhamra: Municipality) -> None:
    assert groups(organisation.person(GUARDIAN, alvhamra)) == {"all:guardian", "alvhamra:guardian"}


def test_role_begins_and_ends_on_its_days(alvhamra: Municipality) -> None:
    user = organisation.person()
    give_role(
        user=user, role=TEACHER, municipality=alvhamra, by=None, starts_on=TODAY() + DAY, ends_on=TODAY() + 2 * DAY
    )
    seen = []
    for days in range(4):
        sync_groups(user=user, on=TODAY() + days * DAY)
        seen.append("alvhamra:teacher" in groups(user))
    assert seen == [False, True, True, False]


def test_nightly_sync_ends_a_role_that_is_over(alvhamra: Municipality) -> None:
    user = organisation.person(TEACHER, alvhamra)
    Membership.objects.update(starts_on=TODAY() - 9 * DAY, ends_on=TODAY() - DAY)
    assert sync_all_groups() == 1
    assert groups(user) == set()


def test_ended_role_gives_nothing_from_the_next_day(alvhamra: Municipality) -> None:
    user = organisation.person(TEACHER, alvhamra)
    Membership.objects.update(starts_on=TODAY() - 9 * DAY)
    end_role(membership=user.memberships.get(), by=None, on=TODAY() - DAY)
    assert user.active_memberships == []
    assert groups(user) == set()


def test_groups_of_others_are_left_alone(alvhamra: Municipality) -> None:
    user = organisation.person(TEACHER, alvhamra)
    user.groups.add(Group.objects.create(name="Körsångare"))
    sync_groups(user=user)
    assert "Körsångare" in groups(user)


def test_editor_may_enter_the_editors_part_and_a_teacher_may_not(alvhamra: Municipality) -> None:
    school = organisation.school(alvhamra)
    assert organisation.person(EDITOR, alvhamra, school).has_perm("wagtailadmin.access_admin")
    assert not organisation.person(TEACHER, alvhamra, school).has_perm("wagtailadmin.access_admin")


def test_system_administrator_is_superuser_only_as_long_as_the_role_lasts(alvhamra: Municipality) -> None:
    user = organisation.person(SYSTEM_ADMINISTRATOR)
    assert User.objects.get(pk=user.pk).is_superuser
    user.memberships.all().delete()
    sync_groups(user=user)
    assert not User.objects.get(pk=user.pk).is_superuser


def test_school_of_another_municipality_is_refused(alvhamra: Municipality, ekeryd: Municipality) -> None:
    with pytest.raises(ValidationError):
        give_role(
            user=organisation.person(), role=TEACHER, municipality=alvhamra, school=organisation.school(ekeryd), by=None
        )


@pytest.mark.parametrize(
    ("fields", "constraint"),
    [
        ({"municipality": None}, "membership_has_municipality"),
        ({"starts_on": date(2026, 2, 1), "ends_on": date(2026, 1, 1)}, "membership_ends_after_start"),
    ],
)
def test_impossible_membership_is_refused_by_the_database(
    alvhamra: Municipality, fields: dict[str, object], constraint: str
) -> None:
    possible = {"user": organisation.person(), "role": "teacher", "municipality": alvhamra}
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        Membership.objects.create(**{**possible, **fields})


def test_same_role_given_twice_is_refused_by_the_database(alvhamra: Municipality) -> None:
    user = organisation.person(TEACHER, alvhamra)
    with pytest.raises(IntegrityError), transaction.atomic():
        Membership.objects.create(user=user, role="teacher", municipality=alvhamra)


@pytest.mark.parametrize("code", ["1234567", "abcdefgh", "1234 678"])
def test_school_unit_code_has_eight_digits(alvhamra: Municipality, code: str) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        SchoolUnit.objects.create(municipality=alvhamra, code=code, name="x", slug="x")


@pytest.mark.parametrize("slug", ["admin", "gemensamt"])
def test_municipality_cannot_take_one_of_our_own_addresses(db: None, slug: str) -> None:
    with pytest.raises(IntegrityError, match="municipality_slug_not_reserved"), transaction.atomic():
        organisation.municipality("Tagen", slug)


def test_first_part_of_each_of_our_addresses_is_reserved() -> None:
    firsts = {str(entry.pattern).lstrip("^").partition("/")[0] for entry in every_entry(get_resolver())}
    assert {first for first in firsts if first and "<" not in first and "(" not in first} - RESERVED_SLUGS == set()


def every_entry(resolver: URLResolver) -> Iterator[URLPattern | URLResolver]:
    """Entries that begin an address: those under an empty part or a language's stand for it."""
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver) and str(entry.pattern) in {"", "en/"}:
            yield from every_entry(entry)
        else:
            yield entry


def test_visible_schools_are_those_of_ones_own_municipalities(alvhamra: Municipality, ekeryd: Municipality) -> None:
    own = organisation.school(alvhamra)
    organisation.school(ekeryd)
    assert list(SchoolUnit.objects.visible_to(organisation.person(TEACHER, alvhamra, own))) == [own]


def test_every_role_says_what_it_is_for() -> None:
    assert [role.slug for role in ROLES.values() if len(str(role.description)) < 20] == []


def test_deleting_a_school_ends_what_its_memberships_gave(alvhamra: Municipality) -> None:
    school = organisation.school(alvhamra)
    user = organisation.person(EDITOR, alvhamra, school)
    school.delete()
    assert groups(user) == set()


def test_superuser_made_by_hand_stays_one(alvhamra: Municipality) -> None:
    user = User.objects.create_superuser("rot@exempel.example", "lösenord")
    give_role(user=user, role=TEACHER, municipality=alvhamra, by=None)
    assert User.objects.get(pk=user.pk).is_superuser


def test_editor_of_a_municipality_whose_name_begins_like_ours_may_edit(db: None) -> None:
    place = organisation.municipality("Allerums kommun", "allerum")
    editor = organisation.person(EDITOR, place, organisation.school(place))
    assert editor.has_perm("wagtailadmin.access_admin")


def test_workplaces_are_where_the_person_is_an_employee_today(alvhamra: Municipality, ekeryd: Municipality) -> None:
    user = organisation.person(GUARDIAN, alvhamra, organisation.school(alvhamra))
    assert user.workplaces == set()
    give_role(user=user, role=TEACHER, by=None, municipality=ekeryd, starts_on=TODAY() - DAY)
    assert user.workplaces == {ekeryd.pk}
    give_role(user=user, role=SYSTEM_ADMINISTRATOR, by=None)
    assert user.workplaces == {ekeryd.pk, None}
    end_role(membership=user.memberships.get(role=TEACHER.slug), by=None, on=TODAY() - DAY)
    assert User.objects.get(pk=user.pk).workplaces == {None}


def test_home_municipality_is_the_first_where_the_person_belongs(alvhamra: Municipality, ekeryd: Municipality) -> None:
    user = organisation.person(SYSTEM_ADMINISTRATOR)
    assert user.home_municipality is None
    give_role(user=user, role=GUARDIAN, by=None, municipality=ekeryd)
    give_role(user=user, role=TEACHER, by=None, municipality=alvhamra)
    assert user.home_municipality == ekeryd
