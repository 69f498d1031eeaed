"""What agents have confirmed about where tickets belong, read from the events: the only source of training labels."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from support.enums import EventVerb
from support.models import Ticket, TicketEvent

CONFIRMING = (EventVerb.SOLVED, EventVerb.MOVED, EventVerb.JOINED)


@dataclass(frozen=True, slots=True)
class ConfirmedLabel:
    """A ticket and what an agent confirmed: a kind of queue, or `BOTH`. blind: the agent had not seen a suggestion."""

    ticket: Ticket
    kind: str
    blind: bool


def confirmed_labels(municipality_slug: str | None = None) -> Iterator[ConfirmedLabel]:
    """The newest confirmation of each ticket that still exists, oldest ticket first. Nothing of secret tickets.

    Three queries, whatever the count.
    """
    events = TicketEvent.objects.filter(verb__in=CONFIRMING).order_by("created_at", "pk")
    if municipality_slug is not None:
        events = events.filter(municipality_slug=municipality_slug)
    newest = dict(events.values_list("ticket_reference", "details__queue"))
    tickets = Ticket.objects.select_related("municipality", "suggestion").prefetch_related("messages")
    confirmed = tickets.filter(reference__in=events.order_by().values("ticket_reference"), secret=False)
    for ticket in confirmed.order_by("created_at", "pk"):
        if ticket.reference in newest:  # else it was confirmed after the first query
            yield ConfirmedLabel(ticket, newest[ticket.reference], blind=not suggestion_was_shown(ticket))


def confirmed_kinds(municipality_slug: str) -> dict[str, str]:
    """By reference, the newest confirmation of each ticket that still exists and is not secret. Two queries."""
    events = TicketEvent.objects.filter(verb__in=CONFIRMING, municipality_slug=municipality_slug)
    newest = dict(events.order_by("created_at", "pk").values_list("ticket_reference", "details__queue"))
    there = Ticket.objects.filter(municipality__slug=municipality_slug, secret=False)
    return {one: newest[one] for one in there.values_list("reference", flat=True) if one in newest}


def confirmations_since(moment: datetime) -> int:
    """How often agents have confirmed where a ticket belongs since then."""
    return TicketEvent.objects.filter(verb__in=CONFIRMING, created_at__gt=moment).count()


def suggestion_was_shown(ticket: Ticket) -> bool:
    suggestion = getattr(ticket, "suggestion", None)
    return suggestion is not None and suggestion.shown
