"""Filters of Wagtail's lists that name people: only those who own or have edited pages that one may explore."""

from typing import Any

from django.db.models import QuerySet
from django.forms import CheckboxSelectMultiple
from django.http import HttpRequest
from wagtail import hooks
from wagtail.admin.filters import MultipleUserFilter
from wagtail.admin.views.pages.listing import EditedByFilter, GenericPageFilterSet
from wagtail.admin.views.reports.audit_logging import (
    LogEntriesView,
    SiteHistoryReportFilterSet,
    get_users_for_filter,
)
from wagtail.admin.viewsets.pages import PageViewSet
from wagtail.models import PageLogEntry

from accounts.models import User
from kb.permissions import explorable_pages

WAGTAILS = GenericPageFilterSet.base_filters


def owners(request: HttpRequest) -> QuerySet[User]:
    """Of the pages that the reader of the list may explore."""
    return User.objects.filter(pk__in=explorable_pages(request.user).order_by().values("owner"))


def editors(request: HttpRequest) -> QuerySet[User]:
    """Who has edited them."""
    entries = PageLogEntry.objects.filter(action="wagtail.edit", page__in=explorable_pages(request.user).values("pk"))
    return User.objects.filter(pk__in=entries.order_by().values("user"))


class OwnPagesFilters(GenericPageFilterSet):
    owner = MultipleUserFilter(label=WAGTAILS["owner"].label, queryset=owners, widget=CheckboxSelectMultiple)
    edited_by = EditedByFilter(label=WAGTAILS["edited_by"].label, queryset=editors, widget=CheckboxSelectMultiple)


class OwnPagesViewSet(PageViewSet):
    """Wagtail's views of pages of every kind, with our filters."""

    filterset_class = OwnPagesFilters


@hooks.register("register_admin_viewset")
def register_pages() -> OwnPagesViewSet:
    return OwnPagesViewSet()


class OwnHistoryFilters(SiteHistoryReportFilterSet):
    def get_users_queryset(self) -> Any:
        """Of the entries that the reader of the report sees; Wagtail 8.0 asks for those of all."""
        return get_users_for_filter(self.request.user)


LogEntriesView.filterset_class = OwnHistoryFilters  # Wagtail has no hook for its reports
