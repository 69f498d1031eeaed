from training.models.learning import Completion, Enrolment, QuizAttempt, Unit
from training.models.pages import CoursePage, GuideLessonPage, Lesson, LessonPage, ModulePage, QuizPage

__all__ = [
    "Completion",
    "CoursePage",
    "Enrolment",
    "GuideLessonPage",
    "Lesson",
    "LessonPage",
    "ModulePage",
    "QuizAttempt",
    "QuizPage",
    "Unit",
]
