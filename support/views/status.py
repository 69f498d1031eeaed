"""The requester's page of a ticket, reached by the signed link alone."""

import uuid

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from accounts.tenancy import set_municipality
from support.domain import conversations
from support.domain.drafts import TooManyRequests
from support.domain.links import ticket_of_token
from support.enums import PUBLIC_KINDS, TicketState
from support.forms import WriteForm
from support.models import Attachment, Ticket
from support.views.files import stream


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def status(request: HttpRequest, token: str) -> HttpResponse:
    ticket = ticket_of_token(token)
    if ticket is None:
        return render(request, "support/link_invalid.html", status=404)
    set_municipality(request, ticket.municipality)
    form = WriteForm(request.POST if request.method == "POST" else None, label=_("Your message"))
    if form.is_bound and ticket.state == TicketState.CLOSED:
        form.add_error(None, _("The question is closed, so this was not sent. Copy it and ask a new question."))
    status_code = 422 if form.is_bound else 200
    if form.is_valid():
        try:
            conversations.requester_writes(ticket=ticket, body=form.cleaned_data["body"], key=form.cleaned_data["key"])
            return redirect(f"{request.path}#senaste")
        except TooManyRequests:
            form.add_error(None, _("You have written many times in a short time. Try again in an hour, or call us."))
            status_code = 429
    return private(render(request, "support/status.html", status_context(ticket, form, token), status=status_code))


def status_context(ticket: Ticket, form: WriteForm, token: str) -> dict[str, object]:
    return {
        "ticket": ticket,
        "municipality": ticket.municipality,
        "conversation": ticket.messages.filter(kind__in=PUBLIC_KINDS).prefetch_related("attachments"),
        "form": form,
        "token": token,
    }


@never_cache
@require_safe
def file(request: HttpRequest, token: str, attachment: uuid.UUID) -> HttpResponse:
    ticket = ticket_of_token(token)
    if ticket is None:
        raise Http404
    allowed = Attachment.objects.filter(message__ticket=ticket, message__kind__in=PUBLIC_KINDS)
    return stream(get_object_or_404(allowed, pk=attachment))


def private(response: HttpResponse) -> HttpResponse:
    """The address is the key, so it must not travel along to other sites or into search engines."""
    # Not no-referrer: browsers then send "Origin: null" with the form, which looks like somebody else's.
    response["Referrer-Policy"] = "same-origin"
    response["X-Robots-Tag"] = "noindex"
    return response
