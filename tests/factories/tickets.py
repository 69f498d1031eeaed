"""Tickets, made up."""

import uuid
from typing import Any

from accounts.models import Municipality
from support.domain.tickets import create_ticket
from support.models import Queue, Ticket, WorkItem


def ticket(place: Municipality, **fields: Any) -> Ticket:
    values = {
        "subject": "Kan inte logga in",
        "body": "Appen säger fel lösenord.",
        "email": "amina@exempel.example",
        "language": "sv",
        "role": "guardian",
        "requester": None,
        "idempotency_key": uuid.uuid4(),
        **fields,
    }
    return create_ticket(municipality=place, **values)


def queue(place: Municipality, kind: str) -> Queue:
    return Queue.objects.get(municipality=place, kind=kind)


def item(ticket: Ticket) -> WorkItem:
    """The ticket's one work item, read anew."""
    return WorkItem.objects.select_related("ticket__municipality", "queue", "assignee").get(ticket=ticket)


def in_queue(place: Municipality, kind: str, **fields: Any) -> WorkItem:
    """A ticket that already lies in the queue."""
    made = ticket(place, **fields)
    WorkItem.objects.filter(ticket=made).update(queue=queue(place, kind))
    return item(made)
