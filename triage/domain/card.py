"""The model's card: what anyone may know about it. Figures and words that many used, never a text."""

from collections import Counter
from collections.abc import Callable, Sequence
from importlib.metadata import version
from typing import Any

import numpy as np

from triage.classifier.features import tokens
from triage.classifier.figures import figures_of
from triage.classifier.model import Training, TriageModel
from triage.classifier.probabilities import Labels, Matrix
from triage.domain.labels import LabelledTicket
from triage.models import TrainedModel

WORDS_SHOWN = 12
SHORTEST_WORD = 4
FEWEST_USERS = 5
"""A word on the card was written by at least so many people: one person's words could tell who that is."""
SLICES: dict[str, Callable[[LabelledTicket], str]] = {
    "language": lambda ticket: ticket.language,
    "role": lambda ticket: ticket.role,
    "municipality": lambda ticket: ticket.municipality,
}


def card_of(
    training: Training, teaching: list[LabelledTicket], held_out: list[LabelledTicket], probabilities: Matrix
) -> dict[str, Any]:
    """`held_out` and their `probabilities` were not seen in training."""
    model = training.model
    labels = columns_of(held_out, model.classes)
    every = sorted(ticket.created_at for ticket in [*teaching, *held_out])
    return {
        "sklearn": version("scikit-learn"),
        "classes": model.classes,
        "taught": counted(teaching),
        "held_out": counted(held_out),
        "from": every[0].isoformat(),
        "to": every[-1].isoformat(),
        "held_out_from": first_held_out(held_out),
        "out_of_fold": figures_of(training.out_of_fold, training.labels, model.classes),
        "figures": figures_of(probabilities, labels, model.classes),
        "slices": slices_of(held_out, labels, probabilities, model.classes),
        "experts": {"text": model.judge.text, "guides": model.judge.guides},
        "words": weighty_words(model, teaching),
        "before": what_changed(TrainedModel.objects.in_use()),
    }


def columns_of(tickets: Sequence[LabelledTicket], classes: Sequence[str]) -> Labels:
    found: Labels = np.array([classes.index(ticket.label) for ticket in tickets], dtype=np.int64)
    return found


def counted(tickets: Sequence[LabelledTicket]) -> dict[str, Any]:
    return {"n": len(tickets), "by_queue": dict(sorted(Counter(ticket.label for ticket in tickets).items()))}


def first_held_out(held_out: Sequence[LabelledTicket]) -> dict[str, str]:
    """By municipality: when the first ticket came that the model was not taught."""
    first: dict[str, str] = {}
    for ticket in sorted(held_out, key=lambda ticket: ticket.created_at):
        first.setdefault(ticket.municipality, ticket.created_at.isoformat())
    return first


def slices_of(
    tickets: Sequence[LabelledTicket], labels: Labels, probabilities: Matrix, classes: Sequence[str]
) -> dict[str, dict[str, Any]]:
    """The same figures by language, role and municipality, so that nobody is served worse unseen."""
    found: dict[str, dict[str, Any]] = {}
    for name, value_of in SLICES.items():
        values = np.array([value_of(ticket) for ticket in tickets], dtype=object)
        found[name] = {
            str(value): figures_of(probabilities[values == value], labels[values == value], classes)
            for value in sorted(set(values))
        }
    return found


def weighty_words(model: TriageModel, teaching: Sequence[LabelledTicket]) -> dict[str, list[tuple[str, float]]]:
    """By class, the words that speak most for it, of those that several people have written."""
    terms = model.text_model.features.word_terms
    written = {(ticket.requester, word) for ticket in teaching for word in tokens(ticket.text.joined)}
    users = Counter(word for _, word in written)
    usable = np.array([users[name] >= FEWEST_USERS and len(name) >= SHORTEST_WORD for name in terms.names])
    weights = model.text_model.weights.coefficients[:, : len(terms.names)]
    found: dict[str, list[tuple[str, float]]] = {}
    for name, row in zip(model.classes, weights, strict=True):
        order = [place for place in np.argsort(-row) if usable[place] and row[place] > 0][:WORDS_SHOWN]
        found[name] = [(terms.names[place], round(float(row[place]), 3)) for place in order]
    return found


def what_changed(before: TrainedModel | None) -> dict[str, Any]:
    """The main figures of the model in use, to be shown beside this one's."""
    if before is None:
        return {}
    figures = before.card.get("figures", {})
    kept = {name: figures[name] for name in ("accuracy", "macro_f1", "log_loss", "ece") if name in figures}
    return {"sha256": before.sha256, **kept}
