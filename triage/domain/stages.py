"""The stages of queues: how much the machine may do. A person moves them on, the machine only back."""

from typing import Any

from django.db import transaction

from accounts.models import Municipality, User
from support.enums import SORTED_KINDS
from support.models import Queue, Ticket
from triage.enums import Stage
from triage.models import QueueStage, StageChange, TrainedModel


class NotCertified(Exception):
    """The model in use has no certificate for the queue, so it may not sort into it."""


def begin_for_new(sender: type[Queue], instance: Queue, created: bool, **kwargs: Any) -> None:
    """Signal handler: a queue is born with a stage."""
    if created and not kwargs.get("raw") and instance.kind in SORTED_KINDS:
        QueueStage.objects.get_or_create(queue=instance)


def stage_of(ticket: Ticket, kind: str) -> QueueStage | None:
    return QueueStage.objects.filter(queue__municipality=ticket.municipality_id, queue__kind=kind).first()


def quietest_stage(ticket: Ticket) -> Stage:
    """What holds for tickets that belong to both queues or to none: a queue in shadow keeps them in shadow."""
    stages = QueueStage.objects.filter(queue__municipality=ticket.municipality_id).values_list("stage", flat=True)
    return Stage(min(stages, key=Stage.values.index, default=Stage.SUGGEST))


def is_switched_off(municipality: Municipality) -> bool:
    """Every queue is off: then the classifier is not asked, and no decision about a ticket is made or kept."""
    stages = set(QueueStage.objects.filter(queue__municipality=municipality).values_list("stage", flat=True))
    return stages == {Stage.OFF}


def is_certified(stage: QueueStage) -> bool:
    in_use = TrainedModel.objects.in_use()
    return bool(in_use and stage.threshold is not None and stage.certified_model == in_use.sha256)


@transaction.atomic
def change_stage(*, stage: QueueStage, to: Stage, by: User | None, why: str = "") -> QueueStage:
    """Raises NotCertified. The same stage again changes nothing."""
    stage = QueueStage.objects.select_for_update().get(pk=stage.pk)
    if to == Stage.AUTOMATIC and not is_certified(stage):
        raise NotCertified
    if to != stage.stage:
        StageChange.objects.create(stage=stage, before=stage.stage, after=to, by=by, why=why)
        stage.stage = to
        stage.save(update_fields=["stage"])
    return stage


def fall_back(*, stage: QueueStage, why: str) -> QueueStage:
    """The machine stops sorting by itself and says why. It still suggests."""
    return change_stage(stage=stage, to=Stage.SUGGEST, by=None, why=why)
