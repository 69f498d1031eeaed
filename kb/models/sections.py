"""The pages that hold the others together: start, municipality home, school section, shared section.

Which kinds of pages may stand in them, those kinds say themselves (`parent_page_types`): courses too, which this app
does not know.
"""

from typing import Any, ClassVar

from django import forms
from django.db import models
from django.http import HttpRequest
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page
from wagtail.search import index

from accounts.models import Municipality, SchoolUnit
from kb.addresses import SHARED_SLUG
from kb.enums import Approval
from kb.forms import MunicipalityHomeForm, SchoolSectionForm


class StartPage(Page):
    """`/`: which municipality do you want help from?"""

    template = "kb/start.html"
    parent_page_types: ClassVar[list[str]] = ["wagtailcore.Page"]
    subpage_types: ClassVar[list[str]] = ["kb.MunicipalityHome", "kb.SharedSection"]
    max_count = 1

    class Meta:
        verbose_name = _("start page")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        context["homes"] = (
            MunicipalityHome.objects.child_of(self).live().select_related("municipality").order_by("title")
        )
        return context


class MunicipalityHome(Page):
    """A municipality's own front door: search first for visitors, "what to do now" for those signed in."""

    template = "kb/home.html"
    parent_page_types: ClassVar[list[str]] = ["kb.StartPage"]
    base_form_class = MunicipalityHomeForm

    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="+")
    welcome = models.CharField(_("welcome"), max_length=200, blank=True)
    featured = StreamField(
        [("page", blocks.PageChooserBlock(page_type="kb.KnowledgePage"))],
        verbose_name=_("pages on the first page"),
        blank=True,
        help_text=_("What visitors ask most just now. About eight, the most wanted first."),
    )

    approval = models.CharField(
        _("who publishes"),
        max_length=16,
        choices=Approval,
        default=Approval.EDITORS,
        help_text=_("For the sections of schools under this home. Administrators always publish by themselves."),
    )

    content_panels: ClassVar[list[Any]] = [
        *Page.content_panels,
        FieldPanel("municipality"),
        FieldPanel("welcome"),
        FieldPanel("featured"),
        FieldPanel("approval", widget=forms.RadioSelect),
    ]

    class Meta:
        verbose_name = _("municipality home")
        verbose_name_plural = _("municipality homes")

    @property
    def place_municipality(self) -> Municipality:
        return self.municipality

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from kb.home import home_context  # the home page's rows read models of this package

        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        return {**context, **home_context(request, self, get_language() or "sv")}


class SchoolSection(Page):
    """A school's own corner, written by the school (answers O1)."""

    template = "kb/school.html"
    parent_page_types: ClassVar[list[str]] = ["kb.MunicipalityHome"]
    base_form_class = SchoolSectionForm

    school = models.ForeignKey(SchoolUnit, on_delete=models.PROTECT, related_name="+")
    introduction = models.TextField(_("introduction"), blank=True)

    content_panels: ClassVar[list[Any]] = [
        *Page.content_panels,
        FieldPanel("school"),
        FieldPanel("introduction"),
    ]
    search_fields: ClassVar[list[Any]] = [*Page.search_fields, index.SearchField("introduction")]

    class Meta:
        verbose_name = _("school section")
        verbose_name_plural = _("school sections")

    @property
    def place_school(self) -> SchoolUnit:
        return self.school

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from kb.models import KnowledgePage  # both modules make up the package's models

        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        context["pages"] = KnowledgePage.objects.child_of(self).visible_to(request.user).specific()
        return context


class SharedSection(Page):
    """Texts written once for all municipalities; each shows them in its own look at `/<municipality>/gemensamt/…`."""

    template = "kb/shared.html"
    parent_page_types: ClassVar[list[str]] = ["kb.StartPage"]

    class Meta:
        verbose_name = _("shared section")
        verbose_name_plural = _("shared sections")

    def full_clean(self, *args: Any, **kwargs: Any) -> None:
        self.slug = SHARED_SLUG  # the address under which each municipality shows it is fixed
        super().full_clean(*args, **kwargs)

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from kb.models import KnowledgePage  # both modules make up the package's models

        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        context["pages"] = KnowledgePage.objects.child_of(self).visible_to(request.user).order_by("title")
        return context
