"""The signed link that lets a requester read a ticket without an account."""

from datetime import timedelta

from django.conf import settings
from django.core import signing
from django.urls import reverse
from django.utils import translation

from support.models import Ticket

SALT = "support.status"


def status_token(ticket: Ticket) -> str:
    return signing.dumps(ticket.reference, salt=SALT, compress=False)


def ticket_of_token(token: str) -> Ticket | None:
    """None if the link was altered, is older than settings.SUPPORT_LINK_DAYS, or its ticket is gone."""
    try:
        reference = signing.loads(token, salt=SALT, max_age=timedelta(days=settings.SUPPORT_LINK_DAYS))
    except signing.BadSignature:
        return None
    return Ticket.objects.filter(reference=reference).select_related("municipality", "school").first()


def status_url(ticket: Ticket) -> str:
    """The whole address, for e-mails, in the ticket's language."""
    with translation.override(ticket.language):
        path = reverse("support:status", args=[status_token(ticket)])
    return f"{settings.BASE_URL}{path}"
