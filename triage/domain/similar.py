"""Earlier tickets of the municipality that are like a new one: solved ones to learn from, copies to answer together."""

from collections import OrderedDict
from dataclasses import dataclass, field
from datetime import timedelta

from django.utils import timezone

from support.enums import ENDED_STATES
from support.models import Ticket
from triage.classifier.neighbours import Neighbour, Shelf
from triage.classifier.text import TicketText
from triage.domain.texts import text_of

MOST = 1000
"""So many of the newest tickets are compared with."""
LEAST_SIMILAR = 0.15
"""Below it, tickets share everyday words only (looked at on the demo's tickets)."""
BATCH = 100
SHOWN = 3
LOOKED_AT = 12
MUNICIPALITIES_KEPT = 50
"""Shelves in the memory of a process, some 2 MB each. One that is missed is filled again with the newest tickets."""
COPIES_WITHIN = timedelta(days=14)


@dataclass(frozen=True, slots=True)
class Likeness:
    """is_copy: of an open or late ticket, nearly word by word; else a solved ticket about something similar."""

    reference: str
    similarity: float
    is_copy: bool


@dataclass(slots=True)
class Kept:
    """What this process remembers of a municipality's tickets."""

    shelf: Shelf = field(default_factory=Shelf)
    newest: int = 0


_kept: OrderedDict[int, Kept] = OrderedDict()
"""By municipality, the one asked last at the end."""


def tickets_like(ticket: Ticket, text: TicketText) -> list[Likeness]:
    """Copies first. Deleted and secret tickets are never among them: the database is asked last."""
    shelf = shelf_of(ticket.municipality_id)
    near = [one for one in shelf.nearest(text.joined, LOOKED_AT) if one.similarity >= LEAST_SIMILAR]
    found = Ticket.objects.filter(
        municipality=ticket.municipality_id, reference__in=[one.key for one in near], secret=False
    ).exclude(pk=ticket.pk)
    there = {one.reference: one for one in found}
    alike = [likeness(one, there[one.key]) for one in near if one.key in there]
    return sorted(filter(None, alike), key=lambda one: (not one.is_copy, -one.similarity))[:SHOWN]


def likeness(neighbour: Neighbour, ticket: Ticket) -> Likeness | None:
    if neighbour.is_copy and ticket.created_at >= timezone.now() - COPIES_WITHIN:
        return Likeness(ticket.reference, neighbour.similarity, is_copy=True)
    if ticket.state in ENDED_STATES:
        return Likeness(ticket.reference, neighbour.similarity, is_copy=False)
    return None


def shelf_of(municipality_pk: int) -> Shelf:
    """With the tickets that have come since the last time; a full one is begun anew with the newest."""
    kept = _kept.get(municipality_pk)
    if kept is None or len(kept.shelf.keys) > 2 * MOST:
        kept = _kept[municipality_pk] = Kept()
    _kept.move_to_end(municipality_pk)
    if len(_kept) > MUNICIPALITIES_KEPT:
        _kept.popitem(last=False)
    come = Ticket.objects.filter(municipality=municipality_pk, pk__gt=kept.newest, secret=False)
    newest = list(come.select_related("municipality").prefetch_related("messages").order_by("-pk")[:MOST])[::-1]
    for start in range(0, len(newest), BATCH):  # what is put up stays, also if the job runs out of time
        batch = newest[start : start + BATCH]
        kept.shelf.add([one.reference for one in batch], [text_of(one).joined for one in batch])
        kept.newest = batch[-1].pk
    return kept.shelf


def forget_all() -> None:
    _kept.clear()
