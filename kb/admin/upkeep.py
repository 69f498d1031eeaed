"""Hooks of Wagtail that keep pages right: reports in the menu, the review button, the warning about links."""

from collections.abc import Iterator
from typing import Any

from django.contrib import messages
from django.http import HttpRequest
from django.urls import URLPattern, path, reverse, reverse_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.widgets.button import Button
from wagtail.models import Page

from kb.admin.giving import GiveToPerson
from kb.admin.reports import BrokenLinks, EditorsReport, PagesToReview, PagesWithoutResponsible
from kb.admin.reviewing import review_page
from kb.domain.links import broken_links_of
from kb.domain.republishing import may_republish
from kb.models import KnowledgePage

REPORTS: dict[str, type[EditorsReport]] = {
    "att-granska": PagesToReview,
    "utan-ansvarig": PagesWithoutResponsible,
    "brutna-lankar": BrokenLinks,
}
MAX_SHOWN = 5

hooks.register("register_bulk_action", GiveToPerson)


@hooks.register("register_admin_urls")
def register_urls() -> list[URLPattern]:
    return [
        path("granska/<int:pk>/", review_page, name="review_page"),
        *(path(f"rapporter/{slug}/", view.as_view(), name=view.index_url_name) for slug, view in REPORTS.items()),
        *(
            path(f"rapporter/{slug}/lista/", view.as_view(results_only=True), name=view.index_results_url_name)
            for slug, view in REPORTS.items()
        ),
    ]


class ReportItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        policy = EditorsReport.permission_policy
        return bool(policy.user_has_any_permission(request.user, EditorsReport.any_permission_required))


def report_item(view: type[EditorsReport], order: int) -> ReportItem:
    return ReportItem(
        view.page_title,
        reverse_lazy(view.index_url_name),
        name=view.index_url_name,
        icon_name=view.header_icon,
        order=order,
    )


for order, view in enumerate(REPORTS.values(), 10):
    hooks.register("register_reports_menu_item", lambda view=view, order=order: report_item(view, order))


@hooks.register("register_page_listing_more_buttons")
def button_in_list(page: Page, user: Any, next_url: str | None = None) -> Iterator[Button]:
    yield from review_button(page, user)


@hooks.register("register_page_header_buttons")
def button_in_header(page: Page, user: Any, view_name: str, next_url: str | None = None) -> Iterator[Button]:
    yield from review_button(page, user)


def review_button(page: Page, user: Any) -> Iterator[Button]:
    if isinstance(page, KnowledgePage) and page.live and may_republish(user, page):
        yield Button(
            gettext_lazy("Reviewed, still right"),
            reverse("review_page", args=[page.pk]),
            icon_name="check",
            priority=12,
        )


@hooks.register("after_create_page")
@hooks.register("after_edit_page")
def warn_of_broken_links(request: HttpRequest, page: Page) -> None:
    """A warning only: what it links to may be published later the same day. Nothing while the form saves itself."""
    if not request.accepts("text/html"):
        return
    broken = broken_links_of([page])
    for link in broken[:MAX_SHOWN]:
        words = _("%(place)s: the link to “%(target)s”. %(fault)s")
        messages.warning(request, words % {"place": link.place, "target": link.target, "fault": link.fault.label})
    if len(broken) > MAX_SHOWN:
        more = len(broken) - MAX_SHOWN
        messages.warning(
            request,
            ngettext("%(count)s more link is broken.", "%(count)s more links are broken.", more) % {"count": more},
        )
