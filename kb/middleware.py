"""Gives visitors finished pages from the cache: of one municipality, language and content version.

Only pages of the addresses in CACHED_VIEWS are kept, only such as are the same for every visitor: answered to somebody
without a session, without a CSRF token and without cookies. The version is read from the database at each request, so
a page is never older than the last thing published. Pages that tell the date grow old too: KEEP_SECONDS.
"""

from collections.abc import Callable
from hashlib import blake2b

from django.conf import settings
from django.core.cache import caches
from django.http import HttpRequest, HttpResponse
from django.urls import Resolver404, resolve
from django.utils import translation

from accounts.tenancy import first_part, set_municipality
from kb.domain.versions import place_with_version

CACHED_VIEWS = {"wagtail_serve", "kb:shared_page"}
KEEP_SECONDS = 600
OK = 200


def visitors_pages(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    def middleware(request: HttpRequest) -> HttpResponse:
        if not may_be_asked_of_cache(request):
            return get_response(request)
        key = f"{version_for(request)}:{encoding(request)}:{digest(request.path_info)}"
        kept: HttpResponse | None = caches["pages"].get(key)
        if kept is not None:
            return kept
        response = get_response(request)
        if is_the_same_for_all(request, response):
            caches["pages"].set(key, response, KEEP_SECONDS)
        return response

    return middleware


def version_for(request: HttpRequest) -> int:
    """The view finds the municipality already read."""
    municipality, version = place_with_version(first_part(request.path_info))
    if municipality is not None:
        set_municipality(request, municipality)
    return version


def may_be_asked_of_cache(request: HttpRequest) -> bool:
    return (
        request.method == "GET"
        and not request.META.get("QUERY_STRING")
        and settings.SESSION_COOKIE_NAME not in request.COOKIES
        and settings.LANGUAGE_COOKIE_NAME not in request.COOKIES
        and leads_to_a_page(request.path_info)
    )


def leads_to_a_page(path: str) -> bool:
    """Asked before the language is set: the thread may still have that of the request before."""
    try:
        with translation.override(translation.get_language_from_path(path) or settings.LANGUAGE_CODE):
            return resolve(path).view_name in CACHED_VIEWS
    except Resolver404:
        return False


def digest(path: str) -> str:
    """Anything may stand in an address, but not in a key."""
    return blake2b(path.encode(errors="replace"), digest_size=16).hexdigest()


def encoding(request: HttpRequest) -> str:
    return "gzip" if "gzip" in request.headers.get("Accept-Encoding", "") else "plain"


def is_the_same_for_all(request: HttpRequest, response: HttpResponse) -> bool:
    match = request.resolver_match
    return (
        response.status_code == OK
        and match is not None
        and match.view_name in CACHED_VIEWS
        and not response.streaming
        and not response.cookies
        and "CSRF_COOKIE" not in request.META
    )
