"""What courses consist of: their published modules and lessons in the tree's order, in a constant number of queries."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from django.db.models import Q
from wagtail.models import Page

from kb.models.privacy import allowed_paths
from training.models import CoursePage, Lesson, ModulePage

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from accounts.models import User


@dataclass(frozen=True, slots=True)
class Outline:
    course: CoursePage
    modules: tuple[tuple[ModulePage, tuple[Lesson, ...]], ...]

    @property
    def lessons(self) -> list[Lesson]:
        return [lesson for _, lessons in self.modules for lesson in lessons]

    @property
    def keys(self) -> list[UUID]:
        return [lesson.translation_key for lesson in self.lessons]

    @property
    def minutes(self) -> int:
        return sum(lesson.minutes for lesson in self.lessons)

    def lesson(self, key: UUID | None) -> Lesson | None:
        return next((lesson for lesson in self.lessons if lesson.translation_key == key), None)

    def number_of(self, lesson: Lesson) -> int | None:
        """None in a preview of a lesson that is not published yet."""
        return next((number for number, other in enumerate(self.lessons, 1) if other.pk == lesson.pk), None)


def outlines(courses: Iterable[CoursePage], user: "User | AnonymousUser") -> dict[str, Outline]:
    """By the course's path. Leaves out what lies in an unpublished module, and what privacy keeps from the user."""
    pages = list(courses)
    if not pages:
        return {}
    below = Q()
    for course in pages:
        below |= Q(path__startswith=course.path, depth__gt=course.depth)
    readable = Q(live=True) & below & allowed_paths(user)
    modules = list(ModulePage.objects.filter(readable).order_by("path"))
    lessons = list(Lesson.objects.filter(readable).order_by("path"))
    return {
        course.path: Outline(
            course,
            tuple(
                (module, tuple(lesson for lesson in lessons if lesson.path.startswith(module.path)))
                for module in modules
                if module.path.startswith(course.path)
            ),
        )
        for course in pages
    }


def outline_of(course: CoursePage, user: "User | AnonymousUser") -> Outline:
    return outlines([course], user)[course.path]


def course_of(lesson: Lesson) -> CoursePage:
    """The course in which the lesson stands, two steps up."""
    course: CoursePage = CoursePage.objects.get(path=lesson.path[: -2 * Page.steplen])
    return course
