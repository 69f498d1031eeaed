"""The two kinds of text: a guide leads through a task, a question gives one answer."""

import json
from typing import Any, ClassVar

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import RichTextField, StreamField
from wagtail.search import index

from kb.models.base import KnowledgePage
from kb.models.blocks import PLAIN_FEATURES, GuideBlocks


class GuidePage(KnowledgePage):
    template = "kb/guide.html"
    parent_page_types: ClassVar[list[str]] = ["kb.MunicipalityHome", "kb.SchoolSection", "kb.SharedSection"]
    subpage_types: ClassVar[list[str]] = []
    kind = _("Guide")

    body = StreamField(GuideBlocks(), verbose_name=_("guide"))

    search_fields: ClassVar[list[Any]] = [*KnowledgePage.search_fields, index.SearchField("body")]
    content_panels: ClassVar[list[Any]] = [*KnowledgePage.content_panels, FieldPanel("body")]

    class Meta:
        verbose_name = _("guide")
        verbose_name_plural = _("guides")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from kb.links import read_linked_pages  # links are pages, so the page asks at run time

        read_linked_pages(json.dumps(list(self.body.raw_data)))
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        return context


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

    # `internal` is not indexed with the page: a hit on it would tell guardians that it exists.
    search_fields: ClassVar[list[Any]] = [*KnowledgePage.search_fields, index.SearchField("answer")]
    content_panels: ClassVar[list[Any]] = [
        *KnowledgePage.content_panels,
        FieldPanel("answer"),
        FieldPanel("internal"),
    ]

    class Meta:
        verbose_name = _("question and answer")
        verbose_name_plural = _("questions and answers")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from kb.permissions import may_read_internal  # permissions read models, so the page asks at run time

        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        context["shows_internal"] = bool(self.internal) and may_read_internal(request.user, self)
        return context
