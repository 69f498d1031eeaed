"""Answers to a quiz, kept as they were given."""

import uuid

from django.db import transaction

from accounts.models import Municipality, User
from training.domain.completions import complete_lesson
from training.domain.quizzes import Grade
from training.domain.units import unit_of
from training.models import QuizAttempt, QuizPage


@transaction.atomic
def record_attempt(
    *, quiz: QuizPage, grade: Grade, key: uuid.UUID, municipality: Municipality, by: User
) -> QuizAttempt:
    """A passed attempt also completes the lesson. The same answers under the same key are one attempt."""
    unit = unit_of(quiz)
    attempt, created = QuizAttempt.objects.get_or_create(
        key=key,
        defaults={
            "user": by,
            "unit": unit,
            "right": grade.right,
            "total": grade.total,
            "passed": grade.passed,
            "answers": grade.answers,
        },
    )
    if not created and (attempt.user_id, attempt.unit_id, attempt.answers) != (by.pk, unit.pk, grade.answers):
        # Somebody went back in the browser and answered otherwise, or the key is another person's: a new attempt.
        return record_attempt(quiz=quiz, grade=grade, key=uuid.uuid4(), municipality=municipality, by=by)
    if attempt.passed:
        complete_lesson(lesson=quiz, municipality=municipality, by=by)
    return attempt
