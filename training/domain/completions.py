"""Evidence: a lesson is done, and with the last one the course. Doing it twice changes nothing."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db import transaction
from wagtail.models import Page

from accounts.models import Municipality, User
from training.domain.enrolments import enrol_oneself
from training.domain.lessons import Outline, course_of, outline_of
from training.domain.progress import Progress, progress_in
from training.domain.units import unit_of
from training.models import Completion, Enrolment, Lesson, QuizAttempt, QuizPage

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser


class NotPassed(Exception):
    """A quiz is done when it is passed, not when somebody says so."""


@dataclass(frozen=True, slots=True)
class Done:
    lesson: Completion
    course: Completion | None
    """The course's completion, once all its lessons are done."""
    outline: Outline
    progress: Progress


def done_keys(user: "User | AnonymousUser", keys: Collection[UUID]) -> set[UUID]:
    """Which of the units the person has done."""
    done = Completion.objects.visible_to(user).filter(unit__translation_key__in=keys)
    return set(done.values_list("unit__translation_key", flat=True))


@transaction.atomic
def complete_lesson(*, lesson: Lesson, municipality: Municipality, by: User) -> Done:
    """Enrols whoever was not. Raises NotPassed for a quiz without a passed attempt."""
    course = course_of(lesson)
    enrolment = enrol_oneself(course=course, municipality=municipality, by=by)
    # Two last lessons at the same moment wait for each other here; else neither would see that it is the last.
    Enrolment.objects.select_for_update().get(pk=enrolment.pk)
    place = enrolment.municipality.slug
    completion = _record(lesson, by, place, _result_of(lesson, by))
    outline = outline_of(course, by)
    progress = progress_in(outline.keys, done_keys(by, outline.keys))
    finished = _record(course, by, place, _summary(outline, by)) if progress.is_complete else None
    return Done(completion, finished, outline, progress)


def _record(page: Page, user: User, place: str, result: dict[str, Any] | None) -> Completion:
    completion, _ = Completion.objects.get_or_create(
        user=user,
        unit=unit_of(page),
        defaults={"title": page.title, "municipality_slug": place, "result": result},
    )
    return completion


def _result_of(lesson: Lesson, user: User) -> dict[str, Any] | None:
    """Of a quiz, the first passed attempt."""
    if not isinstance(lesson.specific, QuizPage):
        return None
    attempt = QuizAttempt.objects.visible_to(user).filter(unit=unit_of(lesson), passed=True).first()
    if attempt is None:
        raise NotPassed
    return {"right": attempt.right, "total": attempt.total, "percent": attempt.right * 100 // attempt.total}


def _summary(outline: Outline, user: User) -> dict[str, Any]:
    """What the certificate shows, also when pages have changed or gone."""
    done = Completion.objects.visible_to(user).filter(unit__translation_key__in=outline.keys)
    results = dict(done.values_list("unit__translation_key", "result"))
    return {
        "lessons": [
            {"title": lesson.title, "percent": (results.get(lesson.translation_key) or {}).get("percent")}
            for lesson in outline.lessons
        ]
    }
