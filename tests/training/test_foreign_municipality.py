"""Where learning is kept when somebody takes a course at another municipality's address."""

import uuid
from typing import Any

import pytest
from django.test import Client
from wagtail.models import Page

from accounts.models import Municipality, User
from accounts.roles import SYSTEM_ADMINISTRATOR, TEACHER
from tests.factories import organisation, pages, training
from training.models import Completion, CoursePage, Enrolment, QuizAttempt, QuizPage


@pytest.fixture
def teacher(alvhamra: Municipality) -> User:
    return organisation.person(TEACHER, alvhamra)


def act(page: Page, verb: str, place: str = "ekeryd") -> str:
    return f"/{place}/larande/{page.translation_key}/{verb}/"


def kept() -> set[str]:
    """The slugs of the municipalities that enrolments and completions name."""
    return {
        *Enrolment.objects.values_list("municipality__slug", flat=True),
        *Completion.objects.values_list("municipality_slug", flat=True),
    }


def right_answers(quiz: QuizPage) -> dict[str, Any]:
    asked = {f"q-{one.key}": [choice.key for choice in one.choices if choice.right] for one in quiz.asked()}
    return {"key": str(uuid.uuid4()), **asked}


def test_shared_course_taken_at_a_foreign_address_is_kept_at_ones_own(
    client: Client, course: CoursePage, lessons: list[Any], teacher: User
) -> None:
    client.force_login(teacher)
    assert client.post(act(course, "borja"))["Location"].startswith("/alvhamra/")
    for lesson in lessons:
        response = client.post(act(lesson, "klar"))
    assert response["Location"] == act(course, "intyg", "alvhamra")
    assert client.get(response["Location"]).status_code == 200
    assert client.get(act(course, "intyg")).status_code == 404
    assert (kept(), Completion.objects.count()) == ({"alvhamra"}, 3)


def test_shared_quiz_passed_at_a_foreign_address_is_kept_at_ones_own(
    client: Client, tree: pages.Tree, teacher: User
) -> None:
    quiz = training.quiz(training.module(training.course(tree.shared, lessons=0)))
    client.force_login(teacher)
    response = client.post(act(quiz, "svara"), right_answers(quiz))
    assert response.context["grade"].passed
    assert (kept(), Completion.objects.count()) == ({"alvhamra"}, 2)


def test_foreign_municipalitys_own_course_cannot_be_taken(client: Client, tree: pages.Tree, teacher: User) -> None:
    course = training.course(tree.homes["ekeryd"], lessons=1)
    quiz = training.quiz(training.module(course, "Prov"))
    client.force_login(teacher)
    seen = [
        client.post(act(course, "borja")).status_code,
        client.post(act(training.lessons_of(course)[0], "klar")).status_code,
        client.post(act(quiz, "svara"), right_answers(quiz)).status_code,
    ]
    assert seen == [404, 404, 404]
    assert (kept(), QuizAttempt.objects.count()) == (set(), 0)


def test_whoever_belongs_to_both_learns_where_they_read(
    client: Client, course: CoursePage, lessons: list[Any], teacher: User, ekeryd: Municipality
) -> None:
    organisation.give_role(user=teacher, role=TEACHER, municipality=ekeryd, school=None, by=None)
    client.force_login(teacher)
    client.post(act(lessons[0], "klar"))
    assert kept() == {"ekeryd"}


@pytest.mark.parametrize("role", [None, SYSTEM_ADMINISTRATOR])
def test_whoever_belongs_to_no_municipality_learns_where_they_read(
    client: Client, course: CoursePage, lessons: list[Any], role: Any
) -> None:
    client.force_login(organisation.person(role))
    client.post(act(lessons[0], "klar"))
    assert kept() == {"ekeryd"}
