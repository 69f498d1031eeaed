"""Brings in tickets that were worked with elsewhere, before this installation: no mail, no routing."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from accounts.models import Municipality, SchoolUnit, User
from support.domain.concerns import is_about_harm
from support.enums import BOTH, ENDED_STATES, SORTED_KINDS, EventVerb, MessageKind, TicketState
from support.models import Message, Queue, Ticket, TicketEvent, WorkItem

VERBS = {
    MessageKind.REQUEST: EventVerb.REQUESTER_WROTE,
    MessageKind.REPLY: EventVerb.REPLIED,
    MessageKind.NOTE: EventVerb.NOTED,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class PastMessage:
    """`author` None: the requester."""

    kind: MessageKind
    body: str
    at: datetime
    author: User | None = None


@transaction.atomic
def import_ticket(
    *,
    municipality: Municipality,
    kind: str,
    state: TicketState,
    messages: Sequence[PastMessage],
    subject: str,
    email: str,
    role: str,
    language: str,
    name: str = "",
    school: SchoolUnit | None = None,
    assignee: User | None = None,
    solved_at: datetime | None = None,
) -> Ticket:
    """A ticket in the queue of `kind`, with its conversation, the requester's first message first.

    With `BOTH` it lies in both, and the assignee has the pedagogical item, which leads.

    An ended one has `solved_at` and was solved by `assignee`, who saw no suggestion.
    """
    created_at = messages[0].at
    replies = [message.at for message in messages if message.kind == MessageKind.REPLY]
    ticket = Ticket.objects.create(
        municipality=municipality,
        subject=subject,
        requester_name=name,
        requester_email=email,
        requester_role=role,
        school=school,
        language=language,
        state=state,
        created_at=created_at,
        changed_at=solved_at or messages[-1].at,
        answered_at=replies[0] if replies else None,
        solved_at=solved_at,
        urgent=is_about_harm(subject, messages[0].body),
    )
    for message in messages:
        write(ticket, message)
    touched = assignee is not None or len(messages) > 1
    for number, place in enumerate(SORTED_KINDS if kind == BOTH else [kind]):
        WorkItem.objects.create(
            ticket=ticket,
            queue=Queue.objects.get(municipality=municipality, kind=place),
            assignee=None if number else assignee,
            touched=touched,
            entered_at=created_at,
        )
    tell(ticket, EventVerb.CREATED, created_at, None)
    for message in messages[1:]:
        tell(ticket, VERBS[message.kind], message.at, message.author)
    if state in ENDED_STATES and solved_at is not None:
        tell(ticket, EventVerb.SOLVED, solved_at, assignee, queue=kind)
    return ticket


def write(ticket: Ticket, message: PastMessage) -> None:
    Message.objects.create(
        ticket=ticket,
        kind=message.kind,
        body=message.body,
        author=message.author,
        author_name=str(message.author or ticket.requester_name),
        created_at=message.at,
    )


def tell(ticket: Ticket, verb: EventVerb, at: datetime, by: User | None, **details: Any) -> None:
    TicketEvent.objects.create(
        ticket_reference=ticket.reference,
        municipality_slug=ticket.municipality.slug,
        verb=verb,
        actor_id=by.pk if by else None,
        actor_name=str(by or ticket.role_name),
        details={**details, "imported": True},
        created_at=at,
    )
