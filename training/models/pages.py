"""The pages that courses are made of: a course has modules, a module has lessons of three kinds.

Nothing that people have done hangs on these pages: see `learning.py`.
"""

from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalManyToManyField
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, PageChooserPanel
from wagtail.fields import StreamField
from wagtail.models import Page
from wagtail.search import index

from accounts.tenancy import municipality_of
from kb.addresses import reader_url
from kb.forms import OwnReferencesPageForm
from kb.models import Audience, GuidePage, KnowledgePage
from kb.models.blocks import GuideBlocks
from training.domain.quizzes import Question
from training.models.blocks import QuizBlocks, fault_in, question_from


class CoursePage(KnowledgePage):
    template = "training/course.html"
    parent_page_types: ClassVar[list[str]] = GuidePage.parent_page_types
    subpage_types: ClassVar[list[str]] = ["training.ModulePage"]
    kind = _("Course")
    is_read_at_once = False

    mandatory_for = ParentalManyToManyField(
        Audience,
        verbose_name=_("mandatory for"),
        related_name="+",
        blank=True,
        help_text=_("Everybody with one of these roles is enrolled when the course is published."),
    )
    due_days = models.PositiveSmallIntegerField(
        _("days to finish"),
        default=30,
        validators=[MinValueValidator(1)],
        help_text=_("Counted from the day when the role began; never less than 14 days from enrolment."),
    )

    content_panels: ClassVar[list[Any]] = [
        *KnowledgePage.content_panels,
        MultiFieldPanel(
            [FieldPanel("mandatory_for", widget=forms.CheckboxSelectMultiple), FieldPanel("due_days")],
            heading=_("Mandatory"),
        ),
    ]

    class Meta:
        verbose_name = _("course")
        verbose_name_plural = _("courses")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from training.reading import course_context  # reads models of this package

        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        return {**context, **course_context(request, self)}


class ModulePage(Page):
    """A part of a course. It has no page of its own: its address leads to its place on the course's page."""

    parent_page_types: ClassVar[list[str]] = ["training.CoursePage"]
    subpage_types: ClassVar[list[str]] = ["training.LessonPage", "training.GuideLessonPage", "training.QuizPage"]

    class Meta:
        verbose_name = _("module")
        verbose_name_plural = _("modules")

    @property
    def anchor(self) -> str:
        return f"modul-{self.slug}"

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return redirect(f"{reader_url(self.get_parent(), municipality_of(request))}#{self.anchor}")


class Lesson(Page):
    """One step of a course, of any kind. Concrete, so that one query gives all kinds in the course's order."""

    is_creatable = False
    parent_page_types: ClassVar[list[str]] = ["training.ModulePage"]
    subpage_types: ClassVar[list[str]] = []
    base_form_class = OwnReferencesPageForm
    kind = _("Lesson")

    minutes = models.PositiveSmallIntegerField(
        _("minutes"),
        default=5,
        validators=[MinValueValidator(1)],
        help_text=_("How long the lesson takes, about."),
    )

    class Meta:
        verbose_name = _("step of a course")
        verbose_name_plural = _("steps of a course")

    @property
    def is_in_live_course(self) -> bool:
        """Wagtail may unpublish a course or module and leave what lies in it."""
        above = [self.path[: -2 * Page.steplen], self.path[: -Page.steplen]]
        return not Page.objects.filter(path__in=above, live=False).exists()

    def route(self, request: HttpRequest, path_components: list[str]) -> Any:
        if not self.is_in_live_course:
            raise Http404
        return super().route(request, path_components)

    @property
    def kind_in_words(self) -> str:
        """Of its own kind, also when it was read as a step of any kind."""
        return str(self.cached_content_type.model_class().kind)

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from training.reading import lesson_context  # reads models of this package

        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        return {**context, **lesson_context(request, self)}


class LessonPage(Lesson):
    """A text of the course's own."""

    template = "training/text_lesson.html"
    parent_page_types: ClassVar[list[str]] = Lesson.parent_page_types
    subpage_types: ClassVar[list[str]] = []

    text = StreamField(GuideBlocks(), verbose_name=_("text"))

    search_fields: ClassVar[list[Any]] = [*Page.search_fields, index.SearchField("text")]
    content_panels: ClassVar[list[Any]] = [*Page.content_panels, FieldPanel("minutes"), FieldPanel("text")]

    class Meta:
        verbose_name = _("lesson")
        verbose_name_plural = _("lessons")


class GuideLessonPage(Lesson):
    """Shows the living guide, never a copy: one approved text, many uses."""

    template = "training/guide_lesson.html"
    parent_page_types: ClassVar[list[str]] = Lesson.parent_page_types
    subpage_types: ClassVar[list[str]] = []

    guide = models.ForeignKey(
        KnowledgePage,
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("guide"),
        help_text=_("The lesson shows the guide or question as it is published at that moment."),
    )
    introduction = models.TextField(
        _("introduction"), blank=True, help_text=_("Why this guide now, in one or two sentences.")
    )

    content_panels: ClassVar[list[Any]] = [
        *Page.content_panels,
        FieldPanel("minutes"),
        FieldPanel("introduction"),
        PageChooserPanel("guide", page_type=["kb.GuidePage", "kb.QuestionPage"]),
    ]

    class Meta:
        verbose_name = _("lesson with a guide")
        verbose_name_plural = _("lessons with a guide")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from training.reading import guide_context  # reads models of this package

        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        return {**context, **guide_context(request, self)}


class QuizPage(Lesson):
    template = "training/quiz.html"
    parent_page_types: ClassVar[list[str]] = Lesson.parent_page_types
    subpage_types: ClassVar[list[str]] = []
    kind = _("Quiz")

    introduction = models.TextField(_("introduction"), blank=True)
    pass_mark = models.PositiveSmallIntegerField(
        _("pass mark"),
        default=80,
        validators=[MinValueValidator(1), MaxValueValidator(100)],
        help_text=_("How many per cent of the questions must be right."),
    )
    questions = StreamField(QuizBlocks(), verbose_name=_("questions"))

    content_panels: ClassVar[list[Any]] = [
        *Page.content_panels,
        FieldPanel("minutes"),
        FieldPanel("introduction"),
        FieldPanel("pass_mark"),
        FieldPanel("questions"),
    ]

    class Meta:
        verbose_name = _("quiz")
        verbose_name_plural = _("quizzes")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(pass_mark__gte=1, pass_mark__lte=100), name="quiz_pass_mark_is_per_cent"
            )
        ]

    def clean(self) -> None:
        """What the editors' form says at each question, also for quizzes that no form has checked."""
        super().clean()
        faults = [(number, fault_in(block.value)) for number, block in enumerate(self.questions, 1)]
        messages = [
            ValidationError(_("Question %(number)s: %(fault)s"), params={"number": number, "fault": fault})
            for number, fault in faults
            if fault
        ]
        if messages:
            raise ValidationError({"questions": messages})

    def asked(self) -> list[Question]:
        return [question_from(block) for block in self.questions]

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from training.forms import QuizForm  # forms are built from quizzes

        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        return {**context, "form": QuizForm(quiz=self)}
