"""What people write on a ticket. Each form carries a key, so that a double click writes once."""

import uuid
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from support.domain import mail, tickets
from support.domain.concerns import is_about_harm
from support.domain.drafts import TooManyRequests
from support.domain.events import record
from support.enums import EventVerb, MessageKind, TicketState
from support.models import Message, Ticket, WorkItem

MESSAGES_AN_HOUR = 20
"""That a requester can write on one ticket: whoever has the link writes without an account."""


def reply(*, item: WorkItem, body: str, key: uuid.UUID, by: User) -> Message:
    """A public answer: mailed to the requester; the ticket then waits for them."""
    with transaction.atomic():
        message, created = _write(
            ticket=item.ticket, kind=MessageKind.REPLY, body=body, key=key, author=by, author_name=str(by)
        )
        if created:
            # Whoever marks the ticket as secret meanwhile waits for us, and then finds the mail.
            item.ticket.refresh_from_db(fields=["secret"], from_queryset=Ticket.objects.select_for_update())
            now = timezone.now()
            rows = Ticket.objects.filter(pk=item.ticket_id)
            rows.filter(answered_at=None).update(answered_at=now)
            rows.open().update(state=TicketState.WAITING, changed_at=now)
            WorkItem.objects.filter(pk=item.pk).update(touched=True)
            WorkItem.objects.filter(pk=item.pk, assignee=None).update(assignee=by)
            record(ticket=item.ticket, verb=EventVerb.REPLIED, by=by, queue=item.queue.kind)
            mail.send_reply(item.ticket, message)
    return message


def note(*, item: WorkItem, body: str, key: uuid.UUID, by: User) -> Message:
    """Read by agents only, and mailed to nobody."""
    with transaction.atomic():
        message, created = _write(
            ticket=item.ticket, kind=MessageKind.NOTE, body=body, key=key, author=by, author_name=str(by)
        )
        if created:
            WorkItem.objects.filter(pk=item.pk).update(touched=True)
            record(ticket=item.ticket, verb=EventVerb.NOTED, by=by, queue=item.queue.kind)
    return message


def requester_writes(*, ticket: Ticket, body: str, key: uuid.UUID) -> Message:
    """The requester adds something on the status page; a solved ticket opens again. Raises TooManyRequests."""
    with transaction.atomic():
        check_message_limit(ticket, key)
        message, created = _write(
            ticket=ticket,
            kind=MessageKind.REQUEST,
            body=body,
            key=key,
            author=ticket.requester,
            author_name=ticket.requester_name,
        )
        if created:
            tickets.reopen(ticket=ticket, by=ticket.requester)
            if is_about_harm("", body):
                Ticket.objects.filter(pk=ticket.pk).update(urgent=True)
            Ticket.objects.filter(pk=ticket.pk, state=TicketState.WAITING).update(
                state=TicketState.OPEN, changed_at=timezone.now()
            )
            record(ticket=ticket, verb=EventVerb.REQUESTER_WROTE, by=ticket.requester, actor=ticket.role_name)
    return message


def check_message_limit(ticket: Ticket, key: uuid.UUID) -> None:
    """What is sent twice counts once. Those who write at the same moment wait for each other."""
    written = Ticket.objects.select_for_update().get(pk=ticket.pk).messages.filter(kind=MessageKind.REQUEST)
    since = timezone.now() - timedelta(hours=1)
    if written.filter(created_at__gte=since).exclude(idempotency_key=key).count() >= MESSAGES_AN_HOUR:
        raise TooManyRequests


def _write(
    *, ticket: Ticket, kind: MessageKind, body: str, key: uuid.UUID, author: User | None, author_name: str
) -> tuple[Message, bool]:
    return Message.objects.get_or_create(
        ticket=ticket,
        idempotency_key=key,
        defaults={"kind": kind, "body": body, "author": author, "author_name": author_name},
    )
