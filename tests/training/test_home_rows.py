"""The courses on the home page: what comes first, why, and where one click leads."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone, translation

from accounts.models import Municipality, User
from kb.home import HomeRow
from tests.factories import pages, training
from training.domain.completions import complete_lesson
from training.domain.enrolments import enrol_by_role, enrol_oneself
from training.home import course_rows
from training.models import CoursePage, Enrolment


def rows(user: User, place: Municipality) -> list[HomeRow]:
    with translation.override("en"):
        return list(course_rows(user, place, "sv"))


@pytest.mark.parametrize(
    ("due_in", "rank", "words"),
    [
        (-1, 5, "It was to be finished by"),
        (0, 20, "Finish by"),
        (14, 20, "Finish by"),
        (15, 40, "Finish by"),
    ],
)
def test_mandatory_course_says_why_and_by_when(
    due_in: int, rank: int, words: str, course: CoursePage, principal: User, alvhamra: Municipality
) -> None:
    enrol_by_role(course=course, by=None)
    due: date = timezone.localdate() + timedelta(days=due_in)
    Enrolment.objects.update(due_on=due)
    (row,) = rows(principal, alvhamra)
    assert row == HomeRow(
        rank=rank,
        title="Trygg med uppgifter",
        url="/alvhamra/gemensamt/trygg-med-uppgifter/modul/lektion-1/",
        why=f"Mandatory for you as principal at Lindskolan. {words} {due.day} {due:%B %Y}.",
        kind="Course",
    )
    assert row.progress == (0, 2)


def test_own_course_comes_later_and_leads_to_the_next_lesson(
    tree: pages.Tree, principal: User, alvhamra: Municipality
) -> None:
    course = training.course(tree.homes["alvhamra"], "Egen kurs")
    complete_lesson(lesson=training.lessons_of(course)[0], municipality=alvhamra, by=principal)
    (row,) = rows(principal, alvhamra)
    assert (row.rank, row.url, row.why, row.progress) == (
        160,
        "/alvhamra/egen-kurs/modul/lektion-2/",
        "You have begun this course.",
        (1, 2),
    )


def test_completed_course_leaves_the_list(
    course: CoursePage, lessons: list[Any], principal: User, alvhamra: Municipality
) -> None:
    enrol_by_role(course=course, by=None)
    for lesson in lessons:
        complete_lesson(lesson=lesson, municipality=alvhamra, by=principal)
    assert rows(principal, alvhamra) == []


def test_ended_unpublished_and_foreign_courses_give_no_row(
    tree: pages.Tree, course: CoursePage, principal: User, alvhamra: Municipality, ekeryd: Municipality
) -> None:
    enrol_by_role(course=course, by=None)
    assert (len(rows(principal, alvhamra)), rows(principal, ekeryd)) == (1, [])
    pages.restrict(course, "ekeryd:principal")
    assert rows(principal, alvhamra) == []
    own = training.course(tree.homes["alvhamra"], "Egen kurs")
    enrol_oneself(course=own, municipality=alvhamra, by=principal)
    assert len(rows(principal, alvhamra)) == 1
    own.unpublish()
    assert rows(principal, alvhamra) == []


def test_row_for_a_reader_in_another_language_leads_to_the_page_that_exists(
    course: CoursePage, principal: User, alvhamra: Municipality
) -> None:
    enrol_by_role(course=course, by=None)
    with translation.override("en"):
        (row,) = course_rows(principal, alvhamra, "en")
    assert row.url == "/alvhamra/gemensamt/trygg-med-uppgifter/modul/lektion-1/"


@pytest.mark.parametrize("count", [1, 3])
def test_rows_cost_the_same_queries_for_one_and_three_courses(
    count: int, tree: pages.Tree, principal: User, alvhamra: Municipality, django_assert_num_queries: Any
) -> None:
    for number in range(count):
        parent = tree.shared if number else tree.homes["alvhamra"]
        enrol_by_role(course=training.course(parent, f"Kurs {number}", mandatory_for=["principal"]), by=None)
    rows(principal, alvhamra)
    with django_assert_num_queries(9):
        assert len(rows(principal, alvhamra)) == count


def test_home_page_lists_the_course(client: Client, course: CoursePage, principal: User, tree: pages.Tree) -> None:
    enrol_by_role(course=course, by=None)
    client.force_login(principal)
    page = client.get("/alvhamra/").content.decode()
    assert 'href="/alvhamra/gemensamt/trygg-med-uppgifter/modul/lektion-1/"' in page
