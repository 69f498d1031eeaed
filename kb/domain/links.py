"""Finds links within the site that lead readers nowhere: to what is gone, not published or kept from some of them.

Addresses outside the site are not asked for. Everything that many links need is read once for all of them.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.db import models, transaction
from django.urls import Resolver404, resolve
from django.utils import translation
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import CollectionViewRestriction, Page

from kb.addresses import SHARED_SLUG
from kb.domain.content import Kind, Piece, picture_of, pieces_of
from kb.domain.readers import ALL_EMPLOYEES, Demand, Groups, audience_groups, let_all_in
from kb.enums import Fault
from kb.keys import read_key
from kb.models import BrokenLink, KnowledgePage, StartPage
from kb.models.privacy import ancestor_paths, restrictions

MARK = re.compile(r"<(?:a|embed)\b([^>]*)>", re.IGNORECASE)
ATTRIBUTE = re.compile(r'([\w-]+)="([^"]*)"')
FOR_EMPLOYEES = {"internal"}
"""Fields that only employees read."""
KIND_OF_MARK = {"page": Kind.PAGE, "document": Kind.DOCUMENT, "image": Kind.PICTURE}
MAX_TARGET = 500


@dataclass(frozen=True, slots=True)
class Link:
    page: Page
    field: str
    place: str
    kind: Kind
    """`TEXT` for an address that somebody typed."""
    target: int | str


@dataclass(frozen=True, slots=True)
class Broken:
    page: Page
    place: str
    target: str
    fault: Fault


def links_of(page: Page) -> list[Link]:
    return [
        Link(page, piece.field, piece.place, kind, target)
        for piece in pieces_of(page)
        for kind, target in links_in(piece)
    ]


def links_in(piece: Piece) -> Iterator[tuple[Kind, int | str]]:
    if piece.kind == Kind.RICH:
        yield from links_in_text(str(piece.value))
    elif piece.kind in (Kind.PAGE, Kind.DOCUMENT):
        yield piece.kind, int(piece.value)
    elif piece.kind == Kind.PICTURE:
        yield piece.kind, int(picture_of(piece.value))


def links_in_text(markup: str) -> Iterator[tuple[Kind, int | str]]:
    for mark in MARK.findall(markup):
        attributes = dict(ATTRIBUTE.findall(mark))
        kind = KIND_OF_MARK.get(attributes.get("linktype") or attributes.get("embedtype", ""))
        if kind is not None:
            yield kind, read_key(attributes.get("id", "")) or 0
        elif path := own_path(attributes.get("href", "")):
            yield Kind.TEXT, path


def own_path(address: str) -> str:
    """The path of an address within the site; empty for others, mail addresses and places on the same page."""
    if address == settings.BASE_URL or address.startswith(f"{settings.BASE_URL}/"):
        address = address.removeprefix(settings.BASE_URL) or "/"
    is_own = address.startswith("/") and not address.startswith("//")
    return unquote(urlsplit(address).path) if is_own else ""


def broken_links_of(pages: Iterable[Page]) -> list[Broken]:
    """The pages as they are given: specific, drafts too."""
    links = [link for page in pages for link in links_of(page)]
    return Targets(links).broken() if links else []


class Targets:
    """What the links lead to, read in as few queries as there are kinds of targets."""

    def __init__(self, links: list[Link]) -> None:
        self.links = links
        wanted: dict[Kind, set[Any]] = {}
        for link in links:
            wanted.setdefault(link.kind, set()).add(link.target)
        self.files = {
            Kind.DOCUMENT: get_document_model().objects.in_bulk(wanted.get(Kind.DOCUMENT, set())),
            Kind.PICTURE: get_image_model().objects.in_bulk(wanted.get(Kind.PICTURE, set())),
        }
        self.pages = Page.objects.in_bulk(wanted.get(Kind.PAGE, set()))
        self.readers: dict[int, list[Groups]] = {}

    def broken(self) -> list[Broken]:
        found = [(link, self.fault(link)) for link in self.links]
        return [Broken(link.page, link.place, self.name(link), fault) for link, fault in found if fault is not None]

    def name(self, link: Link) -> str:
        known = (
            self.pages.get(link.target) if link.kind == Kind.PAGE else self.files.get(link.kind, {}).get(link.target)
        )
        return str(known or link.target)

    def fault(self, link: Link) -> Fault | None:
        if link.kind == Kind.PAGE:
            return self.fault_of_page(link, self.pages.get(link.target))
        if link.kind == Kind.TEXT:
            return self.fault_of_address(link)
        return self.fault_of_file(link, self.files[link.kind].get(link.target))

    def fault_of_page(self, link: Link, target: Page | None) -> Fault | None:
        if target is None:
            return Fault.GONE
        if not target.live:
            return Fault.UNPUBLISHED
        return self.fault_of_access(link, self.demands_on(target))

    def fault_of_file(self, link: Link, target: Any) -> Fault | None:
        if target is None:
            return Fault.GONE
        demands = self.demands_on_collections.get(target.collection_id, [])
        return self.fault_of_access(link, demands)

    def fault_of_access(self, link: Link, demands: list[Demand]) -> Fault | None:
        """Who reads the page is asked only where something is demanded: that costs a query a page."""
        if not demands or let_all_in(self.readers_of(link), demands):
            return None
        return Fault.HIDDEN

    def fault_of_address(self, link: Link) -> Fault | None:
        path = str(link.target)
        language = translation.get_language_from_path(path) or settings.LANGUAGE_CODE
        with translation.override(language):
            try:
                match = resolve(path)
            except Resolver404:
                return Fault.GONE
        if match.view_name in ("wagtail_serve", "kb:shared_page"):
            return self.fault_of_page(link, self.page_at(language, match))
        if match.view_name == "wagtaildocs_serve":
            document = get_document_model().objects.filter(pk=match.kwargs["document_id"]).first()
            return self.fault_of_file(link, document)
        return None

    def page_at(self, language: str, match: Any) -> Page | None:
        inner = "/".join([SHARED_SLUG, match.kwargs["path"]]) if match.view_name == "kb:shared_page" else match.args[0]
        below = inner.strip("/")
        start = self.starts.get(language, "/")
        return Page.objects.filter(url_path=f"{start}{below}/" if below else start).first()

    @cached_property
    def starts(self) -> dict[str, str]:
        return dict(StartPage.objects.values_list("locale__language_code", "url_path"))

    @cached_property
    def demands_on_collections(self) -> dict[int, list[Demand]]:
        """Those of a collection and of the ones that it lies in."""
        rows = CollectionViewRestriction.objects.select_related("collection").prefetch_related("groups")
        found: dict[int, list[Demand]] = {}
        for row in rows:
            for pk in row.collection.get_descendants(inclusive=True).values_list("pk", flat=True):
                found.setdefault(pk, []).append(demand_of(row))
        return found

    def demands_on(self, page: Page) -> list[Demand]:
        paths = {*ancestor_paths(page.path), page.path}
        return [demand for path, demand in self.restricted if path in paths]

    @cached_property
    def restricted(self) -> list[tuple[str, Demand]]:
        """All restricted paths there are: jobs outlive a request, in which they would be kept."""
        rows = restrictions()
        models.prefetch_related_objects(rows, "groups")
        return [(row.page.path, demand_of(row)) for row in rows]

    def readers_of(self, link: Link) -> list[Groups]:
        """Whom the page is written for, and whom its own privacy lets in."""
        if link.page.pk not in self.readers:
            own = [demand.groups for demand in self.demands_on(link.page)]
            self.readers[link.page.pk] = [*own, audience_of(link.page)]
        return [*self.readers[link.page.pk], *([ALL_EMPLOYEES] if link.field in FOR_EMPLOYEES else [])]


def audience_of(page: Page) -> Groups:
    """Its own or, for lessons and the like, that of the page with content that it stands under."""
    above = page
    if not isinstance(page, KnowledgePage):
        above = KnowledgePage.objects.filter(path__in=ancestor_paths(page.path)).order_by("-depth").first()
    return audience_groups(audience.role for audience in above.audience.all()) if above else frozenset()


def demand_of(restriction: Any) -> Demand:
    return Demand(frozenset(group.name for group in restriction.groups.all()))


@transaction.atomic
def write_down(pages: list[Page]) -> int:
    """Make the rows of these pages equal to what is broken on them today. Returns how many links are broken."""
    had = {key_of(row): row.pk for row in BrokenLink.objects.filter(page__in=pages)}
    found = {(link.page.pk, link.place[:200], link.target[:MAX_TARGET], link.fault) for link in broken_links_of(pages)}
    BrokenLink.objects.filter(pk__in=[pk for key, pk in had.items() if key not in found]).delete()
    BrokenLink.objects.bulk_create(
        BrokenLink(page_id=page_id, place=place, target=target, fault=fault)
        for page_id, place, target, fault in sorted(found - had.keys())
    )
    return len(found)


def key_of(row: BrokenLink) -> tuple[int, str, str, str]:
    return row.page_id, row.place, row.target, row.fault
