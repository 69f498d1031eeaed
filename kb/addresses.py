"""Where readers find a page: at its own address, or, if all municipalities share it, at an address within their own."""

from django.urls import reverse
from wagtail.models import Page

from accounts.models import Municipality

SHARED_SLUG = "gemensamt"
"""The slug of each shared section, and the part of the address under which municipalities show it."""


def reader_url(page: Page, municipality: Municipality | None) -> str:
    """The page must be in the active language. Without a municipality it is shown at its own address."""
    path = shared_path(page)
    if path is None or municipality is None:
        return str(page.url)
    return reverse("kb:shared_page", args=[municipality.slug, path])


def shared_path(page: Page) -> str | None:
    """`course/module/lesson` of `/start/gemensamt/course/module/lesson/`; None for pages that are not shared."""
    _start, *parts = page.url_path.strip("/").split("/")
    return "/".join(parts[1:]) if parts[:1] == [SHARED_SLUG] and parts[1:] else None
