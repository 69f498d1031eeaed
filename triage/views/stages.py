"""The support lead's page: how much the machine may do in each queue, the figures beside it, and the switches."""

from dataclasses import dataclass
from typing import cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from accounts.models import Municipality, User
from triage.domain.stages import NotCertified, change_stage
from triage.domain.switch_off import switch_off
from triage.domain.targets import change_target
from triage.enums import Stage
from triage.forms import StageForm, TargetForm
from triage.models import QueueStage, TrainedModel
from triage.permissions import may_change_stages, may_read_stages
from triage.reading.stages import NAMES, Choice, QueueReading, advice_for, choices_for, latest_changes, queue_readings
from triage.templatetags.triage_tags import percent
from triage.views.places import place_for

Sent = StageForm | TargetForm | None
"""What somebody sent for a queue that could not be carried out."""


@dataclass(frozen=True, slots=True)
class Row:
    """A queue on the page: what is known of it, and the forms that move it to another stage and another target."""

    reading: QueueReading
    form: StageForm
    choices: list[Choice]
    target_form: TargetForm


@never_cache
@login_required
@require_safe
def overview(request: HttpRequest, municipality: str) -> HttpResponse:
    return overview_page(request, place_for(request, may_read_stages))


@never_cache
@login_required
@require_POST
def change(request: HttpRequest, municipality: str, queue: str) -> HttpResponse:
    place = place_for(request, may_change_stages)
    stage = stage_or_404(place, queue)
    form = StageForm(request.POST, kind=queue)
    if not form.is_valid():
        return overview_page(request, place, form=form, queue=queue, status=422)
    to = Stage(form.cleaned_data["stage"])
    try:
        change_stage(stage=stage, to=to, by=cast(User, request.user), why=form.cleaned_data["why"])
    except NotCertified:
        form.add_error("stage", _("The queue is not certified for the model in use, so it cannot sort by itself."))
        return overview_page(request, place, form=form, queue=queue, status=422)
    messages.success(request, _("%(queue)s: %(stage)s.") % {"queue": stage.queue, "stage": NAMES[to]})
    return redirect("triage:overview", place.slug)


@never_cache
@login_required
@require_POST
def target(request: HttpRequest, municipality: str, queue: str) -> HttpResponse:
    place = place_for(request, may_change_stages)
    stage = stage_or_404(place, queue)
    form = TargetForm(request.POST, kind=queue, now=stage.target_error)
    if not form.is_valid():
        return overview_page(request, place, form=form, queue=queue, status=422)
    changed = change_target(
        stage=stage, to=form.cleaned_data["target"], by=cast(User, request.user), why=form.cleaned_data["why"]
    )
    told = [_("%(queue)s: at most %(target)s errors are allowed.")]
    if changed.stage != stage.stage:
        told.append(_("The old certificate promised less, so the queue does not sort by itself any more."))
    messages.success(request, " ".join(told) % {"queue": stage.queue, "target": percent(changed.target_error)})
    return redirect("triage:overview", place.slug)


@never_cache
@login_required
@require_POST
def off(request: HttpRequest, municipality: str) -> HttpResponse:
    place = place_for(request, may_change_stages)
    count = switch_off(municipality=place, by=cast(User, request.user), why=_("All queues were switched off."))
    text = ngettext("The sorting is off in %(count)d queue.", "The sorting is off in %(count)d queues.", count)
    messages.success(request, text % {"count": count} if count else _("The sorting was already off."))
    return redirect("triage:overview", place.slug)


def stage_or_404(place: Municipality, kind: str) -> QueueStage:
    return get_object_or_404(QueueStage.objects.select_related("queue"), queue__municipality=place, queue__kind=kind)


def overview_page(
    request: HttpRequest, place: Municipality, *, form: Sent = None, queue: str = "", status: int = 200
) -> HttpResponse:
    in_use = TrainedModel.objects.in_use()
    sent = {queue: form} if form is not None else {}
    readings = queue_readings(place, in_use)
    rows = [row_of(reading, sent.get(reading.stage.queue.kind)) for reading in readings]
    context = {
        "municipality": place,
        "model": in_use,
        "rows": rows,
        "advice": advice_for(readings) if in_use else None,
        "changes": latest_changes(place),
        "form": form,
        "may_change": may_change_stages(request.user, place),
        "all_off": all(row.reading.stage.stage == Stage.OFF for row in rows),
    }
    return render(request, "triage/overview.html", context, status=status)


def row_of(reading: QueueReading, sent: Sent) -> Row:
    stage = reading.stage
    kind = stage.queue.kind
    form = sent if isinstance(sent, StageForm) else StageForm(initial={"stage": stage.stage}, kind=kind)
    target_form = sent if isinstance(sent, TargetForm) else TargetForm(kind=kind, now=stage.target_error)
    return Row(reading, form, choices_for(reading, form["stage"].value()), target_form)
