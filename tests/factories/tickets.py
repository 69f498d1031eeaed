"""Tickets, made up."""

import uuid
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.test import Client
from django.utils import timezone

from accounts.models import Municipality
from accounts.roles import SUPPORT_LEAD
from support.domain.drafts import browser_digest
from support.domain.history import PastMessage, import_ticket
from support.domain.tickets import create_ticket
from support.enums import MessageKind, QueueKind, TicketState
from support.models import Queue, RequestDraft, Ticket, WorkItem
from tests.factories import organisation
from triage.classifier.model import Example

BROWSER = "b" * 32


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


def draft(place: Municipality, client: Client, **fields: Any) -> RequestDraft:
    """A draft that was written with the client. Without answers it was sent."""
    client.cookies[settings.CSRF_COOKIE_NAME] = BROWSER
    return RequestDraft.objects.create(municipality=place, browser_digest=browser_digest(BROWSER), **fields)


def receipt_address(client: Client, ticket: Ticket) -> str:
    """As if the client had just sent the question."""
    key = draft(ticket.municipality, client, key=ticket.idempotency_key, answers={}).key
    return f"/{ticket.municipality.slug}/fraga/{key}/tack/"


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


def import_examples(place: Municipality, examples: Sequence[Example]) -> list[Ticket]:
    """Solved by the lead, who saw no suggestion; one a minute, the last one a minute ago."""
    lead = organisation.person(SUPPORT_LEAD, place)
    start = timezone.now() - timedelta(minutes=len(examples))
    made = []
    for number, example in enumerate(examples):
        at = start + timedelta(minutes=number)
        made.append(
            import_ticket(
                municipality=place,
                kind=QueueKind(example.label),
                state=TicketState.SOLVED,
                subject="",
                messages=[PastMessage(kind=MessageKind.REQUEST, body=example.text.body, at=at)],
                email=f"{number}@exempel.example",
                role="guardian",
                language="sv",
                assignee=lead,
                solved_at=at,
            )
        )
    return made
