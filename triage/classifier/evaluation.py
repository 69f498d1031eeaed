"""What would have happened: teach on a part, certify on a part never taught, and look at a third, never seen."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from triage.classifier.certificate import certify, upper_bound
from triage.classifier.duplicates import groups_of_copies
from triage.classifier.model import Example, TriageModel, folds, train
from triage.classifier.probabilities import Matrix

FOLDS_TO_CERTIFY = 2
"""Of five; the rest teaches."""

Thresholds = dict[str, float | None]
"""Lowest certified confidence by class; None where nothing is certified."""
Rows = NDArray[np.int64]


@dataclass(slots=True)
class Evaluation:
    """Sums over the folds. automatic: texts that the rule would have sorted unasked; wrong: those of them elsewhere."""

    tested: int = 0
    right: int = 0
    automatic: int = 0
    wrong: int = 0
    automatic_by_label: dict[str, int] = field(default_factory=dict)
    tested_by_label: dict[str, int] = field(default_factory=dict)

    @property
    def accuracy(self) -> float:
        return self.right / self.tested if self.tested else 0.0

    @property
    def coverage(self) -> float:
        return self.automatic / self.tested if self.tested else 0.0

    @property
    def error(self) -> float:
        return self.wrong / self.automatic if self.automatic else 0.0

    @property
    def error_bound(self) -> float:
        """Upper 95 % bound of the error of what would be automatic."""
        return upper_bound(self.wrong, self.automatic)


def evaluate(
    examples: Sequence[Example], sortable: Sequence[str], *, target: float, pair: tuple[str, str] | None = None
) -> Evaluation:
    """Five rounds, near-copies kept together. Only classes in `sortable` are ever sorted unasked."""
    names = sorted({example.label for example in examples})
    labels = np.array([names.index(example.label) for example in examples], dtype=np.int64)
    groups = groups_of_copies([example.text.joined for example in examples])
    result = Evaluation()
    for rest, test_rows in folds(labels, groups):
        inner = folds(labels[rest], groups[rest])
        certifying = np.concatenate([rows for _, rows in inner[:FOLDS_TO_CERTIFY]])
        teaching = np.setdiff1d(np.arange(len(rest)), certifying)
        model = train(chosen(examples, rest[teaching]), known=names, pair=pair).model
        thresholds = thresholds_of(model, chosen(examples, rest[certifying]), sortable, target)
        count(result, model, thresholds, chosen(examples, test_rows))
    return result


def chosen(examples: Sequence[Example], rows: Rows) -> list[Example]:
    return [examples[int(row)] for row in rows]


def thresholds_of(
    model: TriageModel, examples: Sequence[Example], sortable: Sequence[str], target: float
) -> Thresholds:
    """What examples that the model was not taught certify."""
    found = said(model, examples)
    labels = np.array([model.classes.index(example.label) for example in examples])
    thresholds: Thresholds = {}
    for name in sortable:
        column = model.classes.index(name)
        rows = found.argmax(axis=1) == column
        certificate = certify(found[rows, column].tolist(), (labels[rows] == column).tolist(), target=target)
        thresholds[name] = certificate.threshold if certificate else None
    return thresholds


def count(result: Evaluation, model: TriageModel, thresholds: Thresholds, test: Sequence[Example]) -> None:
    for example, row in zip(test, said(model, test), strict=True):
        best = model.classes[int(row.argmax())]
        threshold = thresholds.get(best)
        result.tested += 1
        result.right += best == example.label
        result.tested_by_label[example.label] = result.tested_by_label.get(example.label, 0) + 1
        if threshold is not None and row.max() >= threshold:
            result.automatic += 1
            result.wrong += best != example.label
            result.automatic_by_label[best] = result.automatic_by_label.get(best, 0) + 1


def said(model: TriageModel, examples: Sequence[Example]) -> Matrix:
    return model.verdicts([example.text for example in examples], [example.hits for example in examples]).probabilities
