"""Who must take which course: gained with the role, lost with it, and the same however often it is computed."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import timezone

from accounts.domain.memberships import end_role, give_role
from accounts.models import Membership, Municipality, SchoolUnit, User
from accounts.roles import AREA_MANAGER, PRINCIPAL, TEACHER
from jobs.models import Job
from kb.models import Audience, SchoolSection
from tests.factories import organisation, pages, training
from training.domain.completions import complete_lesson
from training.domain.enrolments import Change, enrol_by_role, enrol_oneself
from training.models import CoursePage, Enrolment
from training.tasks import enrol_everybody


def today() -> date:
    return timezone.localdate()


def sync(course: CoursePage, **fields: Any) -> Change:
    return enrol_by_role(course=course, by=None, **fields)


def enrolled() -> set[User]:
    return {enrolment.user for enrolment in Enrolment.objects.active().mandatory()}


def test_everybody_with_the_role_is_enrolled_with_the_reason(
    course: CoursePage, principal: User, alvhamra: Municipality, ekeryd: Municipality, lindskolan: SchoolUnit
) -> None:
    organisation.person(TEACHER, alvhamra, lindskolan)
    elsewhere = organisation.person(PRINCIPAL, ekeryd)
    assert sync(course) == Change(gained=2)
    assert enrolled() == {principal, elsewhere}
    mine = Enrolment.objects.get(user=principal)
    assert (mine.role, mine.school_name, mine.municipality, mine.due_on) == (
        "principal",
        "Lindskolan",
        alvhamra,
        today() + timedelta(days=30),
    )
    assert Enrolment.objects.get(user=elsewhere).place_name == "Ekeryds kommun"


def test_doing_it_again_changes_nothing(course: CoursePage, principal: User) -> None:
    sync(course)
    before = list(Enrolment.objects.values())
    assert sync(course) == Change()
    assert list(Enrolment.objects.values()) == before


def test_course_of_a_municipality_obliges_only_there(tree: pages.Tree, principal: User, ekeryd: Municipality) -> None:
    organisation.person(PRINCIPAL, ekeryd)
    sync(training.course(tree.homes["alvhamra"], mandatory_for=["principal"]))
    assert enrolled() == {principal}


def test_course_of_a_school_obliges_only_that_school(
    tree: pages.Tree, principal: User, alvhamra: Municipality, lindskolan: SchoolUnit
) -> None:
    organisation.person(PRINCIPAL, alvhamra, organisation.school(alvhamra, "Strandskolan", "strandskolan"))
    section = SchoolSection(title="Lindskolan", slug="lindskolan", school=lindskolan, locale=tree.start.locale)
    tree.homes["alvhamra"].add_child(instance=section)
    sync(training.course(section, mandatory_for=["principal"]))
    assert enrolled() == {principal}


def test_who_may_not_read_the_course_is_not_enrolled(
    course: CoursePage, principal: User, alvhamra: Municipality
) -> None:
    organisation.person(AREA_MANAGER, alvhamra)
    course.mandatory_for = list(Audience.objects.filter(role__in=["principal", "area_manager"]))
    course.save()
    pages.restrict(course, "all:principal")
    sync(course)
    assert enrolled() == {principal}


def test_restricted_course_is_computed_with_the_same_queries_for_one_and_for_many(
    course: CoursePage, principal: User, alvhamra: Municipality, django_assert_num_queries: Any
) -> None:
    pages.restrict(course, "all:principal")
    with django_assert_num_queries(11):
        assert sync(course) == Change(gained=1)
    Enrolment.objects.all().delete()
    for _ in range(3):
        organisation.person(PRINCIPAL, alvhamra)
    with django_assert_num_queries(11):
        assert sync(course) == Change(gained=4)


@pytest.mark.parametrize(("days_ago", "due_in"), [(0, 30), (10, 20), (16, 14), (400, 14)])
def test_day_counts_from_the_role_but_gives_at_least_two_weeks(
    days_ago: int, due_in: int, course: CoursePage, alvhamra: Municipality
) -> None:
    user = organisation.person()
    give_role(user=user, role=PRINCIPAL, municipality=alvhamra, by=None, starts_on=today() - timedelta(days=days_ago))
    sync(course)
    assert Enrolment.objects.get().due_on == today() + timedelta(days=due_in)


def test_lost_role_ends_the_enrolment(course: CoursePage, principal: User) -> None:
    sync(course)
    end_role(membership=principal.memberships.get(), by=None, on=today())
    assert sync(course) == Change()
    Membership.objects.update(starts_on=today() - timedelta(days=9), ends_on=today() - timedelta(days=1))
    assert sync(course) == Change(ended=1)
    assert Enrolment.objects.get().ended_at is not None


def test_completed_course_is_neither_ended_nor_asked_for_again(
    course: CoursePage, lessons: list[Any], principal: User, alvhamra: Municipality
) -> None:
    sync(course)
    for lesson in lessons:
        complete_lesson(lesson=lesson, municipality=alvhamra, by=principal)
    principal.memberships.all().delete()
    assert sync(course) == Change()
    assert Enrolment.objects.get().ended_at is None
    give_role(user=principal, role=PRINCIPAL, municipality=alvhamra, by=None)
    assert sync(course) == Change()
    assert Enrolment.objects.count() == 1


def test_same_role_at_another_school_keeps_the_promised_day(
    course: CoursePage, principal: User, alvhamra: Municipality
) -> None:
    sync(course)
    promised = today() + timedelta(days=3)
    Enrolment.objects.update(due_on=promised)
    principal.memberships.all().delete()
    school = organisation.school(alvhamra, "Strandskolan", "strandskolan")
    give_role(user=principal, role=PRINCIPAL, municipality=alvhamra, school=school, by=None)
    assert sync(course) == Change()
    moved = Enrolment.objects.get()
    assert (moved.school_name, moved.due_on) == ("Strandskolan", promised)


def test_own_enrolment_becomes_mandatory_with_the_role(
    course: CoursePage, principal: User, alvhamra: Municipality
) -> None:
    enrol_oneself(course=course, municipality=alvhamra, by=principal)
    assert sync(course) == Change()
    enrolment = Enrolment.objects.get()
    assert (enrolment.reason, enrolment.role, enrolment.due_on) == (
        "mandatory",
        "principal",
        today() + timedelta(days=30),
    )


def test_own_enrolment_does_not_end_with_a_role(course: CoursePage, alvhamra: Municipality) -> None:
    teacher = organisation.person(TEACHER, alvhamra)
    enrol_oneself(course=course, municipality=alvhamra, by=teacher)
    assert sync(course) == Change()
    assert Enrolment.objects.active().count() == 1


def test_asking_for_one_person_touches_nobody_else(course: CoursePage, principal: User, alvhamra: Municipality) -> None:
    other = organisation.person(PRINCIPAL, alvhamra)
    sync(course)
    Membership.objects.all().delete()
    assert sync(course, only=other) == Change(ended=1)
    assert enrolled() == {principal}


def test_publishing_enrols_through_the_queue_and_unpublished_courses_oblige_nobody(
    principal: User, course: CoursePage, run_jobs: Callable[[], int]
) -> None:
    run_jobs()
    assert enrolled() == {principal}
    Enrolment.objects.all().delete()
    course.unpublish()
    run_jobs()
    assert enrolled() == set()


def test_new_and_ended_role_enrol_and_end_through_the_queue(
    course: CoursePage, alvhamra: Municipality, run_jobs: Callable[[], int]
) -> None:
    run_jobs()
    user = organisation.person(PRINCIPAL, alvhamra)
    run_jobs()
    assert enrolled() == {user}
    user.memberships.all().delete()
    run_jobs()
    assert enrolled() == set()


def test_role_that_no_course_is_mandatory_for_asks_for_no_job(course: CoursePage, alvhamra: Municipality) -> None:
    before = Job.objects.count()
    organisation.person(TEACHER, alvhamra)
    assert Job.objects.count() == before


def test_course_no_longer_mandatory_lets_people_go(
    course: CoursePage, principal: User, run_jobs: Callable[[], int]
) -> None:
    run_jobs()
    course.refresh_from_db()
    course.mandatory_for = []
    course.save_revision().publish()
    run_jobs()
    assert enrolled() == set()


def test_night_enrols_and_ends_what_dates_have_changed(
    course: CoursePage, principal: User, alvhamra: Municipality
) -> None:
    enrol_everybody.call()
    assert enrolled() == {principal}
    Membership.objects.update(starts_on=today() - timedelta(days=9), ends_on=today() - timedelta(days=1))
    successor = organisation.person(PRINCIPAL, alvhamra)
    enrol_everybody.call()
    assert enrolled() == {successor}


def test_changed_role_ends_what_the_old_one_obliged_to(
    course: CoursePage, principal: User, run_jobs: Callable[[], int]
) -> None:
    run_jobs()
    membership = principal.memberships.get()
    membership.role = TEACHER.slug
    membership.save()
    run_jobs()
    assert enrolled() == set()
