"""What people search for and do not find, in the editors' part: from there one starts a question or adds a name."""

from typing import Any, cast

import django_filters
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.db.models import Count, F, Q, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.tables import BaseColumn, Column
from wagtail.admin.views.reports import ReportView

from accounts.models import User
from kb.admin.exports import PLAIN_CELLS
from kb.domain.drafts import start_question
from kb.keys import read_key
from kb.models import Search
from kb.permissions import municipalities_edited_by

DAYS = 90
RARELY_OPENED = 0.2
"""Share of searches with an opened answer under which the answers do not seem to help."""
ENOUGH = 3
"""Times that something must have been searched for before its share says anything."""


class SearchFilters(WagtailFilterSet):
    found = django_filters.ChoiceFilter(
        label=_("Show"),
        choices=[("none", _("Without answers")), ("unopened", _("Answers that are rarely opened"))],
        empty_label=_("Everything"),
        method="narrow",
    )

    class Meta:
        model = Search
        fields = ["found", "municipality", "language", "role"]

    def narrow(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        """`rows` are those of `searches_of`."""
        if value == "none":
            return rows.filter(unanswered__gt=0)
        return rows.filter(unanswered=0, times__gte=ENOUGH, opened__lt=F("times") * RARELY_OPENED)


class Actions(BaseColumn):
    cell_template_name = "kb/admin/search_actions.html"


class SearchReport(ReportView):
    model = Search
    page_title = _("Searches")
    header_icon = "search"
    index_url_name = "kb_searches"
    index_results_url_name = "kb_searches_results"
    filterset_class = SearchFilters
    default_ordering = "-times"
    custom_value_preprocess = PLAIN_CELLS
    list_export = ["words", "language", "municipality__name", "times", "unanswered", "opened"]
    export_headings = {
        "words": _("Words"),
        "language": _("Language"),
        "municipality__name": _("Municipality"),
        "times": _("Times"),
        "unanswered": _("Times without answer"),
        "opened": _("Times an answer was opened"),
    }
    columns = [
        Column("words", label=_("Words"), sort_key="words"),
        Column("municipality__name", label=_("Municipality")),
        Column("language", label=_("Language")),
        Column("times", label=_("Times"), sort_key="times"),
        Column("unanswered", label=_("Times without answer"), sort_key="unanswered"),
        Column("opened", label=_("Times an answer was opened"), sort_key="opened"),
        Actions("actions", label=""),
    ]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not municipalities_edited_by(request.user).exists():
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def user_has_any_permission(self, permissions: Any) -> bool:
        return True  # asked in dispatch

    def get_base_queryset(self) -> QuerySet[Any]:
        return searches_of(self.request.user)


def searches_of(user: User | AnonymousUser) -> QuerySet[Any]:
    """One row for each wording, place and language of the last months."""
    rows = Search.objects.filter(municipality__in=municipalities_edited_by(user)).since(DAYS)
    return rows.values("words", "language", "municipality", "municipality__name").annotate(
        times=Count("pk"), unanswered=Count("pk", filter=Q(hits=0)), opened=Count("clicked")
    )


@require_POST
def write_question(request: HttpRequest) -> HttpResponse:
    """Starts a draft from somebody's words and opens it. Wagtail lets nobody in who is not signed in."""
    key = read_key(request.POST.get("municipality"))
    place = get_object_or_404(municipalities_edited_by(request.user), pk=key)
    page = start_question(
        words=request.POST.get("words", ""),
        municipality=place,
        language=request.POST.get("language", ""),
        by=cast(User, request.user),
    )
    return HttpResponseRedirect(reverse("wagtailadmin_pages:edit", args=[page.pk]))


class SearchesMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return municipalities_edited_by(request.user).exists()


def menu_item() -> SearchesMenuItem:
    return SearchesMenuItem(_("Searches"), reverse("kb_searches"), name="searches", icon_name="search", order=100)


urls = [
    path("sokningar/", SearchReport.as_view(), name="kb_searches"),
    path("sokningar/resultat/", SearchReport.as_view(results_only=True), name="kb_searches_results"),
    path("sokningar/skriv/", write_question, name="kb_write_question"),
]
