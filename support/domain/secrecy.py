"""Tickets about people whose whereabouts nobody may learn: marked by an agent, and then shown and mailed with less."""

from django.db import transaction

from accounts.models import User
from support.domain.events import record
from support.enums import EventVerb
from support.models import Ticket, WorkItem


@transaction.atomic
def mark_secret(*, item: WorkItem, by: User) -> bool:
    """Returns whether it was not marked before. From now on only people move the ticket."""
    changed = Ticket.objects.filter(pk=item.ticket_id, secret=False).update(secret=True)
    if changed:
        WorkItem.objects.filter(pk=item.pk).update(touched=True)
        record(ticket=item.ticket, verb=EventVerb.MARKED_SECRET, by=by, queue=item.queue.kind)
    return bool(changed)


@transaction.atomic
def unmark_secret(*, item: WorkItem, by: User) -> bool:
    """Returns whether it was marked before."""
    changed = Ticket.objects.filter(pk=item.ticket_id, secret=True).update(secret=False)
    if changed:
        record(ticket=item.ticket, verb=EventVerb.UNMARKED_SECRET, by=by, queue=item.queue.kind)
    return bool(changed)
