"""Where a ticket lies. One function moves it, for people and for the machine; a person always wins the race."""

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from support.domain.events import record
from support.enums import EventVerb, QueueKind
from support.models import Queue, Suggestion, Ticket, WorkItem
from support.router import RouteSuggestion, router


def route_ticket(*, ticket: Ticket, queue: Queue, by: User | None, reason: str) -> bool:
    """Move the ticket to `queue`. Returns whether it moved.

    `by` None is the machine: it moves only what is still unsorted and untouched. A person moves from wherever it
    lies; the assignee is cleared, because the new queue decides who takes it.
    """
    with transaction.atomic():
        items = WorkItem.objects.filter(ticket=ticket).exclude(queue=queue)
        if by is None:
            items = items.filter(queue__kind=QueueKind.UNSORTED, touched=False, assignee=None)
        item = items.select_related("queue").order_by("pk").first()
        if item is None or WorkItem.objects.filter(ticket=ticket, queue=queue).exists():
            return False
        # Conditions on this table alone: PostgreSQL checks them again on the row it waited for, but not a subquery's.
        unchanged = {} if by else {"touched": False, "assignee": None}
        moved = WorkItem.objects.filter(pk=item.pk, queue=item.queue_id, **unchanged).update(
            queue=queue, assignee=None, entered_at=timezone.now(), touched=by is not None
        )
        if moved:
            verb = EventVerb.ROUTED if by is None else EventVerb.MOVED
            record(ticket=ticket, verb=verb, by=by, source=item.queue.kind, queue=queue.kind, reason=reason)
        return bool(moved)


def store_suggestion(*, ticket: Ticket, suggestion: RouteSuggestion) -> bool:
    """Remember what the router said and, if it may act alone, carry it out. Returns whether the ticket moved.

    The queue is looked up among the municipality's open queues in this transaction: one that was closed since, or
    that never existed, is never chosen.
    """
    with transaction.atomic():
        queue = live_queue(ticket, suggestion.queue)
        may_move = queue is not None and suggestion.automatic and queue.kind != QueueKind.UNSORTED
        moved = bool(
            may_move and queue and route_ticket(ticket=ticket, queue=queue, by=None, reason=suggestion.summary)
        )
        Suggestion.objects.update_or_create(
            ticket=ticket,
            defaults={
                "queue_kind": queue.kind if queue else "",
                "runner_up": suggestion.runner_up or "",
                "confidence": suggestion.confidence,
                "automatic": moved,
                "shown": suggestion.shown,
                "summary": suggestion.summary,
                "reasons": suggestion.reasons_as_data(),
                "decision_ref": suggestion.decision_ref,
            },
        )
        if queue is not None and suggestion.shown and not moved:
            record(ticket=ticket, verb=EventVerb.SUGGESTED, by=None, queue=queue.kind)
        router().applied(ticket, suggestion, moved=moved)
    return moved


def live_queue(ticket: Ticket, kind: str | None) -> Queue | None:
    if kind is None:
        return None
    return Queue.objects.open().filter(municipality=ticket.municipality_id, kind=kind).first()
