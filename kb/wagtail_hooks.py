"""What the knowledge base adds to Wagtail."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.templatetags.static import static
from django.utils.html import format_html
from wagtail import hooks
from wagtail.models import Page
from wagtail.rich_text.feature_registry import FeatureRegistry

from kb.admin import upkeep  # noqa: F401  # it registers hooks
from kb.links import ReaderLinkHandler
from kb.views.films import piece_of_film
from kb.views.pages import refusal


@hooks.register("register_rich_text_features", order=10)
def link_to_readers_address(features: FeatureRegistry) -> None:
    features.register_link_type(ReaderLinkHandler)


@hooks.register("insert_global_admin_css")
def look_like_skolstod() -> str:
    return format_html('<link rel="stylesheet" href="{}">', static("css/admin.css"))


hooks.register("before_serve_document", piece_of_film, order=10)  # after Wagtail's own check of privacy


@hooks.register("before_serve_page", order=-10)
def check_privacy(page: Page, request: HttpRequest, args: list[Any], kwargs: dict[str, Any]) -> HttpResponse | None:
    """Before Wagtail's own check, which would send people who are signed in to sign in again."""
    return refusal(request, page)
