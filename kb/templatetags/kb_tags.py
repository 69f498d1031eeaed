"""Template tags of the knowledge base."""

from typing import Any

from django import template
from django.urls import reverse
from wagtail.models import Page

from accounts.models import Municipality
from kb.addresses import reader_url as find_reader_url

register = template.Library()


@register.simple_tag
def reader_url(page: Page, municipality: Municipality | None) -> str:
    """Where readers in the municipality find the page."""
    return find_reader_url(page, municipality)


@register.simple_tag
def home_url(municipality: Municipality | None) -> str:
    """The municipality's home, or the start page, in the reader's language."""
    return reverse("wagtail_serve", args=[f"{municipality.slug}/" if municipality else ""])


@register.filter
def kind(page: Any) -> str:
    """What readers call this kind of page."""
    return str(type(page).kind)
