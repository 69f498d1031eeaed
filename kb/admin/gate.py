"""Shuts Wagtail's tools to pages that are not the editor's, whatever the tool itself asks.

Several of Wagtail's views read a page before they ask who is reading, and name it in a form or a message. So whoever
names a page, in the address or in what is sent, must have that page in the own part of the tree; for choosers a page
that may be linked to is enough. Reports that name pages or people of all municipalities are the system's.
"""

from collections.abc import Callable, Iterator
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from wagtail.admin.auth import permission_denied
from wagtail.models import Page, TaskState

from kb.keys import read_key
from kb.permissions import explorable_pages, linkable_pages

PAGE_NAMES = (
    "page_id",
    "parent_page_id",
    "page_to_move_id",
    "destination_id",
    "page_pk",
    "new_parent_page",
    "parent_page",
    "chooser",
    "childOf",
)
"""What Wagtail calls a page's key in addresses and forms."""
CHOOSERS = {"wagtailadmin_choose_page", "wagtailadmin_choose_page_child"}
CHOSEN_BY_KEY = {
    "wagtail_bulk_action",
    "wagtailadmin_choose_page_chosen_multiple",
    "wagtailimages_chooser:chosen_multiple",
    "wagtaildocs_chooser:chosen_multiple",
}
CLOSED = {
    "wagtailadmin_api:pages:action",
    *(
        f"wagtailadmin_reports:{name}{suffix}"
        for name in ("locked_pages", "workflow", "workflow_tasks", "page_types_usage")
        for suffix in ("", "_results")
    ),
}
"""The reports, and a way to do everything that asks none of the hooks we rely on. Wagtail's own pages do not use it."""
MENU_NAMES = {"locked-pages", "workflows", "workflow-tasks", "page-types-usage"}


class OwnPagesOnly:
    """Middleware. Who may not enter the editors' part at all is turned away by Wagtail."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: dict[str, Any]) -> HttpResponse | None:
        name = request.resolver_match.view_name if request.resolver_match else ""
        if not name.startswith("wagtail") or not is_editor(request.user):
            return None
        check_chosen_keys(request, name)
        if name == "wagtailadmin_choose_page":
            # Wagtail begins where all pages of the wanted kind lie, which may be in one foreign section.
            kwargs["parent_page_id"] = Page.get_first_root_node().pk
        if name in CLOSED or name.startswith("wagtailadmin_workflows:") or not may_name_pages(request, name, kwargs):
            denied: HttpResponse = permission_denied(request)
            return denied
        return None


def is_editor(user: Any) -> bool:
    return bool(user.is_authenticated and not user.is_superuser and user.has_perm("wagtailadmin.access_admin"))


def may_name_pages(request: HttpRequest, view_name: str, kwargs: dict[str, Any]) -> bool:
    if "task_id" in kwargs and not is_task_of_page(kwargs["task_id"], kwargs["page_id"]):
        return False
    wanted = set(named_pages(request, kwargs))
    if not wanted:
        return True
    pages = Page.objects.filter(pk__in=wanted)
    if view_name in CHOOSERS:
        allowed = pages.filter(linkable_pages(request.user))
    else:
        allowed = pages.filter(pk__in=explorable_pages(request.user).values("pk"))
    return allowed.count() == len(wanted)


def is_task_of_page(task_id: int, page_id: int) -> bool:
    """Else Wagtail answers with the name of the task, whosever it is."""
    return bool(TaskState.objects.filter(task_id=task_id, workflow_state__object_id=str(page_id)).exists())


def named_pages(request: HttpRequest, kwargs: dict[str, Any]) -> Iterator[int]:
    for name in PAGE_NAMES:
        for value in (kwargs.get(name), *request.GET.getlist(name), *request.POST.getlist(name)):
            if value not in (None, ""):
                yield key_or_404(value)


def key_or_404(written: object) -> int:
    """Whatever is no key is no page; Wagtail would read " 7" as 7, which we had not asked about."""
    key = read_key(written)
    if key is None:
        raise Http404
    return key


def check_chosen_keys(request: HttpRequest, view_name: str) -> None:
    """Wagtail fails over keys that are none."""
    if view_name in CHOSEN_BY_KEY:
        for value in request.GET.getlist("id"):
            if value != "all":
                key_or_404(value)
