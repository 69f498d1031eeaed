"""Writes the append-only history, always in the transaction of what it tells of."""

from typing import Any

from accounts.models import User
from support.enums import EventVerb
from support.models import Ticket, TicketEvent

MACHINE = "Skolstöd"


def record(*, ticket: Ticket, verb: EventVerb, by: User | None, actor: str = "", **details: Any) -> TicketEvent:
    """`by` None: the machine, or the requester, whom `actor` then names by role."""
    return TicketEvent.objects.create(
        ticket_reference=ticket.reference,
        municipality_slug=ticket.municipality.slug,
        verb=verb,
        actor_id=by.pk if by else None,
        actor_name=str(by) if by else actor or MACHINE,
        details=details,
    )
