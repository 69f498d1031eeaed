"""What an agent does with a ticket. Each is one POST that calls one domain function and leads back to the ticket."""

from collections.abc import Callable
from functools import wraps

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from support.domain import conversations, routing, tickets
from support.domain.marks import set_mark
from support.domain.tickets import AlreadyDone
from support.enums import Mark
from support.forms import MoveForm, WriteForm
from support.models import WorkItem
from support.views.agent import agents_place, item_of, ticket_page

Action = Callable[[HttpRequest, WorkItem, User], HttpResponse | None]


def ticket_action(action: Action) -> Callable[[HttpRequest, str, str], HttpResponse]:
    """Find the work item by the person's rights; go back to the ticket unless the action answers itself."""

    @wraps(action)
    def view(request: HttpRequest, municipality: str, reference: str) -> HttpResponse:
        user = request.user
        if not isinstance(user, User):
            return signed_out(request, municipality, reference)
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        try:
            item = item_of(user, agents_place(request), reference)
        except PermissionDenied:
            return not_sent(request, _("The ticket is in a queue that is not yours, so you cannot write in it."))
        try:
            answer = action(request, item, user)
        except AlreadyDone:
            messages.error(request, _("Somebody else has just changed the ticket. Look at it again."))
            answer = None
        return answer or redirect("support:ticket", municipality, reference)

    return view


def signed_out(request: HttpRequest, municipality: str, reference: str) -> HttpResponse:
    """The way back is to the ticket, not to an address that only takes forms."""
    ticket_url = reverse("support:ticket", args=[municipality, reference])
    if not request.POST.get("body"):
        return redirect_to_login(ticket_url)
    return not_sent(request, _("You have been signed out. Sign in and send it again."), ticket_url)


def not_sent(request: HttpRequest, reason: str, ticket_url: str = "") -> HttpResponse:
    """A refusal that gives back what was written. 403 without a page of its own where nothing was."""
    written = request.POST.get("body")
    if not written:
        raise PermissionDenied
    context = {"reason": reason, "written": written, "ticket_url": ticket_url}
    return render(request, "support/not_sent.html", context, status=403)


@ticket_action
def take(request: HttpRequest, item: WorkItem, user: User) -> None:
    tickets.take(item=item, by=user)
    messages.success(request, _("The ticket is yours."))


@ticket_action
def solve(request: HttpRequest, item: WorkItem, user: User) -> None:
    tickets.solve(item=item, by=user)
    messages.success(request, _("Solved. The requester gets an e-mail."))


@ticket_action
def reopen(request: HttpRequest, item: WorkItem, user: User) -> None:
    tickets.reopen(ticket=item.ticket, by=user)


@ticket_action
def reply(request: HttpRequest, item: WorkItem, user: User) -> HttpResponse | None:
    form = WriteForm(request.POST, auto_id="reply_%s", label=_("Your answer"))
    if not form.is_valid():
        return ticket_page(request, item.ticket.municipality, item, reply=form, status=422)
    conversations.reply(item=item, body=form.cleaned_data["body"], key=form.cleaned_data["key"], by=user)
    messages.success(request, _("The answer has been sent."))
    return None


@ticket_action
def note(request: HttpRequest, item: WorkItem, user: User) -> HttpResponse | None:
    form = WriteForm(request.POST, auto_id="note_%s", label=_("Your note"))
    if not form.is_valid():
        return ticket_page(request, item.ticket.municipality, item, note=form, status=422)
    conversations.note(item=item, body=form.cleaned_data["body"], key=form.cleaned_data["key"], by=user)
    messages.success(request, _("The note has been saved."))
    return None


@ticket_action
def move(request: HttpRequest, item: WorkItem, user: User) -> HttpResponse | None:
    """Also how one key corrects the machine: the queue chosen here is a confirmed label."""
    form = MoveForm(request.POST, municipality=item.ticket.municipality)
    if not form.is_valid():
        messages.error(request, _("Choose a queue that takes tickets."))
        return None
    queue = form.cleaned_data["queue"]
    if routing.route_ticket(ticket=item.ticket, queue=queue, by=user, reason=""):
        messages.success(request, _("Moved to %(queue)s.") % {"queue": queue})
    return redirect("support:ticket_list", item.ticket.municipality.slug)


@ticket_action
def join(request: HttpRequest, item: WorkItem, user: User) -> None:
    """Also how one key accepts the suggestion that both supports handle the ticket."""
    if routing.handle_jointly(ticket=item.ticket, by=user):
        messages.success(request, _("The ticket now lies with both supports."))
    else:
        messages.error(request, _("The ticket lies with both supports already, or one of their queues is closed."))


def marking(mark: Mark, *, on: bool, done: Promise) -> Callable[[HttpRequest, str, str], HttpResponse]:
    @ticket_action
    def view(request: HttpRequest, item: WorkItem, user: User) -> None:
        if set_mark(item=item, mark=mark, on=on, by=user):
            messages.success(request, str(done))

    return view


mark_secret = marking(
    Mark.SECRET,
    on=True,
    done=gettext_lazy("Marked as secret. The requester’s details are hidden until you ask for them."),
)
unmark_secret = marking(Mark.SECRET, on=False, done=gettext_lazy("No longer marked as secret."))
mark_urgent = marking(
    Mark.URGENT,
    on=True,
    done=gettext_lazy("Marked: may be about harm to a child. The ticket is first in the list."),
)
unmark_urgent = marking(Mark.URGENT, on=False, done=gettext_lazy("No longer marked as possible harm to a child."))
