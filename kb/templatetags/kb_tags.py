"""Template tags of the knowledge base."""

from typing import Any

from django import template

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


@register.filter
def kind(page: Any) -> str:
    """What readers call this kind of page."""
    return str(type(page).kind)
