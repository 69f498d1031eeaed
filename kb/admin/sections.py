"""Sections and homes are opened and closed by whoever writes above them."""

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.models import Page

from kb.admin.gate import MENU_NAMES, is_editor
from kb.models import MunicipalityHome, SchoolSection, SharedSection, StartPage

PLACES = (MunicipalityHome, SchoolSection, SharedSection, StartPage)


def is_kept(page: Page, user: Any) -> bool:
    """A place that the user may write in, but not take away."""
    if user.is_superuser or not isinstance(page.specific_deferred, PLACES):
        return False
    return not page.get_parent().permissions_for_user(user).can_edit()


def keep_place(request: HttpRequest, page: Page, *args: Any) -> None:
    if is_kept(page, request.user):
        raise PermissionDenied


for verb in ("delete", "unpublish", "move", "copy"):
    hooks.register(f"before_{verb}_page", keep_place)


@hooks.register("before_move_page")
def moves_between_own_places(request: HttpRequest, page: Page, destination: Page) -> None:
    """Wagtail's confirmation names both pages before it asks who may move them."""
    if not page.permissions_for_user(request.user).can_move_to(destination):
        raise PermissionDenied


@hooks.register("before_bulk_action")
def keep_places(request: HttpRequest, action_type: str, objects: Iterable[Any], action: Any) -> None:
    for page in objects:
        if isinstance(page, Page) and action_type != "publish":
            keep_place(request, page)


@hooks.register("construct_reports_menu")
def hide_closed_reports(request: HttpRequest, items: list[MenuItem]) -> None:
    if is_editor(request.user):
        items[:] = [item for item in items if item.name not in MENU_NAMES]
