"""All trained models, and the way back to the one before."""

from typing import cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from accounts.models import User
from triage.domain.rollback import AnotherBefore, NothingBefore, model_before, roll_back
from triage.enums import Stage
from triage.models import QueueStage, TrainedModel
from triage.permissions import may_read_stages, may_roll_back
from triage.reading.trained import model_readings
from triage.views.places import place_for


@never_cache
@login_required
@require_safe
def models(request: HttpRequest, municipality: str) -> HttpResponse:
    place = place_for(request, may_read_stages)
    steers = may_roll_back(request.user)
    context = {
        "municipality": place,
        "models": model_readings(),
        "may_roll_back": steers,
        "before": model_before() if steers else None,
    }
    return render(request, "triage/models.html", context)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def back(request: HttpRequest, municipality: str) -> HttpResponse:
    """Asks first: the model is shared by all municipalities."""
    place = place_for(request, may_read_stages)
    if not may_roll_back(request.user):
        raise PermissionDenied
    if request.method != "POST":
        context = {
            "municipality": place,
            "in_use": TrainedModel.objects.in_use(),
            "before": model_before(),
            "automatic": QueueStage.objects.filter(stage=Stage.AUTOMATIC).count(),
        }
        return render(request, "triage/roll_back.html", context)
    try:
        model = roll_back(by=cast(User, request.user), to=request.POST.get("to", ""))
        messages.success(request, _("The model %(model)s is in use again.") % {"model": model})
    except NothingBefore:
        messages.error(request, _("There is no former model whose file can be used."))
    except AnotherBefore:
        messages.error(request, _("Another model has come into use meanwhile. Nothing has been changed."))
    return redirect("triage:models", place.slug)
