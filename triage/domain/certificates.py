"""Certifies queues on held-out tickets of their own municipality."""

from collections.abc import Sequence
from dataclasses import asdict

import numpy as np
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from support.enums import SORTED_KINDS
from triage.classifier.certificate import Certificate, certify
from triage.classifier.probabilities import Matrix
from triage.domain.labels import LabelledTicket
from triage.domain.stages import fall_back
from triage.enums import Stage
from triage.models import QueueStage


@transaction.atomic
def recertify(sha256: str, classes: Sequence[str], held_out: Sequence[LabelledTicket], probabilities: Matrix) -> None:
    """A model taken into use voids every older certificate. Without a new one, automatic falls back to suggest."""
    stages = QueueStage.objects.filter(queue__kind__in=SORTED_KINDS).select_related("queue__municipality")
    for stage in stages:
        certificate = certificate_of(stage, classes, held_out, probabilities)
        stage.certified_model = sha256 if certificate else ""
        stage.threshold = certificate.threshold if certificate else None
        stage.certificate = asdict(certificate) if certificate else {}
        if certificate is None and stage.stage == Stage.AUTOMATIC:
            with override("sv"):
                fall_back(stage=stage, why=_("The new model is not certified for this queue."))
            stage.stage = Stage.SUGGEST
        stage.save()


def queues_that_would_stop(
    classes: Sequence[str], held_out: Sequence[LabelledTicket], probabilities: Matrix
) -> list[QueueStage]:
    """Those that the machine sorts into now, within their target, and for which the candidate is not certified."""
    automatic = QueueStage.objects.filter(stage=Stage.AUTOMATIC).select_related("queue__municipality")
    within = [stage for stage in automatic if stage.certificate["bound"] <= stage.target_error]
    return [stage for stage in within if certificate_of(stage, classes, held_out, probabilities) is None]


def certificate_of(
    stage: QueueStage, classes: Sequence[str], held_out: Sequence[LabelledTicket], probabilities: Matrix
) -> Certificate | None:
    """Of the held-out tickets of the municipality that the model would send to the queue."""
    if stage.queue.kind not in classes:
        return None
    column = list(classes).index(stage.queue.kind)
    own = np.array([ticket.municipality == stage.queue.municipality.slug for ticket in held_out], dtype=bool)
    chosen = own & (probabilities.argmax(axis=1) == column)
    rows = [int(row) for row in np.flatnonzero(chosen)]
    return certify(
        [float(probabilities[row, column]) for row in rows],
        [held_out[row].label == stage.queue.kind for row in rows],
        target=stage.target_error,
    )
