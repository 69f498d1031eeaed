"""Where readers find a course or a lesson, also when the page is not in the language they read in."""

from django.utils import translation
from wagtail.models import Page

from accounts.models import Municipality
from kb.addresses import reader_url


def address_of(page: Page, municipality: Municipality | None, language: str) -> str:
    """`language` is the page's own; it is passed on, because asking each page for it would ask the database."""
    with translation.override(language):
        return reader_url(page, municipality)
