"""The agent's list and ticket page."""

import uuid
from typing import cast

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts.models import Municipality, User
from accounts.tenancy import municipality_or_404
from support.alike import tickets_alike
from support.domain.routing import BOUNCES_TO_JOIN, bounces
from support.enums import BOTH, OPEN_STATES, SORTED_KINDS
from support.forms import WriteForm
from support.models import Attachment, Queue, Suggestion, TicketEvent, WorkItem
from support.permissions import belongs_to, is_agent
from support.views.files import stream

PAGE_SIZE = 25
VIEWS = ("open", "mine", "ended")
CONTACT = "kontakt"
"""The value of `visa` that shows a secret ticket's requester."""


def agents_place(request: HttpRequest) -> Municipality:
    """The municipality, if the person is an agent there; 404 for one that is not theirs, 403 for a missing right."""
    place = municipality_or_404(request)
    if is_agent(request.user, place):
        return place
    if belongs_to(request.user, place):
        raise PermissionDenied
    raise Http404


def item_of(user: User, place: Municipality, reference: str) -> WorkItem:
    """The work item in one of the person's queues. 403 if the ticket lies in another queue of the place."""
    items = WorkItem.objects.filter(ticket__reference=reference, ticket__municipality=place).select_related(
        "queue",
        "assignee",
        "ticket__municipality",
        "ticket__school",
        "ticket__suggestion",
        "ticket__requester",
    )
    item = items.visible_to(user).order_by("pk").first()  # the one that leads, of a lead who sees both
    if item is None and items.exists():
        raise PermissionDenied
    if item is None:
        raise Http404
    return item


@never_cache
@login_required
@require_safe
def ticket_list(request: HttpRequest, municipality: str) -> HttpResponse:
    place = agents_place(request)
    user = cast(User, request.user)
    open_items = Count("work_items", filter=Q(work_items__ticket__state__in=OPEN_STATES))
    queues = list(Queue.objects.visible_to(user).filter(municipality=place).annotate(open_items=open_items))
    queue = next((queue for queue in queues if queue.kind == request.GET.get("queue")), None)
    view = request.GET.get("view") if request.GET.get("view") in VIEWS else "open"
    items = items_of(user, place, queue, str(view))
    context = {
        "municipality": place,
        "queues": queues,
        "queue": queue,
        "view": view,
        "page": Paginator(items, PAGE_SIZE).get_page(request.GET.get("sida")),
    }
    return render(request, "support/ticket_list.html", context)


def items_of(user: User, place: Municipality, queue: Queue | None, view: str) -> QuerySet[WorkItem]:
    items = WorkItem.objects.visible_to(user).filter(queue__municipality=place)
    if queue is not None:
        items = items.filter(queue=queue)
    if view == "mine":
        items = items.filter(assignee=user)
    items = items.one_a_ticket().select_related("queue", "assignee", "ticket__school", "ticket__suggestion")
    items = items.annotate(
        is_joint=Exists(WorkItem.objects.filter(ticket=OuterRef("ticket")).exclude(pk=OuterRef("pk")))
    )
    if view == "ended":
        return items.exclude(ticket__state__in=OPEN_STATES).order_by("-ticket__solved_at", "-pk")
    return items.open().order_by("-ticket__urgent", "ticket__created_at", "pk")


@never_cache
@login_required
@require_safe
def ticket(request: HttpRequest, municipality: str, reference: str) -> HttpResponse:
    place = agents_place(request)
    return ticket_page(request, place, item_of(cast(User, request.user), place, reference))


def ticket_page(
    request: HttpRequest,
    place: Municipality,
    item: WorkItem,
    *,
    reply: WriteForm | None = None,
    note: WriteForm | None = None,
    status: int = 200,
) -> HttpResponse:
    ticket, user = item.ticket, cast(User, request.user)
    suggestion = getattr(ticket, "suggestion", None)
    shown = suggestion if suggestion and may_be_seen(suggestion) else None
    events = list(TicketEvent.objects.filter(ticket_reference=ticket.reference))
    context = {
        "municipality": place,
        "item": item,
        "ticket": ticket,
        "suggestion": shown if shown and shown.names_a_queue else None,
        "alike": tickets_alike(shown, user),
        "conversation": ticket.messages.select_related("author").prefetch_related("attachments"),
        "events": events,
        **choices_of(suggestion, events),
        "hides_contact": ticket.secret and request.GET.get("visa") != CONTACT,
        **places_of(item),
        "reply_form": reply or WriteForm(auto_id="reply_%s", label=_("Your answer")),
        "note_form": note or WriteForm(auto_id="note_%s", label=_("Your note")),
    }
    return render(request, "support/ticket.html", context, status=status)


def may_be_seen(suggestion: Suggestion) -> bool:
    """Who sorts blind sees it afterwards. Where the router was not asked, there is nothing to hide."""
    return suggestion.shown or not suggestion.names_a_queue or not suggestion.ticket.is_open


def choices_of(suggestion: Suggestion | None, events: list[TicketEvent]) -> dict[str, object]:
    """Whether joint handling is the first thing to choose: suggested, or overdue."""
    bounces_too_much = bounces(events) >= BOUNCES_TO_JOIN
    is_suggested = suggestion is not None and suggestion.shown and suggestion.queue_kind == BOTH
    return {"bounces_too_much": bounces_too_much, "joins_first": bounces_too_much or is_suggested}


def places_of(item: WorkItem) -> dict[str, object]:
    """Where the ticket lies, and where it may go. `leading` is the item whose assignee owns the ticket."""
    items = list(WorkItem.objects.filter(ticket=item.ticket_id).select_related("queue", "assignee").order_by("pk"))
    is_joint = len(items) > 1
    queues = list(Queue.objects.open().filter(municipality=item.queue.municipality_id))
    can_join = not is_joint and {queue.kind for queue in queues} >= set(SORTED_KINDS)
    return {
        "is_joint": is_joint,
        "leading": items[0],
        "items": items,
        "move_to": [queue for queue in queues if is_joint or queue != item.queue],
        "can_join": can_join,
    }


@never_cache
@login_required
@require_safe
def file(request: HttpRequest, municipality: str, reference: str, attachment: uuid.UUID) -> HttpResponse:
    place = agents_place(request)
    item = item_of(cast(User, request.user), place, reference)
    return stream(get_object_or_404(Attachment, pk=attachment, message__ticket=item.ticket))
