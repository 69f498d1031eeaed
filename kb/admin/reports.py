"""Reports for those who keep pages right: what to review, what nobody looks after, which links lead nowhere.

Each lists only pages that the reader of the report may edit.
"""

from typing import Any

import django_filters
from django.db.models import QuerySet
from django.middleware.csrf import get_token
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn
from wagtail.admin.ui.tables.pages import BulkActionsColumn
from wagtail.admin.views.reports import ReportView
from wagtail.models import Page
from wagtail.permission_policies.pages import PagePermissionPolicy

from accounts.models import SchoolUnit, User
from kb.admin.checks_panel import MEASURED_LANGUAGE, in_words
from kb.admin.exports import PLAIN_CELLS
from kb.domain.checks import reading_of
from kb.domain.content import pieces_of
from kb.domain.republishing import may_republish
from kb.models import BrokenLink, KnowledgePage, KnowledgePageQuerySet
from kb.models.review import SOON
from kb.permissions import editable_pages


def edit_url(page: Page) -> str:
    return reverse("wagtailadmin_pages:edit", args=[page.pk])


class EditorsReport(ReportView):
    """What the three have in common."""

    any_permission_required = ["add", "change", "publish"]
    permission_policy = PagePermissionPolicy()
    is_searchable = False
    table_classname = "listing sk-report"
    custom_value_preprocess = PLAIN_CELLS


class PageFilter(WagtailFilterSet):
    """By school and by person; one chooses among those that the listed pages have."""

    school = django_filters.ModelChoiceFilter(
        label=gettext_lazy("School"),
        queryset=lambda request: SchoolUnit.objects.filter(pk__in=editable_pages(request.user).values("school")),
    )
    page_owner = django_filters.ModelChoiceFilter(
        label=gettext_lazy("Responsible person"),
        queryset=lambda request: User.objects.filter(pk__in=editable_pages(request.user).values("page_owner")),
    )

    class Meta:
        model = KnowledgePage
        fields = ["school", "page_owner"]


class PageReport(EditorsReport):
    model = KnowledgePage
    filterset_class = PageFilter
    export_headings = {"page_owner": gettext_lazy("Responsible person"), "review_by": gettext_lazy("Review before")}
    list_export = ["title", "school", "page_owner", "reviewed_on", "review_by"]

    def pages(self) -> KnowledgePageQuerySet:
        """Which of those that the user may edit stand in the report."""
        raise NotImplementedError

    def get_base_queryset(self) -> KnowledgePageQuerySet:
        """With their texts, for which Wagtail asks once a kind."""
        return self.pages().prefetch_related("page_owner", "school", "locale").specific()


def title_column() -> TitleColumn:
    return TitleColumn(
        "title", label=gettext_lazy("Page"), get_url=edit_url, get_title_id=lambda page: f"page_{page.pk}_title"
    )


def place_column() -> Column:
    return Column("place", label=gettext_lazy("School"), accessor=lambda page: page.school or page.municipality or "")


class ReviewColumn(Column):
    """One click says that the page is still right; whoever may not publish gets no button."""

    cell_template_name = "kb/admin/review_cell.html"

    def get_cell_context_data(self, instance: Any, parent_context: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_cell_context_data(instance, parent_context)
        request = parent_context["request"]
        context["may"] = may_republish(request.user, instance) and instance.page_owner_id is not None
        context["csrf_token"] = get_token(request)
        return context


def standing(page: KnowledgePage) -> str:
    days = (timezone.localdate() - page.review_by).days
    if days <= 0:
        return date_format(page.review_by, "j F Y")
    late = ngettext("%(count)s day late", "%(count)s days late", days) % {"count": days}
    return f"{date_format(page.review_by, 'j F Y')} ({late})"


def readability(page: KnowledgePage) -> str:
    return in_words(reading_of(pieces_of(page))) if page.locale.language_code == MEASURED_LANGUAGE else ""


class PagesToReview(PageReport):
    page_title = gettext_lazy("To review")
    header_icon = "calendar-check"
    index_url_name = "pages_to_review"
    index_results_url_name = "pages_to_review_results"
    default_ordering = "review_by"
    columns = [
        title_column(),
        place_column(),
        Column("page_owner", label=gettext_lazy("Responsible person"), accessor="page_owner"),
        Column("review_by", label=gettext_lazy("Review before"), accessor=standing, sort_key="review_by"),
        Column("lix", label=gettext_lazy("Readability"), accessor=readability),
        ReviewColumn("review", label=gettext_lazy("Review"), accessor="pk"),
    ]

    def pages(self) -> KnowledgePageQuerySet:
        return editable_pages(self.request.user).live().to_review(timezone.localdate() + SOON)


class PagesWithoutResponsible(PageReport):
    """One chooses pages here, and the action below the list gives them to somebody."""

    page_title = gettext_lazy("Pages without a responsible person")
    header_icon = "user"
    template_name = "kb/admin/report_with_choice.html"
    index_url_name = "pages_without_responsible"
    index_results_url_name = "pages_without_responsible_results"
    default_ordering = "title"
    columns = [
        BulkActionsColumn("bulk_actions"),
        title_column(),
        place_column(),
        Column(
            "page_owner", label=gettext_lazy("Was responsible"), accessor=lambda page: page.page_owner or _("Nobody")
        ),
        Column("review_by", label=gettext_lazy("Review before"), accessor=standing, sort_key="review_by"),
    ]

    def pages(self) -> KnowledgePageQuerySet:
        return editable_pages(self.request.user).without_responsible()

    def get_context_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(*args, **kwargs)
        return {**context, "model_opts": Page._meta}


class BrokenLinks(EditorsReport):
    """Looked for every night."""

    page_title = gettext_lazy("Broken links")
    header_icon = "link"
    model = BrokenLink
    index_url_name = "broken_links"
    index_results_url_name = "broken_links_results"
    list_export = ["page.title", "place", "target", "get_fault_display", "found_at"]
    columns = [
        TitleColumn("page", label=gettext_lazy("Page"), get_url=lambda link: edit_url(link.page)),
        Column("place", label=gettext_lazy("Where")),
        Column("target", label=gettext_lazy("Leads to")),
        Column("fault", label=gettext_lazy("What is wrong"), accessor="get_fault_display"),
        DateColumn("found_at", label=gettext_lazy("Found")),
    ]

    def get_base_queryset(self) -> QuerySet[BrokenLink]:
        own = editable_pages(self.request.user, Page)
        return BrokenLink.objects.filter(page__in=own.values("pk")).select_related("page").order_by("page__title", "pk")
