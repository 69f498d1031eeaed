"""The stages of queues: how much the machine may do. A person moves them on, the machine only back."""

from typing import Any

from django.db import transaction

from accounts.models import Municipality, User
from support.enums import SORTED_KINDS
from support.models import Queue
from triage.enums import SILENT_STAGES, Stage
from triage.models import QueueStage, StageChange, TrainedModel

Stages = dict[str, QueueStage]
"""Of one municipality, by the kind of queue."""


class NotCertified(Exception):
    """The model in use has no certificate for the queue, so it may not sort into it."""


def begin_for_new(sender: type[Queue], instance: Queue, created: bool, **kwargs: Any) -> None:
    """Signal handler: a queue is born with a stage."""
    if created and not kwargs.get("raw") and instance.kind in SORTED_KINDS:
        QueueStage.objects.get_or_create(queue=instance)


def stages_of(municipality: Municipality) -> Stages:
    return {
        stage.queue.kind: stage
        for stage in QueueStage.objects.filter(queue__municipality=municipality).select_related("queue")
    }


def quietest(stages: Stages) -> Stage:
    """What holds for tickets that belong to both queues or to none: a queue in shadow keeps them in shadow."""
    return Stage(min((stage.stage for stage in stages.values()), key=Stage.values.index, default=Stage.SUGGEST))


def are_off(stages: Stages) -> bool:
    """Every queue is off: then the classifier is not asked, and no decision about a ticket is made or kept."""
    return {stage.stage for stage in stages.values()} == {Stage.OFF}


def are_silent(stages: Stages) -> bool:
    """Nobody sees any suggestion in the municipality, whatever the model guesses."""
    return all(stage.stage in SILENT_STAGES for stage in stages.values())


def is_certified(stage: QueueStage) -> bool:
    in_use = TrainedModel.objects.in_use()
    return bool(in_use and stage.threshold is not None and stage.certified_model == in_use.sha256)


@transaction.atomic
def change_stage(
    *, stage: QueueStage, to: Stage, by: User | None, why: str = "", only_from: Stage | None = None
) -> QueueStage:
    """Raises NotCertified. The same stage again changes nothing, nor does `only_from` where another stage holds now."""
    stage = QueueStage.objects.select_for_update().get(pk=stage.pk)
    if to == stage.stage or only_from not in (None, stage.stage):
        return stage
    if to == Stage.AUTOMATIC and not is_certified(stage):
        raise NotCertified
    StageChange.objects.create(stage=stage, before=stage.stage, after=to, by=by, why=why)
    stage.stage = to
    stage.save(update_fields=["stage"])
    return stage


def fall_back(*, stage: QueueStage, why: str, by: User | None = None) -> QueueStage:
    """The machine stops sorting by itself and says why. It still suggests; a queue that is off stays off."""
    return change_stage(stage=stage, to=Stage.SUGGEST, by=by, why=why, only_from=Stage.AUTOMATIC)
