"""Marking of quizzes: plain data in, plain data out. Knows no pages, no people and no database."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

MIN_CHOICES = 2
MIN_RIGHT_OF_SEVERAL = 2


@dataclass(frozen=True, slots=True)
class Choice:
    key: str
    text: str
    right: bool
    feedback: str = ""


@dataclass(frozen=True, slots=True)
class Question:
    key: str
    text: str
    several: bool
    """More than one choice is right, and all of them must be chosen."""
    choices: tuple[Choice, ...]
    explanation: str = ""

    @property
    def right_keys(self) -> frozenset[str]:
        return frozenset(choice.key for choice in self.choices if choice.right)


@dataclass(frozen=True, slots=True)
class Verdict:
    """What was chosen for one question, and whether it was right."""

    question: Question
    chosen: frozenset[str]

    @property
    def is_right(self) -> bool:
        return self.chosen == self.question.right_keys

    @property
    def lines(self) -> list[tuple[Choice, bool]]:
        """Each choice, and whether it was chosen."""
        return [(choice, choice.key in self.chosen) for choice in self.question.choices]


@dataclass(frozen=True, slots=True)
class Grade:
    verdicts: tuple[Verdict, ...]
    pass_mark: int

    @property
    def right(self) -> int:
        return sum(verdict.is_right for verdict in self.verdicts)

    @property
    def total(self) -> int:
        return len(self.verdicts)

    @property
    def percent(self) -> int:
        """Rounded down, so that it never says more than was reached."""
        return self.right * 100 // self.total if self.total else 0

    @property
    def passed(self) -> bool:
        return self.total > 0 and self.right * 100 >= self.pass_mark * self.total

    @property
    def answers(self) -> list[dict[str, object]]:
        """As it is stored with the attempt: which choices, and whether they were right then."""
        return [
            {"question": verdict.question.key, "chosen": sorted(verdict.chosen), "right": verdict.is_right}
            for verdict in self.verdicts
        ]


def grade(questions: Sequence[Question], answers: Mapping[str, Collection[str]], pass_mark: int) -> Grade:
    """`answers`: the keys of the choices made, by question. A question without an answer is wrong."""
    verdicts = tuple(Verdict(question, frozenset(answers.get(question.key, ()))) for question in questions)
    return Grade(verdicts, pass_mark)


def fault_of(*, several: bool, right: Sequence[bool]) -> str | Promise:
    """What keeps a question from being answerable, in words for its author; empty if nothing does."""
    if len(right) < MIN_CHOICES:
        return _("Write at least two choices.")
    if several and sum(right) < MIN_RIGHT_OF_SEVERAL:
        return _("Mark at least two choices as right, or say that only one is.")
    if not several and sum(right) != 1:
        return _("Mark exactly one choice as right, or say that several are.")
    return ""
