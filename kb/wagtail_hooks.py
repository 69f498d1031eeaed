"""What the knowledge base adds to Wagtail."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from wagtail import hooks
from wagtail.models import Page

from kb.views.pages import refusal


@hooks.register("before_serve_page", order=-10)
def check_privacy(page: Page, request: HttpRequest, args: list[Any], kwargs: dict[str, Any]) -> HttpResponse | None:
    """Before Wagtail's own check, which would send people who are signed in to sign in again."""
    return refusal(request, page)
