"""Brings in tickets that were answered elsewhere, before this installation: no mail, no routing."""

from datetime import datetime, timedelta

from django.db import transaction

from accounts.models import Municipality, SchoolUnit, User
from support.enums import EventVerb, MessageKind, QueueKind, TicketState
from support.models import Message, Queue, Ticket, TicketEvent, WorkItem


@transaction.atomic
def import_solved(
    *,
    municipality: Municipality,
    kind: QueueKind,
    subject: str,
    body: str,
    email: str,
    role: str,
    language: str,
    created_at: datetime,
    school: SchoolUnit | None,
    by: User,
) -> Ticket:
    """A ticket that `by` solved in the queue of `kind` without having seen any suggestion."""
    solved_at = created_at + timedelta(hours=5)
    ticket = Ticket.objects.create(
        municipality=municipality,
        subject=subject,
        requester_email=email,
        requester_role=role,
        school=school,
        language=language,
        state=TicketState.SOLVED,
        created_at=created_at,
        changed_at=solved_at,
        solved_at=solved_at,
    )
    Message.objects.create(ticket=ticket, kind=MessageKind.REQUEST, body=body, created_at=created_at)
    queue = Queue.objects.get(municipality=municipality, kind=kind)
    WorkItem.objects.create(ticket=ticket, queue=queue, assignee=by, touched=True, entered_at=created_at)
    for verb, moment, actor in ((EventVerb.CREATED, created_at, None), (EventVerb.SOLVED, solved_at, by)):
        TicketEvent.objects.create(
            ticket_reference=ticket.reference,
            municipality_slug=municipality.slug,
            verb=verb,
            actor_id=actor.pk if actor else None,
            actor_name=str(actor) if actor else ticket.role_name,
            details={"queue": kind, "imported": True},
            created_at=moment,
        )
    return ticket
