"""What agents have confirmed about where tickets belong, read from the events: the only source of training labels."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from support.enums import EventVerb
from support.models import Ticket, TicketEvent

CONFIRMING = (EventVerb.SOLVED, EventVerb.MOVED, EventVerb.JOINED)


@dataclass(frozen=True, slots=True)
class Confirmation:
    """What agents have confirmed of a ticket: a kind of queue, or `BOTH`.

    newest: what they say now, and have said since `at`. unseen: what they said when they first solved it, or now if
    they have not; from then on whoever sorted it blind sees the suggestion, and may agree with it.
    """

    newest: str
    at: datetime
    unseen: str
    solved: bool


@dataclass(frozen=True, slots=True)
class ConfirmedLabel:
    """A ticket and what an agent confirmed: a kind of queue, or `BOTH`. blind: the agent had not seen a suggestion."""

    ticket: Ticket
    kind: str
    blind: bool


def confirmed_labels() -> Iterator[ConfirmedLabel]:
    """Of each ticket that still exists, oldest first: the newest confirmation, or of blind ones the last unseen one.

    Nothing of secret tickets. Three queries, whatever the count.
    """
    events = TicketEvent.objects.filter(verb__in=CONFIRMING)
    confirmed = confirmations(events)
    tickets = Ticket.objects.select_related("municipality", "suggestion").prefetch_related("messages")
    found = tickets.filter(reference__in=events.values("ticket_reference"), secret=False)
    for ticket in found.order_by("created_at", "pk"):
        if ticket.reference in confirmed:  # else it was confirmed after the first query
            confirmation, blind = confirmed[ticket.reference], not suggestion_was_shown(ticket)
            yield ConfirmedLabel(ticket, confirmation.unseen if blind else confirmation.newest, blind)


def confirmed_in(municipality_slug: str) -> dict[str, Confirmation]:
    """By reference, of each ticket of the municipality that still exists and is not secret. Two queries."""
    confirmed = confirmations(TicketEvent.objects.filter(verb__in=CONFIRMING, municipality_slug=municipality_slug))
    there = Ticket.objects.filter(municipality__slug=municipality_slug, secret=False)
    return {one: confirmed[one] for one in there.values_list("reference", flat=True) if one in confirmed}


def confirmations(events: QuerySet[TicketEvent]) -> dict[str, Confirmation]:
    """By the tickets' references. One query."""
    found: dict[str, Confirmation] = {}
    in_order = events.order_by("created_at", "pk")
    for reference, verb, kind, at in in_order.values_list("ticket_reference", "verb", "details__queue", "created_at"):
        before = found.get(reference)
        was_solved = before is not None and before.solved
        unseen = before.unseen if before is not None and was_solved else kind
        since = before.at if before is not None and before.newest == kind else at
        found[reference] = Confirmation(kind, since, unseen, solved=was_solved or verb == EventVerb.SOLVED)
    return found


def tickets_confirmed_since(moment: datetime) -> int:
    """Of how many tickets agents have confirmed since then where they belong."""
    events = TicketEvent.objects.filter(verb__in=CONFIRMING, created_at__gt=moment)
    return events.values("ticket_reference").distinct().count()


def suggestion_was_shown(ticket: Ticket) -> bool:
    suggestion = getattr(ticket, "suggestion", None)
    return suggestion is not None and suggestion.shown
