"""The helpdesk's rows on the home page: tickets that wait for an agent, and one's own."""

from collections.abc import Iterable

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import Municipality, User
from kb.home import HomeRow
from support.domain.links import status_token
from support.enums import OPEN_STATES, QueueKind, TicketState
from support.models import Ticket, WorkItem

MAX_OWN = 5
URGENT_RANK = 5


def ticket_rows(user: User, municipality: Municipality, language: str) -> Iterable[HomeRow]:
    yield from queue_rows(user, municipality)
    yield from own_rows(user, municipality)


def queue_rows(user: User, municipality: Municipality) -> Iterable[HomeRow]:
    """One row a queue that the person works with and where something lies."""
    waiting = (
        WorkItem.objects.visible_to(user)
        .open()
        .filter(queue__municipality=municipality)
        .values("queue__kind", "queue__name")
        .annotate(count=Count("pk"), urgent=Count("pk", filter=Q(ticket__urgent=True)))
    )
    for place in waiting:
        count, urgent = place["count"], place["urgent"]
        rank = 100 if place["queue__kind"] == QueueKind.UNSORTED else 110
        yield HomeRow(
            rank=URGENT_RANK if urgent else rank,
            title=place["queue__name"],
            url=f"{reverse('support:ticket_list', args=[municipality.slug])}?queue={place['queue__kind']}",
            why=why_of(count, urgent),
            kind=_("Queue"),
        )


def why_of(count: int, urgent: int) -> str:
    waiting = ngettext("%(count)s open ticket in your queue", "%(count)s open tickets in your queue", count)
    concern = ngettext(
        "%(count)s of them may be about harm to a child", "%(count)s of them may be about harm to a child", urgent
    )
    parts = [waiting % {"count": count}, *([concern % {"count": urgent}] if urgent else [])]
    return ". ".join(parts)


def own_rows(user: User, municipality: Municipality) -> Iterable[HomeRow]:
    own = Ticket.objects.requested_by(user).filter(municipality=municipality, state__in=OPEN_STATES)
    for ticket in own.order_by("-changed_at")[:MAX_OWN]:
        waits = ticket.state == TicketState.WAITING
        yield HomeRow(
            rank=50 if waits else 150,
            title=ticket.title,
            url=reverse("support:status", args=[status_token(ticket)]),
            why=_("The support has answered you") if waits else _("You asked, and the support has your question"),
            kind=_("Your question"),
        )
