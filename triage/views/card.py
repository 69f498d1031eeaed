"""The model's card: what anyone who works with it may know about it, on screen and on paper."""

import re

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts.models import Municipality
from triage.models import TrainedModel
from triage.permissions import may_read_card, may_read_stages, sees_all_municipalities
from triage.reading.card import card_reading
from triage.reading.trained import model_reading
from triage.views.places import place_for

SHORT_CHECKSUM = re.compile(r"[0-9a-f]{12}")


@never_cache
@login_required
@require_safe
def latest(request: HttpRequest, municipality: str) -> HttpResponse:
    """Of the model in use; of none if none is."""
    return card_page(request, place_for(request, may_read_card), TrainedModel.objects.in_use())


@never_cache
@login_required
@require_safe
def card(request: HttpRequest, municipality: str, sha: str) -> HttpResponse:
    place = place_for(request, may_read_card)
    if not SHORT_CHECKSUM.fullmatch(sha):
        raise Http404
    return card_page(request, place, get_object_or_404(TrainedModel, sha256__startswith=sha))


def card_page(request: HttpRequest, place: Municipality, model: TrainedModel | None) -> HttpResponse:
    context: dict[str, object] = {
        "municipality": place,
        "model": model,
        "may_read_stages": may_read_stages(request.user, place),
    }
    if model is not None and model.card:
        in_use = model if model.active else TrainedModel.objects.in_use()
        everywhere = sees_all_municipalities(request.user)
        context["reading"] = card_reading(model, place, in_use, everywhere=everywhere)
        context["fate"] = model_reading(model)
    return render(request, "triage/card.html", context)
