"""What goes with a ticket: its words in decisions at once, in the model at the next training, later in old files."""

from collections.abc import Iterable
from typing import Any

from django.utils import timezone

from support.enums import EventVerb
from support.models import Ticket, TicketEvent
from triage.domain import store
from triage.models import Decision, TrainedModel

FORMER_KEPT = 2
"""Steps that can be rolled back."""


def forget_deleted(sender: type[Ticket], instance: Ticket, **kwargs: Any) -> None:
    """Signal handler: a decision's words and reasons go with the ticket; figures without words stay."""
    Decision.objects.filter(ticket_reference=instance.reference).update(text={}, reasons=[])
    mark_stale(instance)


def forget_secret(sender: type[TicketEvent], instance: TicketEvent, **kwargs: Any) -> None:
    """Signal handler: a ticket that becomes secret must not have taught."""
    if instance.verb == EventVerb.MARKED_SECRET:
        for ticket in Ticket.objects.filter(reference=instance.ticket_reference):
            mark_stale(ticket)


def mark_stale(ticket: Ticket) -> None:
    """Every model that was trained after the ticket came: a former one may come into use again."""
    knowing = TrainedModel.objects.filter(stale_since=None, created_at__gt=ticket.created_at)
    knowing.update(stale_since=timezone.now())


def mark_if_outdated(model: TrainedModel, taught: Iterable[str]) -> None:
    """A ticket that was deleted or became secret while the model was being trained; taught: their references."""
    references = set(taught)
    there = Ticket.objects.filter(secret=False).values_list("reference", flat=True)
    if references - set(there):
        model.stale_since = timezone.now()
        model.save(update_fields=["stale_since"])


def delete_needless_files() -> int:
    """Files of models that nobody can go back to and no decision can be computed again with. Returns how many."""
    former = TrainedModel.objects.former().values_list("sha256", flat=True)[:FORMER_KEPT]
    in_use = TrainedModel.objects.filter(active=True).values_list("sha256", flat=True)
    replayable = Decision.objects.exclude(text={}).order_by().values_list("model_sha256", flat=True).distinct()
    return store.delete_files_but({*former, *in_use, *replayable})
