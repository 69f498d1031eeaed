"""What the knowledge base adds to Wagtail."""

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.templatetags.static import static
from django.urls import URLPattern, path, reverse, reverse_lazy
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.widgets.button import Button
from wagtail.models import Page
from wagtail.rich_text.feature_registry import FeatureRegistry

from kb.admin import choosers, filters, searches, sections, upkeep  # noqa: F401  # they register hooks
from kb.admin.dashboard import put_desk_first
from kb.admin.index_notice import warn_of_broken_index
from kb.admin.local_names import LocalNameViewSet, local_names
from kb.admin.local_notes import LocalNoteViewSet, local_notes
from kb.links import ReaderLinkHandler
from kb.models import KnowledgePage
from kb.views import reading_report
from kb.views.films import piece_of_film
from kb.views.pages import refusal


@hooks.register("register_rich_text_features", order=10)
def link_to_readers_address(features: FeatureRegistry) -> None:
    features.register_link_type(ReaderLinkHandler)


@hooks.register("register_admin_viewset")
def register_local_names() -> LocalNameViewSet:
    return local_names


@hooks.register("register_admin_viewset")
def register_local_notes() -> LocalNoteViewSet:
    return local_notes


hooks.register("register_admin_urls", lambda: searches.urls)
hooks.register("register_reports_menu_item", searches.menu_item)


@hooks.register("insert_global_admin_css")
def look_like_skolstod() -> str:
    return format_html('<link rel="stylesheet" href="{}">', static("css/admin.css"))


hooks.register("construct_homepage_panels", put_desk_first)
hooks.register("construct_homepage_panels", warn_of_broken_index)
hooks.register("before_serve_document", piece_of_film, order=10)  # after Wagtail's own check of privacy


@hooks.register("before_serve_page", order=-10)
def check_privacy(page: Page, request: HttpRequest, args: list[Any], kwargs: dict[str, Any]) -> HttpResponse | None:
    """Before Wagtail's own check, which would send people who are signed in to sign in again."""
    return refusal(request, page)


@hooks.register("register_admin_urls")
def register_reading_report() -> list[URLPattern]:
    return [
        path("hjalpte/", reading_report.helped_report, name="helped_report"),
        path("hjalpte/<uuid:page>/<slug:language>/", reading_report.helped_page, name="helped_page"),
    ]


@hooks.register("register_reports_menu_item")
def register_reading_report_item() -> MenuItem:
    return MenuItem(_("Did it help?"), reverse_lazy("helped_report"), icon_name="help", order=100)


@hooks.register("register_page_header_buttons")
def show_what_readers_answered(page: Page, user: Any, view_name: str, next_url: str | None = None) -> Iterator[Button]:
    """In the editor's menu of a page, as soon as somebody has answered."""
    if view_name == "edit" and KnowledgePage.objects.filter(pk=page.pk, feedback__isnull=False).exists():
        address = reverse("helped_page", args=[page.translation_key, page.locale.language_code])
        yield Button(_("Did it help?"), url=address, icon_name="help", priority=62)
