"""Trains a candidate on what agents have confirmed, and takes it into use if it is not worse than the model in use."""

from dataclasses import dataclass
from datetime import timedelta

import numpy as np
from django.db import transaction
from django.utils import timezone

from support.enums import SORTED_KINDS, QueueKind
from triage.classifier.artefact import pack
from triage.classifier.figures import figures_of, worse_in
from triage.classifier.model import Training, TriageModel, train
from triage.classifier.probabilities import Matrix
from triage.domain import store
from triage.domain.card import card_of, columns_of
from triage.domain.certificates import certify_queues, queues_that_would_stop
from triage.domain.forgetting import mark_if_outdated
from triage.domain.held_out import Split, split_newest, was_taught
from triage.domain.labels import LabelledTicket, labelled_tickets
from triage.models import TrainedModel

PAIR = (str(QueueKind.PEDAGOGICAL), str(QueueKind.TECHNICAL))
"""The two supports that may both have to act on one ticket."""
PATIENCE = timedelta(days=30)
"""So many days of tickets a model stays if its successor would stop a queue that is sorted automatically: each night's
candidate is tested anew, and a queue that goes on and off with the luck of the test helps nobody."""
FEWEST_TO_COMPARE = 20
"""Fewer tickets than this tell nothing of which model is better."""
REASON_LENGTH = 200


@dataclass(frozen=True, slots=True)
class Outcome:
    model: TrainedModel
    promoted: bool


def train_and_promote() -> Outcome:
    """Computes outside any transaction. Raises TooFewExamples, and then no model has changed."""
    split = split_newest(labelled_tickets())
    known = {str(kind) for kind in SORTED_KINDS} | {ticket.label for ticket in split.held_out}
    training = train([ticket.example for ticket in split.teaching], known=sorted(known), pair=PAIR)
    probabilities = predicted(training.model, split.held_out)
    artefact = pack(training.model)
    model = store.keep(artefact, card_of(training, split.teaching, split.held_out, probabilities))
    model.refused_because = reason_to_refuse(model, training, split, probabilities)
    if model.refused_because:
        model.save(update_fields=["refused_because"])
        return Outcome(model, promoted=False)
    with transaction.atomic():
        store.take_into_use(model)
        mark_if_outdated(model, (ticket.reference for ticket in split.teaching))
        certify_queues(model.sha256, training.model.classes, split.held_out, probabilities)
    return Outcome(model, promoted=True)


def predicted(model: TriageModel, tickets: list[LabelledTicket]) -> Matrix:
    return model.verdicts([ticket.text for ticket in tickets], [ticket.hits for ticket in tickets]).probabilities


def reason_to_refuse(candidate: TrainedModel, training: Training, split: Split, probabilities: Matrix) -> str:
    """Empty: it may take over. `triage.reading.trained` puts the others into words."""
    in_use = TrainedModel.objects.in_use()
    if in_use is None or in_use == candidate or has_to_go(in_use):
        return ""
    worse = compare_with(in_use, training, split, probabilities)
    if worse:
        return f"worse in {', '.join(worse)}"
    if waited_long(in_use, split.held_out):
        return ""
    stopping = queues_that_would_stop(training.model.classes, split.held_out, probabilities)
    names = [f"{stage.queue.municipality.slug}/{stage.queue.kind}" for stage in stopping]
    return f"uncertified for {', '.join(names)}"[:REASON_LENGTH] if names else ""


def has_to_go(in_use: TrainedModel) -> bool:
    """It has failed at work, or has known for too long what it should have forgotten."""
    stale = in_use.stale_since is not None and timezone.now() - in_use.stale_since > PATIENCE
    return bool(in_use.trouble) or stale


def waited_long(in_use: TrainedModel, held_out: list[LabelledTicket]) -> bool:
    newest = max((ticket.created_at for ticket in held_out), default=timezone.now())
    return in_use.promoted_at is not None and newest - in_use.promoted_at > PATIENCE


def compare_with(in_use: TrainedModel, training: Training, split: Split, probabilities: Matrix) -> list[str]:
    """Figures in which the candidate is worse than the model in use. Empty: in none, or nothing tells."""
    try:
        current = store.load(in_use.sha256)
    except store.ModelUnavailable:
        return []
    tickets, said = unseen_by_both(in_use, training, split, probabilities)
    if not tickets:
        return []
    names = training.model.classes
    labels = columns_of(tickets, names)
    aligned = in_columns(predicted(current, tickets), current.classes, names)
    return worse_in(figures_of(said, labels, names), figures_of(aligned, labels, names))


def unseen_by_both(
    in_use: TrainedModel, training: Training, split: Split, probabilities: Matrix
) -> tuple[list[LabelledTicket], Matrix]:
    """Tickets that neither model has been taught, and what the candidate says of them.

    Held-out ones; where nothing is held out yet, those that came after the model in use, each without its own fold.
    """
    held = [row for row, ticket in enumerate(split.held_out) if not was_taught(in_use, ticket)]
    if held:
        return [split.held_out[row] for row in held], probabilities[held]
    late = [row for row, ticket in enumerate(split.teaching) if ticket.created_at.isoformat() > in_use.card["to"]]
    if len(late) < FEWEST_TO_COMPARE:
        return [], probabilities[:0]
    return [split.teaching[row] for row in late], training.out_of_fold[late]


def in_columns(probabilities: Matrix, classes: list[str], wanted: list[str]) -> Matrix:
    """The same probabilities in another order of classes; one that the model does not know is never likely."""
    found: Matrix = np.zeros((len(probabilities), len(wanted)))
    for column, name in enumerate(classes):
        if name in wanted:
            found[:, wanted.index(name)] = probabilities[:, column]
    return found
