"""What agents have confirmed about where tickets belong, read from the events: the only source of training labels."""

from collections.abc import Iterator
from dataclasses import dataclass

from support.enums import EventVerb, QueueKind
from support.models import Ticket, TicketEvent

CONFIRMING = (EventVerb.SOLVED, EventVerb.MOVED)


@dataclass(frozen=True, slots=True)
class ConfirmedLabel:
    """A ticket and the kind of queue that an agent confirmed. blind: the agent had not seen a suggestion."""

    ticket: Ticket
    kind: QueueKind
    blind: bool


def confirmed_labels(municipality_slug: str | None = None) -> Iterator[ConfirmedLabel]:
    """The newest confirmation of each ticket that still exists, oldest ticket first."""
    events = TicketEvent.objects.filter(verb__in=CONFIRMING).order_by("created_at", "pk")
    if municipality_slug is not None:
        events = events.filter(municipality_slug=municipality_slug)
    newest = {event.ticket_reference: event for event in events}
    tickets = Ticket.objects.select_related("municipality", "suggestion").prefetch_related("messages")
    for ticket in tickets.filter(reference__in=newest).order_by("created_at", "pk"):
        event = newest[ticket.reference]
        yield ConfirmedLabel(ticket, QueueKind(event.details["queue"]), blind=not suggestion_was_shown(ticket))


def suggestion_was_shown(ticket: Ticket) -> bool:
    suggestion = getattr(ticket, "suggestion", None)
    return suggestion is not None and suggestion.shown
