"""Certifies queues on held-out tickets of their own municipality."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass

import numpy as np
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from triage.classifier.certificate import certify
from triage.classifier.probabilities import Matrix
from triage.classifier.promise import fewest_without_error
from triage.domain.labels import LabelledTicket
from triage.domain.stages import fall_back
from triage.enums import Stage
from triage.models import QueueStage, TrainedModel


@dataclass(frozen=True, slots=True)
class Chosen:
    """The held-out tickets of a municipality that a model would send to a queue: how sure it is, and if rightly."""

    confidences: list[float]
    correct: list[bool]

    @property
    def seen(self) -> int:
        return len(self.correct)

    @property
    def wrong(self) -> int:
        return self.correct.count(False)


@transaction.atomic
def certify_queues(
    sha256: str, classes: Sequence[str], held_out: Sequence[LabelledTicket], probabilities: Matrix
) -> None:
    """Tries the model in use for each queue that it has not been tried for; every other certificate is void.

    A queue that sorts automatically and gets no certificate falls back to suggest.
    """
    in_use = TrainedModel.objects.select_for_update().filter(active=True, sha256=sha256)
    if not in_use.exists():  # another model took over while this one was asked
        return
    stages = QueueStage.objects.select_for_update(of=("self",)).select_related("queue__municipality")
    for stage in stages.order_by("pk"):
        if not is_tried(stage, sha256):
            certify_queue(stage, sha256, chosen_for(stage, classes, held_out, probabilities))


def certify_queue(stage: QueueStage, sha256: str, chosen: Chosen) -> None:
    """Without success, the same model's certificate for a smaller error still holds."""
    certificate = certify(chosen.confidences, chosen.correct, target=stage.target_error)
    stage.remember_trial(sha256, seen=chosen.seen, wrong=chosen.wrong, passed=certificate is not None)
    if certificate or stage.certified_model != sha256:
        stage.certified_model = sha256 if certificate else ""
        stage.threshold = certificate.threshold if certificate else None
        stage.certificate = asdict(certificate) if certificate else {}
    if not stage.certified_model and stage.stage == Stage.AUTOMATIC:
        with override("sv"):
            fall_back(stage=stage, why=_("The model in use is not certified for this queue."))
        stage.stage = Stage.SUGGEST
    stage.save(update_fields=["stage", "certified_model", "threshold", "certificate", "trials"])


def is_tried(stage: QueueStage, sha256: str) -> bool:
    """Each trial of the same rule is a new chance to pass too kindly, so one that has failed is not repeated.

    Repeated is one that could not pass for want of tickets, and one whose certificate a roll-back or a smaller error
    has voided since: whoever must pass twice does not pass too often.
    """
    trial = stage.trial_of(sha256)
    if trial is None or trial["seen"] < fewest_without_error(stage.target_error):
        return False
    return not trial["passed"] or stage.certified_model == sha256


def queues_that_would_stop(
    classes: Sequence[str], held_out: Sequence[LabelledTicket], probabilities: Matrix
) -> list[QueueStage]:
    """Those that the machine sorts into now, and for which the candidate is not certified."""
    automatic = QueueStage.objects.filter(stage=Stage.AUTOMATIC).select_related("queue__municipality")
    chosen = [(stage, chosen_for(stage, classes, held_out, probabilities)) for stage in automatic]
    return [stage for stage, of in chosen if certify(of.confidences, of.correct, target=stage.target_error) is None]


def chosen_for(
    stage: QueueStage, classes: Sequence[str], held_out: Sequence[LabelledTicket], probabilities: Matrix
) -> Chosen:
    if stage.queue.kind not in classes:
        return Chosen([], [])
    column = list(classes).index(stage.queue.kind)
    own = np.array([ticket.municipality == stage.queue.municipality.slug for ticket in held_out], dtype=bool)
    rows = [int(row) for row in np.flatnonzero(own & (probabilities.argmax(axis=1) == column))]
    return Chosen(
        [float(probabilities[row, column]) for row in rows], [held_out[row].label == stage.queue.kind for row in rows]
    )
