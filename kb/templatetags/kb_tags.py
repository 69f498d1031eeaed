"""Template tags of the knowledge base."""

from collections.abc import Iterable
from typing import Any
from urllib.parse import urlencode

from django import template
from django.contrib.auth.models import AnonymousUser
from django.db.models import Q
from django.urls import reverse
from wagtail.images.models import AbstractImage
from wagtail.models import Page

from accounts.models import Membership, Municipality
from accounts.roles import EMPLOYEE_ROLES
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
def responsible(page: KnowledgePage) -> dict[str, Any]:
    """Who looks after the page (`person`), and as what (`role`): in its municipality; of a shared page, anywhere.

    One query for both, because this stands on every page.
    """
    memberships = Membership.objects.active().filter(user=page.page_owner_id, role__in=EMPLOYEE_ROLES)
    if page.municipality_id:
        memberships = memberships.filter(Q(municipality=None) | Q(municipality=page.municipality_id))
    found = memberships.select_related("user").first()
    if found is None:
        return {"person": page.page_owner, "role": ""}
    return {"person": found.user, "role": found.role_in_words.name}


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
