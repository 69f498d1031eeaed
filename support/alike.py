"""Tickets that the router found to be like this one, as far as the agent may see them."""

from dataclasses import dataclass

from accounts.models import User
from support.models import Suggestion, Ticket

COPY, SIMILAR = "copy", "similar"
KINDS = (COPY, SIMILAR)
"""Kinds of reasons whose text is a ticket's reference."""


@dataclass(frozen=True, slots=True)
class Alike:
    """is_copy: nearly word by word the same, and from these days."""

    ticket: Ticket
    is_copy: bool


def tickets_alike(suggestion: Suggestion | None, user: User) -> list[Alike]:
    """In the router's order. One query; what was deleted, or became secret since, is not among them."""
    reasons = [reason for reason in suggestion.reasons if reason["kind"] in KINDS] if suggestion else []
    if not reasons:
        return []
    found = Ticket.objects.visible_to(user).filter(reference__in=[reason["text"] for reason in reasons], secret=False)
    there = {ticket.reference: ticket for ticket in found}
    return [Alike(there[one["text"]], one["kind"] == COPY) for one in reasons if one["text"] in there]
