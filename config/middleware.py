"""Content security: our pages run nothing that does not come from our own files."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

OURS = (
    "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'self'; form-action 'self'; "
    "frame-ancestors 'self'"
)
WAGTAIL = (
    "default-src 'self'; img-src 'self' data: blob:; script-src 'self' 'unsafe-inline' 'unsafe-eval'; "
    "style-src 'self' 'unsafe-inline'; object-src 'none'; base-uri 'self'; frame-ancestors 'self'"
)
"""Wagtail's admin has inline scripts and styles of its own."""


def content_security_policy(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        policy = WAGTAIL if request.path.startswith("/admin/") else OURS
        response.headers.setdefault("Content-Security-Policy", policy)
        return response

    return middleware
