"""What the tables refuse, and what happens when somebody finishes."""

import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.models import Municipality, User
from tests.factories import organisation, training
from training.domain.attempts import record_attempt
from training.domain.completions import NotPassed, complete_lesson
from training.domain.enrolments import enrol_oneself
from training.domain.quizzes import Grade, grade
from training.domain.units import unit_of
from training.models import Completion, CoursePage, Enrolment, QuizAttempt, QuizPage


@pytest.fixture
def quiz(course: CoursePage) -> QuizPage:
    return training.quiz(training.module(course, "Prov"), pass_mark=50)


def marked(quiz: QuizPage, *, right: int) -> Grade:
    asked = quiz.asked()
    return grade(asked, {question.key: question.right_keys for question in asked[:right]}, quiz.pass_mark)


def titles(user: User) -> set[str]:
    return {completion.title for completion in Completion.objects.visible_to(user)}


def test_last_lesson_completes_the_course_with_what_it_consisted_of(
    course: CoursePage, lessons: list[Any], principal: User, alvhamra: Municipality
) -> None:
    first = complete_lesson(lesson=lessons[0], municipality=alvhamra, by=principal)
    assert (first.course, titles(principal)) == (None, {"Lektion 1"})
    last = complete_lesson(lesson=lessons[1], municipality=alvhamra, by=principal)
    assert titles(principal) == {"Lektion 1", "Lektion 2", "Trygg med uppgifter"}
    assert last.course is not None
    assert (last.course.result, last.course.municipality_slug) == (
        {"lessons": [{"title": "Lektion 1", "percent": None}, {"title": "Lektion 2", "percent": None}]},
        "alvhamra",
    )


def test_completing_again_changes_nothing(lessons: list[Any], principal: User, alvhamra: Municipality) -> None:
    for lesson in [*lessons, *lessons]:
        complete_lesson(lesson=lesson, municipality=alvhamra, by=principal)
    assert Completion.objects.count() == 3
    assert Enrolment.objects.count() == 1


def test_completing_without_enrolment_enrols(lessons: list[Any], principal: User, alvhamra: Municipality) -> None:
    complete_lesson(lesson=lessons[0], municipality=alvhamra, by=principal)
    enrolment = Enrolment.objects.get()
    assert (enrolment.user, enrolment.reason, enrolment.municipality) == (principal, "own", alvhamra)


def test_unpublished_module_and_its_lessons_do_not_count(
    course: CoursePage, lessons: list[Any], principal: User, alvhamra: Municipality
) -> None:
    hidden = training.module(course, "Kommer snart")
    training.text(hidden, "Inte klar")
    hidden.unpublish()
    complete_lesson(lesson=lessons[0], municipality=alvhamra, by=principal)
    assert complete_lesson(lesson=lessons[1], municipality=alvhamra, by=principal).course is not None


def test_quiz_is_done_by_a_passed_attempt_only(quiz: QuizPage, principal: User, alvhamra: Municipality) -> None:
    with pytest.raises(NotPassed):
        complete_lesson(lesson=quiz, municipality=alvhamra, by=principal)
    for right in (0, 1):
        record_attempt(
            quiz=quiz, grade=marked(quiz, right=right), key=uuid.uuid4(), municipality=alvhamra, by=principal
        )
    assert [attempt.passed for attempt in QuizAttempt.objects.all()] == [False, True]
    assert Completion.objects.get().result == {"right": 1, "total": 2, "percent": 50}


def test_failed_completion_leaves_no_enrolment(quiz: QuizPage, principal: User, alvhamra: Municipality) -> None:
    with pytest.raises(NotPassed):
        complete_lesson(lesson=quiz, municipality=alvhamra, by=principal)
    assert not Enrolment.objects.exists()


def test_double_click_is_one_attempt_and_other_answers_are_another(
    quiz: QuizPage, principal: User, alvhamra: Municipality
) -> None:
    key = uuid.uuid4()
    for right in (0, 0, 2):
        record_attempt(quiz=quiz, grade=marked(quiz, right=right), key=key, municipality=alvhamra, by=principal)
    assert [(attempt.right, attempt.key == key) for attempt in QuizAttempt.objects.all()] == [(0, True), (2, False)]


def test_key_of_another_person_gives_an_own_attempt(quiz: QuizPage, principal: User, alvhamra: Municipality) -> None:
    other, key = organisation.person(), uuid.uuid4()
    for user in (principal, other):
        record_attempt(quiz=quiz, grade=marked(quiz, right=0), key=key, municipality=alvhamra, by=user)
    assert {attempt.user for attempt in QuizAttempt.objects.all()} == {principal, other}


def test_completions_and_attempts_are_append_only(quiz: QuizPage, principal: User, alvhamra: Municipality) -> None:
    attempt = record_attempt(
        quiz=quiz, grade=marked(quiz, right=2), key=uuid.uuid4(), municipality=alvhamra, by=principal
    )
    for row in (attempt, Completion.objects.get()):
        with pytest.raises(TypeError):
            row.save()
        with pytest.raises(TypeError):
            row.delete()


def test_completion_outlives_the_account_without_its_person(
    lessons: list[Any], principal: User, alvhamra: Municipality
) -> None:
    complete_lesson(lesson=lessons[0], municipality=alvhamra, by=principal)
    principal.delete()
    assert [(row.title, row.user) for row in Completion.objects.all()] == [("Lektion 1", None)]
    assert not Enrolment.objects.exists()


def test_nobody_sees_the_learning_of_others(
    lessons: list[Any], quiz: QuizPage, principal: User, alvhamra: Municipality
) -> None:
    complete_lesson(lesson=lessons[0], municipality=alvhamra, by=principal)
    record_attempt(quiz=quiz, grade=marked(quiz, right=0), key=uuid.uuid4(), municipality=alvhamra, by=principal)
    for model in (Completion, Enrolment, QuizAttempt):
        assert model.objects.visible_to(principal).count() == 1
        for other in (organisation.person(), AnonymousUser()):
            assert model.objects.visible_to(other).count() == 0


def test_only_one_enrolment_is_active(course: CoursePage, principal: User, alvhamra: Municipality) -> None:
    enrolment = enrol_oneself(course=course, municipality=alvhamra, by=principal)
    assert enrol_oneself(course=course, municipality=alvhamra, by=principal) == enrolment
    with pytest.raises(IntegrityError), transaction.atomic():
        Enrolment.objects.create(user=principal, course=unit_of(course), reason="own", municipality=alvhamra)
    Enrolment.objects.update(ended_at=timezone.now())
    assert enrol_oneself(course=course, municipality=alvhamra, by=principal) != enrolment


@pytest.mark.parametrize(
    "values",
    [
        {"reason": "mandatory", "role": "principal"},
        {"reason": "mandatory", "due_on": timezone.localdate() + timedelta(days=9)},
        {"reason": "own", "role": "principal"},
        {"reason": "own", "due_on": timezone.localdate()},
        {"reason": "other"},
    ],
)
def test_mandatory_enrolment_says_role_and_day_and_an_own_one_neither(
    values: dict[str, Any], course: CoursePage, principal: User, alvhamra: Municipality
) -> None:
    with pytest.raises(IntegrityError, match="enrolment_mandatory_has_role_and_day"):
        Enrolment.objects.create(user=principal, course=unit_of(course), municipality=alvhamra, **values)


def test_attempt_has_questions_and_no_more_right_answers_than_these(course: CoursePage, principal: User) -> None:
    for right, total in ((1, 0), (3, 2), (0, 0)):
        with pytest.raises(IntegrityError, match="attempt_right_within_total"), transaction.atomic():
            QuizAttempt.objects.create(
                key=uuid.uuid4(),
                user=principal,
                unit=unit_of(course),
                right=right,
                total=total,
                passed=False,
                answers=[],
            )
