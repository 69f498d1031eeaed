"""The one function that says which municipality a request is about: the first part of its path names it."""

import re
from contextvars import ContextVar
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest

from accounts.models import Municipality

_current: ContextVar[Municipality | None] = ContextVar("municipality", default=None)
SLUG = re.compile(r"[-a-z0-9_]{1,40}")


def municipality_of(request: HttpRequest) -> Municipality | None:
    """Read once a request. None on pages that belong to no municipality, such as the start page."""
    if not hasattr(request, "_municipality"):
        slug = first_part(request.path_info)
        found = Municipality.objects.filter(slug=slug).first() if slug else None
        request._municipality = found  # type: ignore[attr-defined]  # kept on the request, as Wagtail keeps its site
    municipality: Municipality | None = request._municipality  # type: ignore[attr-defined]  # set above
    _current.set(municipality)
    return municipality


def municipality_or_404(request: HttpRequest) -> Municipality:
    """For views whose address begins with the municipality; the layout then finds it already read."""
    municipality = municipality_of(request)
    if municipality is None:
        raise Http404
    return municipality


def set_municipality(request: HttpRequest, municipality: Municipality) -> None:
    """For pages whose address names no municipality but whose object does: a ticket's status page."""
    request._municipality = municipality  # type: ignore[attr-defined]  # see municipality_of
    _current.set(municipality)


def current_municipality() -> Municipality | None:
    """The one whose page is being made, for what knows no request: links in rich text."""
    return _current.get()


def forget_municipality(**kwargs: Any) -> None:
    """Signal handler of `request_started`: the thread served somebody else before."""
    _current.set(None)


def first_part(path: str) -> str:
    parts = [part for part in path.split("/") if part]
    if parts and parts[0] in dict(settings.LANGUAGES) and parts[0] != settings.LANGUAGE_CODE:
        parts = parts[1:]
    return parts[0] if parts and SLUG.fullmatch(parts[0]) else ""
