"""What holds for every answer: content security, addresses that the database can look up, and no empty refusals."""

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import translation

from accounts.languages import interface_language
from config.views import errors

OURS = (
    "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'self'; form-action 'self'; "
    "frame-ancestors 'self'"
)
WAGTAIL = (
    "default-src 'self'; img-src 'self' data: blob:; script-src 'self' 'unsafe-inline' 'unsafe-eval'; "
    "style-src 'self' 'unsafe-inline'; object-src 'none'; base-uri 'self'; frame-ancestors 'self'"
)
"""Wagtail's admin has inline scripts and styles of its own."""
NUL = "\x00"
METHOD_NOT_ALLOWED = 405
MOST_BYTES, MOST_BYTES_OF_EDITORS = 60_000_000, 600_000_000
"""Of a request. Five files of 10 MB are the most that a visitor's form takes; editors upload films."""
VIEWS_OF_TEXTS = {"wagtail_serve", "untranslated"}

Answer = Callable[[HttpRequest], HttpResponse]


def content_security_policy(get_response: Answer) -> Answer:
    """Our pages run nothing that does not come from our own files."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        policy = WAGTAIL if request.path.startswith("/admin/") else OURS
        response.headers.setdefault("Content-Security-Policy", policy)
        return response

    return middleware


def speak_a_language_of_the_interface(get_response: Answer) -> Answer:
    """Forms, tickets and courses exist in the interface's languages only; texts and their lists in all."""

    def middleware(request: HttpRequest) -> HttpResponse:
        return get_response(request)

    def process_view(request: HttpRequest, *args: Any) -> None:
        match = request.resolver_match
        if match is not None and match.app_name != "kb" and match.view_name not in VIEWS_OF_TEXTS:
            translation.activate(interface_language())

    middleware.process_view = process_view  # type: ignore[attr-defined]  # where Django looks for it
    return middleware


def no_nul(get_response: Answer) -> Answer:
    """PostgreSQL refuses to look for a NUL: an address with one leads nowhere, and a session's key with one is none."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if NUL in request.path_info:
            raise Http404
        if NUL in (request.session.session_key or ""):
            request.session = type(request.session)()
        return get_response(request)

    return middleware


def nothing_too_large(get_response: Answer) -> Answer:
    """Refused before anything reads it: Django would write all of it to the disk first, whatever the address."""

    def middleware(request: HttpRequest) -> HttpResponse:
        length = request.META.get("CONTENT_LENGTH") or "0"
        size = int(length) if length.isascii() and length.isdigit() else 0
        if size > MOST_BYTES and size > most_bytes(request):
            return errors.too_large(request, most=MOST_BYTES)
        return get_response(request)

    return middleware


def most_bytes(request: HttpRequest) -> int:
    uploads = request.path.startswith("/admin/") and request.user.has_perm("wagtailadmin.access_admin")
    return MOST_BYTES_OF_EDITORS if uploads else MOST_BYTES


def say_why(get_response: Answer) -> Answer:
    """Django answers a wrong method with an empty page, as after a reload of an address that only takes forms."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if response.status_code != METHOD_NOT_ALLOWED or response.streaming or response.content:
            return response
        return errors.method_not_allowed(request, allowed=response["Allow"])

    return middleware
