"""Template tags of the knowledge base."""

from collections.abc import Iterable
from typing import Any
from urllib.parse import urlencode

from django import template
from django.contrib.auth.models import AnonymousUser
from django.urls import reverse
from wagtail.images.models import AbstractImage
from wagtail.models import Page

from accounts.models import Municipality
from accounts.roles import ROLES
from kb.addresses import reader_url as find_reader_url
from kb.models import KnowledgePage
from kb.models.privacy import is_allowed
from kb.related import related_pages as find_related_pages

register = template.Library()


@register.simple_tag
def reader_url(page: Page, municipality: Municipality | None) -> str:
    """Where readers in the municipality find the page."""
    return find_reader_url(page, municipality)


@register.simple_tag
def home_url(municipality: Municipality | None) -> str:
    """The municipality's home, or the start page, in the reader's language."""
    return reverse("wagtail_serve", args=[f"{municipality.slug}/" if municipality else ""])


@register.simple_tag(takes_context=True)
def readable(context: template.Context, pages: Iterable[Page | None]) -> list[Page]:
    """Those of the pages that the reader may read, in the editor's order."""
    request = context.get("request")
    user = getattr(request, "user", None) or AnonymousUser()
    return [page for page in pages if page is not None and page.live and is_allowed(page, user)]


@register.simple_tag(takes_context=True)
def related_pages(context: template.Context, page: KnowledgePage) -> list[KnowledgePage]:
    """What else the reader may want to read; nothing if the page's editors have chosen themselves."""
    user = getattr(context.get("request"), "user", None) or AnonymousUser()
    return find_related_pages(page, user, context.get("municipality"))


@register.simple_tag
def owner_role(page: KnowledgePage) -> str:
    """What the responsible person works as, in the municipality of the page; of a shared page, anywhere."""
    if page.page_owner is None:
        return ""
    places = {None, page.municipality_id} if page.municipality_id else None
    roles = [
        ROLES[membership.role]
        for membership in page.page_owner.active_memberships
        if places is None or membership.municipality_id in places
    ]
    employees = [role for role in roles if role.is_employee]
    return str(employees[0].name) if employees else ""


@register.inclusion_tag("components/picture.html")
def picture(image: AbstractImage, alt: str = "") -> dict[str, Any]:
    """Drawings as they are; photographs in a size that phones can load."""
    shown = image if image.is_svg() else image.get_rendition("max-1200x1200|format-webp")
    return {"address": shown.file.url, "width": shown.width, "height": shown.height, "alt": alt}


@register.inclusion_tag("components/topic_icon.html")
def topic_icon(topic: str) -> dict[str, str]:
    return {"name": str(topic)}


@register.filter
def as_slug(topic: str) -> str:
    return str(topic).replace("_", "-")


@register.filter
def kind(page: Any) -> str:
    """What readers call this kind of page, also where only what all kinds have was read."""
    return str(page.specific_class.kind)


@register.simple_tag(takes_context=True)
def filtered(context: template.Context, name: str, value: str) -> str:
    """The address of this search with one filter changed, from its first page."""
    query = context["request"].GET.copy()
    query.pop("sida", None)
    query[name] = value
    return f"?{urlencode({key: query[key] for key in query if query[key]})}"
