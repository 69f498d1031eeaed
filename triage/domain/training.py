"""Trains on what agents have confirmed, measures out of fold, certifies queues on their own tickets."""

from collections import Counter
from dataclasses import asdict, dataclass

import numpy as np
from django.db import transaction

from support.domain.labels import ConfirmedLabel, confirmed_labels
from support.enums import SORTED_KINDS
from triage.classifier.artefact import pack
from triage.classifier.certificate import Certificate, certify
from triage.classifier.model import Example, Training, train
from triage.domain import store
from triage.domain.texts import guide_hits, text_of
from triage.enums import Stage
from triage.models import QueueStage, TrainedModel


@dataclass(frozen=True, slots=True)
class Outcome:
    model: TrainedModel
    stages: list[QueueStage]


def example_of(label: ConfirmedLabel) -> Example:
    ticket = label.ticket
    text = text_of(ticket)
    return Example(text, label.kind, guide_hits(text, municipality=ticket.municipality, language=ticket.language))


def train_and_certify() -> Outcome:
    """Computes outside any transaction. Raises TooFewExamples, and then nothing has changed."""
    labels = list(confirmed_labels())
    training = train([example_of(label) for label in labels])
    artefact = pack(training.model)
    model = store.save(artefact, card_of(training, labels))
    with transaction.atomic():
        stages = [
            recertify(stage, model.sha256, training, labels)
            for stage in QueueStage.objects.filter(queue__kind__in=SORTED_KINDS).select_related("queue__municipality")
        ]
    return Outcome(model, stages)


def card_of(training: Training, labels: list[ConfirmedLabel]) -> dict[str, object]:
    """What anyone may know about the model: numbers, never texts."""
    chosen = training.out_of_fold.argmax(axis=1)
    return {
        "examples": len(labels),
        "by_queue": dict(Counter(label.kind for label in labels)),
        "from": labels[0].ticket.created_at.isoformat(),
        "to": labels[-1].ticket.created_at.isoformat(),
        "accuracy_out_of_fold": float((chosen == training.labels).mean()),
        "temperature": training.model.temperature,
        "judge_weight": training.model.judge_weight,
        "classes": training.model.classes,
    }


def recertify(stage: QueueStage, sha256: str, training: Training, labels: list[ConfirmedLabel]) -> QueueStage:
    """A new model voids the old certificate. Without a new one, automatic falls back to suggest."""
    certificate = certificate_of(stage, training, labels)
    stage.certified_model = sha256 if certificate else ""
    stage.threshold = certificate.threshold if certificate else None
    stage.certificate = asdict(certificate) if certificate else {}
    if certificate is None and stage.stage == Stage.AUTOMATIC:
        stage.stage = Stage.SUGGEST
    stage.save()
    return stage


def certificate_of(stage: QueueStage, training: Training, labels: list[ConfirmedLabel]) -> Certificate | None:
    """Only labels of the stage's own municipality, given without sight of a suggestion, certify."""
    if stage.queue.kind not in training.model.classes:
        return None
    column = training.model.classes.index(stage.queue.kind)
    counted = np.array(
        [label.blind and label.ticket.municipality_id == stage.queue.municipality_id for label in labels]
    )
    chosen = training.out_of_fold.argmax(axis=1) == column
    rows = np.flatnonzero(counted & chosen)
    return certify(
        training.out_of_fold[rows, column].tolist(),
        (training.labels[rows] == column).tolist(),
        target=stage.target_error,
    )
