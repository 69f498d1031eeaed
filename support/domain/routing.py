"""Where a ticket lies. One function moves it, for people and for the machine; a person always wins the race.

A ticket that needs both supports lies in both queues, which only a person decides. Its work item that was there first
leads: whoever has that one owns the ticket.
"""

from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from accounts.models import User
from support.domain.events import record
from support.enums import BOTH, SORTED_KINDS, EventVerb, QueueKind
from support.models import Queue, Suggestion, Ticket, TicketEvent, WorkItem
from support.router import RouteSuggestion, router

BOUNCES_TO_JOIN = 3
"""After so many moves between the two supports it is plain that neither can do it alone."""


def route_ticket(*, ticket: Ticket, queue: Queue, by: User | None, reason: str) -> bool:
    """Move the ticket to `queue`. Returns whether it moved.

    `by` None is the machine: it moves only what is still unsorted and untouched, and nothing urgent. A person moves
    from wherever it lies; the assignee is cleared, because the new queue decides who takes it. A ticket that lay with
    both supports lies with one afterwards.
    """
    if by is None and Ticket.objects.filter(pk=ticket.pk, urgent=True).exists():
        return False
    with transaction.atomic():
        if by is not None and len(lying := _locked_items(ticket)) > 1:
            return _leave_to_one(ticket, lying, queue, by, reason)
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


def handle_jointly(*, ticket: Ticket, by: User, reason: str = "") -> bool:
    """Give the ticket to both supports. Returns whether it changed anything.

    False if it lies with both already, or one of their queues is closed. The item that is there stays, with its
    assignee, and leads; from "to sort" it moves to a queue that its assignee, else `by`, works with.
    """
    with transaction.atomic():
        queues = {kind: queue for kind, queue in open_queues(ticket).items() if kind in SORTED_KINDS}
        items = _locked_items(ticket)
        if len(items) > 1 or len(queues) < len(SORTED_KINDS):
            return False
        (item,) = items
        source = item.queue
        if source.kind == QueueKind.UNSORTED:
            item.queue = _queue_of(item.assignee or by, queues)
            item.entered_at = timezone.now()
        item.touched = True
        item.save(update_fields=["queue", "entered_at", "touched"])
        (other,) = (queue for queue in queues.values() if queue != item.queue)
        WorkItem.objects.create(ticket=ticket, queue=other, touched=True)
        record(ticket=ticket, verb=EventVerb.JOINED, by=by, source=source.kind, queue=BOTH, reason=reason)
    return True


def is_joint(ticket: Ticket) -> bool:
    return WorkItem.objects.filter(ticket=ticket).count() > 1


def open_queues(ticket: Ticket) -> dict[str, Queue]:
    """Those of the municipality that take tickets, by their kind."""
    return {queue.kind: queue for queue in Queue.objects.open().filter(municipality=ticket.municipality_id)}


def bounces(events: Iterable[TicketEvent]) -> int:
    """How often people moved the ticket from one of the two supports to the other."""
    moves = [event.details for event in events if event.verb == EventVerb.MOVED]
    return sum(move.get("source") in SORTED_KINDS and move.get("queue") in SORTED_KINDS for move in moves)


def _queue_of(person: User, queues: dict[str, Queue]) -> Queue:
    mine = set(Queue.objects.visible_to(person))
    return next((queue for queue in queues.values() if queue in mine), queues[QueueKind.PEDAGOGICAL])


def _locked_items(ticket: Ticket) -> list[WorkItem]:
    """Two people who decide about the same ticket at once come one after the other."""
    Ticket.objects.select_for_update().get(pk=ticket.pk)
    items = WorkItem.objects.filter(ticket=ticket).select_related("queue", "assignee").order_by("pk")
    return list(items.select_for_update(of=("self",)))


def _leave_to_one(ticket: Ticket, items: list[WorkItem], queue: Queue, by: User, reason: str) -> bool:
    """The item that lies in the queue already stays as it is; else the one that leads moves there."""
    kept = next((item for item in items if item.queue == queue), items[0])
    WorkItem.objects.filter(ticket=ticket).exclude(pk=kept.pk).delete()
    if kept.queue != queue:
        kept.queue, kept.assignee, kept.entered_at = queue, None, timezone.now()
    kept.touched = True
    kept.save()
    record(ticket=ticket, verb=EventVerb.MOVED, by=by, source=BOTH, queue=queue.kind, reason=reason)
    return True


def store_suggestion(*, ticket: Ticket, suggestion: RouteSuggestion) -> bool:
    """Remember what the router said and, if it may act alone, carry it out. Returns whether the ticket moved.

    The queue is looked up among the municipality's open queues in this transaction: one that was closed since, or
    that never existed, is never chosen. That both supports should handle it is never carried out, only remembered.
    """
    with transaction.atomic():
        queues = open_queues(ticket)
        kind = kind_if_open(suggestion.queue, queues)
        is_open = kind == (suggestion.queue or "")
        moved = kind in queues and carry_out(ticket, queues[kind], suggestion)
        Suggestion.objects.update_or_create(
            ticket=ticket,
            defaults={
                "queue_kind": kind,
                "runner_up": kind_if_open(suggestion.runner_up, queues),
                "confidence": suggestion.confidence if is_open else None,
                "automatic": moved,
                "shown": suggestion.shown,
                "summary": suggestion.summary if is_open else closed_in_words(),
                "reasons": suggestion.reasons_as_data(),
                "decision_ref": suggestion.decision_ref,
            },
        )
        if kind and suggestion.shown and not moved:
            record(ticket=ticket, verb=EventVerb.SUGGESTED, by=None, queue=kind)
        router().applied(ticket, suggestion, moved=moved)
    return moved


def carry_out(ticket: Ticket, queue: Queue, suggestion: RouteSuggestion) -> bool:
    """Whether the ticket moved unasked. The router is asked again here: much can have been switched off meanwhile."""
    if not suggestion.automatic or queue.kind == QueueKind.UNSORTED or not router().may_carry_out(ticket, suggestion):
        return False
    return route_ticket(ticket=ticket, queue=queue, by=None, reason=suggestion.summary)


def closed_in_words() -> str:
    """In the agents' language, whatever language the requester wrote."""
    with override("sv"):
        return _("The queue that the model would suggest takes no tickets.")


def kind_if_open(kind: str | None, queues: dict[str, Queue]) -> str:
    """The kind, or `BOTH`, if what it names takes tickets; else nothing."""
    needed = set(SORTED_KINDS) if kind == BOTH else {kind}
    return kind if kind and needed <= set(queues) else ""
