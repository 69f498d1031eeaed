"""The two kinds of text: a guide leads through a task, a question gives one answer."""

import json
from typing import Any, ClassVar

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import RichTextField, StreamField
from wagtail.search import index

from accounts.tenancy import municipality_of
from kb.models.base import KnowledgePage
from kb.models.blocks import PLAIN_FEATURES, GuideBlocks
from kb.models.practice import Practice, PracticeBlocks, practice_of


class GuidePage(KnowledgePage):
    template = "kb/guide.html"
    parent_page_types: ClassVar[list[str]] = ["kb.MunicipalityHome", "kb.SchoolSection", "kb.SharedSection"]
    subpage_types: ClassVar[list[str]] = []
    kind = _("Guide")

    body = StreamField(GuideBlocks(), verbose_name=_("guide"))

    search_fields: ClassVar[list[Any]] = [*KnowledgePage.search_fields, index.SearchField("body")]
    content_panels: ClassVar[list[Any]] = [*KnowledgePage.content_panels, FieldPanel("body")]

    def text(self) -> Any:
        return self.body.stream_block.get_searchable_content(self.body)

    class Meta:
        verbose_name = _("guide")
        verbose_name_plural = _("guides")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from kb.links import read_linked_pages  # links are pages, so the page asks at run time
        from kb.models.notes import notes_context, texts_of  # notes belong to pages, so the page asks at run time

        notes = notes_context(self, municipality_of(request), request.user)
        read_linked_pages(json.dumps(list(self.body.raw_data)) + texts_of(notes))
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        return {**context, **notes}


class QuestionPage(KnowledgePage):
    """A question with its answer, and beside it what only employees read (answers S21)."""

    template = "kb/question.html"
    parent_page_types: ClassVar[list[str]] = GuidePage.parent_page_types
    subpage_types: ClassVar[list[str]] = []
    kind = _("Question and answer")

    answer = RichTextField(_("answer"), features=PLAIN_FEATURES)
    internal = RichTextField(
        _("background for employees"),
        features=PLAIN_FEATURES,
        blank=True,
        help_text=_("Never shown to guardians: what to check, who decides, what to answer."),
    )

    practice = StreamField(
        PracticeBlocks(),
        verbose_name=_("practice question"),
        blank=True,
        help_text=_("Seen by employees only, beside the background: they practise how to answer."),
    )

    # `internal` and `practice` are not indexed with the page: a hit on them would tell guardians that they exist.
    search_fields: ClassVar[list[Any]] = [*KnowledgePage.search_fields, index.SearchField("answer")]
    content_panels: ClassVar[list[Any]] = [
        *KnowledgePage.content_panels,
        FieldPanel("answer"),
        FieldPanel("internal"),
        FieldPanel("practice"),
    ]

    def text(self) -> Any:
        return self.answer

    def inner_texts(self) -> dict[str, str]:
        return {**super().inner_texts(), "answer": self.internal}

    class Meta:
        verbose_name = _("question and answer")
        verbose_name_plural = _("questions and answers")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from kb.models.notes import notes_context  # notes belong to pages, so the page asks at run time
        from kb.permissions import may_read_internal  # the same: permissions read models

        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        context.update(notes_context(self, municipality_of(request), request.user))
        pair = bool(self.internal or self.practice) and may_read_internal(request.user, self)
        context["shows_internal"] = pair and bool(self.internal)
        context["practice"] = self.practice_question if pair else None
        if context["practice"]:
            context["practised"] = context["practice"].choice(request.GET.get("ova", ""))
        return context

    @property
    def practice_question(self) -> Practice | None:
        return practice_of(self.practice)
