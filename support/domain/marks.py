"""Marks that change how a ticket is handled. Agents set them and take them away, each time with an event.

Secret: about people whose whereabouts nobody may learn; shown and mailed with less. Urgent: may be about harm to a
child; first in the list. The words of a message set the latter too (`support.domain.concerns`), and they can be wrong.
"""

from django.db import transaction

from accounts.models import User
from support.domain import mail
from support.domain.events import record
from support.enums import EventVerb, Mark
from support.models import Ticket, WorkItem

VERBS = {
    (Mark.SECRET, True): EventVerb.MARKED_SECRET,
    (Mark.SECRET, False): EventVerb.UNMARKED_SECRET,
    (Mark.URGENT, True): EventVerb.MARKED_URGENT,
    (Mark.URGENT, False): EventVerb.UNMARKED_URGENT,
}


@transaction.atomic
def set_mark(*, item: WorkItem, mark: Mark, on: bool, by: User) -> bool:
    """Returns whether it was the other way before. From now on only people move the ticket."""
    changed = Ticket.objects.filter(pk=item.ticket_id, **{mark.value: not on}).update(**{mark.value: on})
    if changed:
        WorkItem.objects.filter(pk=item.pk).update(touched=True)
        record(ticket=item.ticket, verb=VERBS[mark, on], by=by, queue=item.queue.kind)
    if changed and mark == Mark.SECRET and on:
        ticket = Ticket.objects.select_related("municipality", "school").get(pk=item.ticket_id)
        mail.withhold_answers(ticket)
    return bool(changed)
