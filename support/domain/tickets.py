"""A ticket's beginning and end: submit, take, solve, open again."""

import uuid

from django.db import IntegrityError, transaction
from django.db.models import Subquery
from django.utils import timezone

from accounts.models import Municipality, SchoolUnit, User
from support.domain import drafts, mail, routing
from support.domain.concerns import is_about_harm
from support.domain.events import record
from support.enums import BOTH, EventVerb, MessageKind, QueueKind, TicketState
from support.models import Message, Queue, RequestDraft, Ticket, WorkItem


class AlreadyDone(Exception):
    """Somebody else has changed the ticket in the meantime; look again."""


def submit_draft(*, draft: RequestDraft) -> Ticket:
    """Turn the draft into a ticket. Sending it again gives the same ticket. Raises TooManyRequests."""
    if draft.was_sent:
        return Ticket.objects.get(idempotency_key=draft.key)
    drafts.check_email_limit(draft.answers["email"])
    try:
        with transaction.atomic():
            return _create_from_draft(draft)
    except IntegrityError:
        same = Ticket.objects.filter(idempotency_key=draft.key).first()
        if same is None:
            raise
        return same  # the same form arrived twice at the same moment, or again when its draft was forgotten


def _create_from_draft(draft: RequestDraft) -> Ticket:
    answers = draft.answers
    ticket = create_ticket(
        municipality=draft.municipality,
        subject=answers.get("subject", ""),
        body=answers["what"],
        email=answers["email"],
        name=answers.get("name", ""),
        phone=answers.get("phone", ""),
        role=answers.get("role", ""),
        school=school_of(draft),
        language=answers["language"],
        origin=answers.get("origin", ""),
        requester=draft.requester,
        idempotency_key=draft.key,
    )
    draft.attachments.update(message=Subquery(ticket.messages.values("pk")[:1]), draft=None)
    draft.answers = {}  # what was typed lives in the ticket now
    draft.save(update_fields=["answers"])
    return ticket


def school_of(draft: RequestDraft) -> SchoolUnit | None:
    chosen = draft.answers.get("school")
    return draft.municipality.school_units.filter(pk=chosen).first() if chosen else None


def create_ticket(
    *,
    municipality: Municipality,
    subject: str,
    body: str,
    email: str,
    language: str,
    requester: User | None,
    idempotency_key: uuid.UUID,
    name: str = "",
    phone: str = "",
    role: str = "",
    school: SchoolUnit | None = None,
    origin: str = "",
) -> Ticket:
    """Ticket, first message, place in "to sort", confirmation and routing job: all or nothing."""
    from support.tasks import confirm_receipt, route_new_ticket  # tasks call the domain

    with transaction.atomic(savepoint=False):
        ticket = Ticket.objects.create(
            municipality=municipality,
            idempotency_key=idempotency_key,
            subject=subject,
            requester=requester,
            requester_name=name,
            requester_email=email,
            requester_phone=phone,
            requester_role=role,
            school=school,
            language=language,
            origin=origin,
            urgent=is_about_harm(subject, body),
        )
        Message.objects.create(ticket=ticket, kind=MessageKind.REQUEST, author=requester, author_name=name, body=body)
        unsorted = Queue.objects.get(municipality=municipality, kind=QueueKind.UNSORTED)
        WorkItem.objects.create(ticket=ticket, queue=unsorted)
        record(
            ticket=ticket,
            verb=EventVerb.CREATED,
            by=requester,
            actor=ticket.role_name,
            channel=ticket.channel,
        )
        confirm_receipt.enqueue(ticket.pk)
        route_new_ticket.enqueue(ticket.pk)
    return ticket


@transaction.atomic
def take(*, item: WorkItem, by: User) -> None:
    """Become the assignee. Raises AlreadyDone if somebody else took it first."""
    changed = WorkItem.objects.filter(pk=item.pk, queue=item.queue_id, assignee=item.assignee_id).update(
        assignee=by, touched=True
    )
    if not changed:
        raise AlreadyDone
    _change_state(item.ticket, TicketState.OPEN, only_from=TicketState.NEW)
    record(ticket=item.ticket, verb=EventVerb.TAKEN, by=by, queue=item.queue.kind)


@transaction.atomic
def solve(*, item: WorkItem, by: User) -> None:
    """Solved in this queue: the queue is thereby confirmed to have been the right one. Raises AlreadyDone.

    What both supports handle is solved for both, and both are confirmed.
    """
    ticket = item.ticket
    changed = (
        Ticket.objects.filter(pk=ticket.pk)
        .open()
        .update(state=TicketState.SOLVED, solved_at=timezone.now(), changed_at=timezone.now())
    )
    if not changed:
        raise AlreadyDone
    WorkItem.objects.filter(pk=item.pk).update(touched=True)
    queue = BOTH if routing.is_joint(ticket) else item.queue.kind
    record(ticket=ticket, verb=EventVerb.SOLVED, by=by, queue=queue)
    mail.send_solved(ticket)


@transaction.atomic
def reopen(*, ticket: Ticket, by: User | None) -> None:
    """The requester wrote again, or an agent sees that more is needed. An open ticket stays as it is."""
    changed = Ticket.objects.filter(pk=ticket.pk, state=TicketState.SOLVED).update(
        state=TicketState.OPEN, solved_at=None, changed_at=timezone.now()
    )
    if changed:
        record(ticket=ticket, verb=EventVerb.REOPENED, by=by, actor=ticket.role_name)


def _change_state(ticket: Ticket, state: TicketState, *, only_from: TicketState | None = None) -> None:
    rows = Ticket.objects.filter(pk=ticket.pk)
    if only_from is not None:
        rows = rows.filter(state=only_from)
    rows.update(state=state, changed_at=timezone.now())
