"""What the support lead reads of each queue. Figures come from stored JSON: the web process computes none."""

from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.models import Municipality
from triage.classifier.promise import fewest_without_error
from triage.enums import SILENT_STAGES, Stage
from triage.models import QueueStage, StageChange, TrainedModel

CHANGES_SHOWN = 20

NAMES: dict[str, Promise] = {
    Stage.OFF: _("Off"),
    Stage.SHADOW: _("In the shadow"),
    Stage.SUGGEST: _("Suggests"),
    Stage.AUTOMATIC: _("Sorts by itself"),
}
MEANINGS: dict[str, Promise] = {
    Stage.OFF: _("People sort everything, and nobody sees a suggestion."),
    Stage.SHADOW: _("The model decides in silence, to be measured. People sort everything without seeing it."),
    Stage.SUGGEST: _("The model shows its suggestion and why. A person decides."),
    Stage.AUTOMATIC: _("The model sorts the tickets that it is certified for. People sort the rest, and audit it."),
}


@dataclass(frozen=True, slots=True)
class Choice:
    """A stage that the form offers."""

    value: str
    name: Promise
    meaning: Promise


@dataclass(frozen=True, slots=True)
class Missing:
    """Why there is no certificate. reason: no_model, not_tried, too_few or too_many_errors.

    seen: tickets, set aside from training, that the model would send to the queue. wrong: those of them that
    belonged elsewhere. needed: how many it takes if none is wrong.
    """

    reason: str
    needed: int
    seen: int = 0
    wrong: int = 0

    @property
    def more(self) -> int:
        return max(self.needed - self.seen, 0)


@dataclass(frozen=True, slots=True)
class QueueReading:
    stage: QueueStage
    missing: Missing | None

    @property
    def is_certified(self) -> bool:
        return self.missing is None

    @property
    def name(self) -> Promise:
        return NAMES[self.stage.stage]

    @property
    def meaning(self) -> Promise:
        return MEANINGS[self.stage.stage]

    @property
    def report(self) -> dict[str, Any]:
        report: dict[str, Any] = self.stage.report
        return report


@dataclass(frozen=True, slots=True)
class Advice:
    """Queues that wait for a certificate, beside those that have one.

    As soon as any queue shows what the model thinks, only one ticket in twenty is a fair sample for those that wait.
    too_late: one already does.
    """

    waiting: list[QueueReading]
    certified: list[QueueReading]
    too_late: bool


def queue_readings(municipality: Municipality, in_use: TrainedModel | None) -> list[QueueReading]:
    stages = QueueStage.objects.filter(queue__municipality=municipality).select_related("queue__municipality")
    return [QueueReading(stage, missing_for(stage, in_use)) for stage in stages.order_by("queue")]


def advice_for(readings: list[QueueReading]) -> Advice | None:
    """None where nothing waits, or nothing can be done wrong yet."""
    waiting = [queue for queue in readings if not queue.is_certified and queue.stage.stage != Stage.OFF]
    certified = [queue for queue in readings if queue.is_certified]
    too_late = any(queue.stage.stage not in SILENT_STAGES for queue in readings)
    return Advice(waiting, certified, too_late) if waiting and (too_late or certified) else None


def missing_for(stage: QueueStage, in_use: TrainedModel | None) -> Missing | None:
    """None for a queue that the model in use is certified for."""
    needed = fewest_without_error(stage.target_error)
    if in_use is None:
        return Missing("no_model", needed)
    if stage.threshold is not None and stage.certified_model == in_use.sha256:
        return None
    trial = stage.trial_of(in_use.sha256)
    if trial is None:
        return Missing("not_tried", needed)
    reason = "too_few" if trial["seen"] < needed else "too_many_errors"
    return Missing(reason, needed, trial["seen"], trial["wrong"])


def choices_for(reading: QueueReading, chosen: str) -> list[Choice]:
    """Automatic is offered to a certified queue only; what somebody has just chosen stays, beside the error."""
    offered = [value for value in Stage.values if value != Stage.AUTOMATIC or reading.is_certified or value == chosen]
    return [Choice(value, NAMES[value], MEANINGS[value]) for value in offered]


def latest_changes(municipality: Municipality) -> QuerySet[StageChange]:
    changes = StageChange.objects.filter(stage__queue__municipality=municipality)
    return changes.select_related("stage__queue", "by")[:CHANGES_SHOWN]
