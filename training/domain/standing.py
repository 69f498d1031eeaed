"""Where a person stands in the courses that are theirs, however many, in a constant number of queries."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from django.conf import settings
from django.utils import timezone

from accounts.models import Municipality
from training.addresses import address_of
from training.domain.completions import done_keys
from training.domain.lessons import Outline, outlines
from training.domain.progress import Progress, progress_in
from training.models import CoursePage, Enrolment

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from accounts.models import User

SOON = timedelta(days=14)


@dataclass(frozen=True, slots=True)
class Standing:
    enrolment: Enrolment
    outline: Outline
    progress: Progress

    @property
    def course(self) -> CoursePage:
        return self.outline.course

    @property
    def language(self) -> str:
        return str(self.course.locale.language_code)

    @property
    def is_overdue(self) -> bool:
        return self.enrolment.due_on is not None and self.enrolment.due_on < timezone.localdate()

    @property
    def is_due_soon(self) -> bool:
        return self.enrolment.due_on is not None and self.enrolment.due_on <= timezone.localdate() + SOON

    def address(self, municipality: Municipality) -> str:
        """The next lesson, in one click; the course itself if there is none."""
        lesson = self.outline.lesson(self.progress.next_lesson)
        return address_of(lesson or self.course, municipality, self.language)


def standings(user: "User", municipality: Municipality, language: str) -> list[Standing]:
    """The person's active, uncompleted enrolments here, as far as the courses can be read."""
    rows = Enrolment.objects.visible_to(user).active().uncompleted().filter(municipality=municipality)
    enrolments = list(rows.select_related("course", "municipality"))
    if not enrolments:
        return []
    courses = readable_courses(
        user, municipality, language, keys=[enrolment.course.translation_key for enrolment in enrolments]
    )
    found = outlines(courses.values(), user)
    done = done_keys(user, [key for outline in found.values() for key in outline.keys])
    return [
        Standing(enrolment, outline, progress_in(outline.keys, done))
        for enrolment in enrolments
        if (course := courses.get(enrolment.course.translation_key)) and (outline := found[course.path])
    ]


def readable_courses(
    user: "User | AnonymousUser", municipality: Municipality, language: str, keys: Collection[UUID] | None = None
) -> dict[UUID, CoursePage]:
    """Each course once: in the reader's language, else in the main one, else in any."""
    pages = CoursePage.objects.in_municipality(municipality).visible_to(user).select_related("locale")
    if keys is not None:
        pages = pages.filter(translation_key__in=keys)

    def preference(page: CoursePage) -> tuple[bool, bool, str]:
        code = page.locale.language_code
        return code == language, code == settings.LANGUAGE_CODE, code

    return {page.translation_key: page for page in sorted(pages.order_by("title"), key=preference)}
