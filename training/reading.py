"""What the pages of a course show to the one who reads: what is done, and the one button that leads on."""

from dataclasses import dataclass
from typing import Any, cast

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from accounts.models import Municipality, User
from accounts.roles import AUDIENCES
from accounts.tenancy import municipality_of
from kb.addresses import reader_url
from kb.models import GuidePage, KnowledgePage, QuestionPage
from kb.permissions import may_read_internal
from training.domain.completions import done_keys
from training.domain.lessons import Outline, course_of, outline_of
from training.domain.progress import Progress, progress_in
from training.models import Completion, CoursePage, Enrolment, GuideLessonPage, Lesson, ModulePage


@dataclass(frozen=True, slots=True)
class Action:
    """The page's one main button: a link, or a form if something is to be kept."""

    label: str
    url: str
    is_post: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """A lesson in the list of the course's lessons."""

    lesson: Lesson
    number: int
    url: str
    is_done: bool
    is_current: bool


@dataclass(frozen=True, slots=True)
class Reading:
    """A course as one person reads it in one municipality."""

    outline: Outline
    progress: Progress
    finished: Completion | None
    """Of the whole course."""
    user: User | None
    municipality: Municipality | None

    @property
    def course(self) -> CoursePage:
        return self.outline.course

    def url(self, page: Any) -> str:
        return reader_url(page, self.municipality)

    def post_url(self, name: str, page: Any) -> str:
        place = cast("Municipality", self.municipality)
        return reverse(f"training:{name}", args=[place.slug, page.translation_key])

    @property
    def is_over(self) -> bool:
        return self.finished is not None or self.progress.is_complete

    @property
    def keeps(self) -> bool:
        """Whether what is done here is stored: somebody is signed in, at a municipality's address."""
        return self.user is not None and self.municipality is not None

    def modules(self, current: Lesson | None = None) -> list[tuple[ModulePage, list[Line]]]:
        numbers = {lesson.pk: number for number, lesson in enumerate(self.outline.lessons, 1)}
        return [
            (module, [self.line(lesson, numbers[lesson.pk], current) for lesson in lessons])
            for module, lessons in self.outline.modules
        ]

    def line(self, lesson: Lesson, number: int, current: Lesson | None) -> Line:
        return Line(
            lesson=lesson,
            number=number,
            url=self.url(lesson),
            is_done=lesson.translation_key in self.progress.done,
            is_current=current is not None and lesson.pk == current.pk,
        )

    def neighbour(self, lesson: Lesson, step: int) -> Lesson | None:
        number = self.outline.number_of(lesson)
        place = (number or 0) - 1 + step
        return self.outline.lessons[place] if number and 0 <= place < len(self.outline.lessons) else None


def reading_of(request: HttpRequest, course: CoursePage) -> Reading:
    outline = outline_of(course, request.user)
    finished = Completion.objects.visible_to(request.user).filter(unit__translation_key=course.translation_key)
    return Reading(
        outline=outline,
        progress=progress_in(outline.keys, done_keys(request.user, outline.keys)),
        finished=finished.first(),
        user=request.user if isinstance(request.user, User) else None,
        municipality=municipality_of(request),
    )


def course_context(request: HttpRequest, course: CoursePage) -> dict[str, Any]:
    reading = reading_of(request, course)
    obliged = mandatory_roles(course)
    mandatory = [audience for audience in AUDIENCES if audience.slug in obliged]
    return {
        "modules": reading.modules(),
        "minutes": reading.outline.minutes,
        "progress": reading.progress,
        "keeps": reading.keeps,
        "mandatory_for": ", ".join(str(role).lower() for role in mandatory),
        "enrolment": enrolment_in(reading),
        "action": course_action(reading),
    }


def mandatory_roles(course: CoursePage) -> set[str]:
    return {audience.role for audience in course.mandatory_for.all()}


def enrolment_in(reading: Reading) -> Enrolment | None:
    if reading.user is None or reading.finished is not None:
        return None
    rows = Enrolment.objects.visible_to(reading.user).active().select_related("municipality")
    return rows.filter(course__translation_key=reading.course.translation_key).first()


def course_action(reading: Reading) -> Action | None:
    """Begin, continue, or see the certificate."""
    lessons = reading.outline.lessons
    if reading.keeps and reading.is_over:
        return end_action(reading)
    lesson = reading.outline.lesson(reading.progress.next_lesson)
    if lesson is None:
        return None
    if not reading.keeps:
        return Action(_("Begin"), reading.url(lessons[0]))
    begun = reading.progress.done_count > 0
    number = reading.outline.number_of(lesson)
    label = _("Continue with lesson %(number)s") % {"number": number} if begun else _("Begin")
    return Action(label, reading.post_url("begin", reading.course), is_post=True)


def end_action(reading: Reading) -> Action:
    """All is done. A course that became complete because a lesson was taken away is finished by one more click."""
    if reading.finished is not None:
        place = reading.finished.municipality_slug  # where it was done, which may be another municipality
        url = reverse("training:certificate", args=[place, reading.course.translation_key])
        return Action(_("See your certificate"), url)
    return Action(_("Finish the course"), reading.post_url("complete", reading.outline.lessons[-1]), is_post=True)


def lesson_context(request: HttpRequest, lesson: Lesson) -> dict[str, Any]:
    reading = reading_of(request, course_of(lesson))
    return {
        "course": reading.course,
        "course_url": reading.url(reading.course),
        "modules": reading.modules(lesson),
        "number": reading.outline.number_of(lesson),
        "progress": reading.progress,
        "keeps": reading.keeps,
        "is_done": lesson.translation_key in reading.progress.done,
        "previous": with_url(reading, reading.neighbour(lesson, -1)),
        "next": with_url(reading, reading.neighbour(lesson, 1)),
        "action": lesson_action(reading, lesson),
        "answer_url": reading.post_url("answer", lesson) if reading.municipality else "",
    }


def with_url(reading: Reading, lesson: Lesson | None) -> tuple[Lesson, str] | None:
    return (lesson, reading.url(lesson)) if lesson else None


def lesson_action(reading: Reading, lesson: Lesson) -> Action:
    if reading.keeps and lesson.translation_key not in reading.progress.done:
        last = reading.progress.total - reading.progress.done_count == 1
        label = _("Mark as done and finish the course") if last else _("Mark as done and continue")
        return Action(label, reading.post_url("complete", lesson), is_post=True)
    if reading.keeps and reading.is_over:
        return end_action(reading)
    if reading.keeps:
        following = reading.outline.lesson(reading.progress.next_after(lesson.translation_key))
    else:
        following = reading.neighbour(lesson, 1)
    if following is None:
        return Action(_("Back to the course"), reading.url(reading.course))
    return Action(_("Continue"), reading.url(following))


def guide_context(request: HttpRequest, lesson: GuideLessonPage) -> dict[str, Any]:
    """The guide as it is published now, in the reader's language if it exists there."""
    guide = readable_guide(request, lesson)
    return {
        "guide": guide,
        "guide_is_kept_back": guide is None and lesson.guide is not None and lesson.guide.live,
        "guide_body": guide.body if isinstance(guide, GuidePage) else None,
        "guide_answer": guide.answer if isinstance(guide, QuestionPage) else "",
        "guide_internal": internal_of(request, guide),
    }


def readable_guide(request: HttpRequest, lesson: GuideLessonPage) -> Any:
    if lesson.guide is None:
        return None
    pages = KnowledgePage.objects.visible_to(request.user).filter(translation_key=lesson.guide.translation_key)
    municipality = municipality_of(request)
    if municipality is not None:
        pages = pages.in_municipality(municipality)
    found = pages.in_language(get_language() or "sv").first() or pages.filter(pk=lesson.guide.pk).first()
    return found.specific if found else None


def internal_of(request: HttpRequest, guide: Any) -> str:
    """Background of a question, for those who may read it on the question's own page."""
    if not isinstance(guide, QuestionPage) or not may_read_internal(request.user, guide):
        return ""
    return str(guide.internal)
