"""Marking a quiz: examples, and what must hold for any quiz and any answers."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from training.domain.quizzes import Choice, Question, fault_of, grade


@st.composite
def questions(draw: st.DrawFn, key: str = "q") -> Question:
    right = draw(st.lists(st.booleans(), min_size=2, max_size=5).filter(any))
    choices = tuple(Choice(f"{key}{n}", f"Val {n}", is_right) for n, is_right in enumerate(right))
    return Question(key, "Fråga", sum(right) > 1, choices)


@st.composite
def quizzes(draw: st.DrawFn) -> list[Question]:
    return [draw(questions(f"q{number}")) for number in range(draw(st.integers(1, 6)))]


@st.composite
def answered(draw: st.DrawFn) -> tuple[list[Question], dict[str, set[str]]]:
    quiz = draw(quizzes())
    return quiz, {q.key: draw(st.sets(st.sampled_from([c.key for c in q.choices]))) for q in quiz}


marks = st.integers(1, 100)


@given(quizzes(), marks)
def test_all_right_answers_pass_any_mark(quiz: list[Question], mark: int) -> None:
    marked = grade(quiz, {question.key: question.right_keys for question in quiz}, mark)
    assert (marked.passed, marked.percent, marked.right) == (True, 100, len(quiz))


@given(quizzes(), marks)
def test_no_answers_pass_no_mark(quiz: list[Question], mark: int) -> None:
    marked = grade(quiz, {}, mark)
    assert (marked.passed, marked.percent, marked.right) == (False, 0, 0)


@given(answered(), marks)
def test_question_is_right_only_with_exactly_its_right_choices(
    given_answers: tuple[list[Question], dict[str, set[str]]], mark: int
) -> None:
    quiz, answers = given_answers
    marked = grade(quiz, answers, mark)
    assert [verdict.is_right for verdict in marked.verdicts] == [answers[q.key] == q.right_keys for q in quiz]
    assert [line["right"] for line in marked.answers] == [verdict.is_right for verdict in marked.verdicts]


@given(answered(), marks)
def test_shown_percent_decides_as_the_exact_share_does(
    given_answers: tuple[list[Question], dict[str, set[str]]], mark: int
) -> None:
    quiz, answers = given_answers
    marked = grade(quiz, answers, mark)
    assert marked.passed == (marked.percent >= mark)


@given(answered(), marks)
def test_putting_one_answer_right_never_fails_somebody(
    given_answers: tuple[list[Question], dict[str, set[str]]], mark: int
) -> None:
    quiz, answers = given_answers
    better = grade(quiz, {**answers, quiz[0].key: quiz[0].right_keys}, mark)
    assert better.passed or not grade(quiz, answers, mark).passed


def test_quiz_without_questions_is_not_passed() -> None:
    assert not grade([], {}, 1).passed


@pytest.mark.parametrize(
    ("several", "right", "is_fault"),
    [
        (False, [True, False], False),
        (False, [True], True),
        (False, [False, False], True),
        (False, [True, True], True),
        (True, [True, True], False),
        (True, [True, False], True),
        (True, [], True),
    ],
)
def test_question_must_be_answerable(*, several: bool, right: list[bool], is_fault: bool) -> None:
    assert bool(fault_of(several=several, right=right)) == is_fault
