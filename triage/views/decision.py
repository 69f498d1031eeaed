"""Why the machine said what it said about a ticket."""

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from support.models import Ticket
from support.permissions import is_agent
from triage.models import Decision
from triage.permissions import may_read_decision
from triage.reading.decision import decision_reading, is_sealed
from triage.views.places import place_for


@never_cache
@login_required
@require_safe
def decision(request: HttpRequest, municipality: str, ref: str) -> HttpResponse:
    place = place_for(request, is_agent)
    found = get_object_or_404(Decision, ref=ref, municipality_slug=place.slug)
    ticket = Ticket.objects.filter(reference=found.ticket_reference, municipality=place).first()
    if not may_read_decision(request.user, place, ticket):
        raise PermissionDenied
    if ticket is not None and is_sealed(found):
        return render(request, "triage/sealed.html", {"municipality": place, "ticket": ticket})
    context = {"municipality": place, "ticket": ticket, "reading": decision_reading(found)}
    return render(request, "triage/decision.html", context)
