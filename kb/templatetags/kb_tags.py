"""Template tags of the knowledge base."""

from typing import Any

from django import template
from django.urls import reverse

from accounts.models import Municipality
from kb.home import reader_url as find_reader_url
from kb.models import KnowledgePage

register = template.Library()


@register.simple_tag
def reader_url(page: KnowledgePage, municipality: Municipality | None) -> str:
    """Where readers in the municipality find the page."""
    if municipality is None:
        return str(page.url)
    return find_reader_url(page, municipality)


@register.simple_tag
def home_url(municipality: Municipality | None) -> str:
    """The municipality's home, or the start page, in the reader's language."""
    return reverse("wagtail_serve", args=[f"{municipality.slug}/" if municipality else ""])


@register.filter
def kind(page: Any) -> str:
    """What readers call this kind of page."""
    return str(type(page).kind)
