"""Honest figures: train on four fifths, certify there, and see on the last fifth what would have happened."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from triage.classifier.certificate import certify, upper_bound
from triage.classifier.duplicates import groups_of_copies
from triage.classifier.model import Example, Training, folds, train

Thresholds = dict[str, float | None]
"""Lowest certified confidence by class; None where nothing is certified."""


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


def evaluate(examples: Sequence[Example], sortable: Sequence[str], *, target: float) -> Evaluation:
    """Five folds, near-copies kept together. Only classes in `sortable` are ever sorted unasked."""
    names = sorted({example.label for example in examples})
    labels = np.array([names.index(example.label) for example in examples], dtype=np.int64)
    groups = groups_of_copies([example.text for example in examples])
    result = Evaluation()
    for train_rows, test_rows in folds(labels, groups):
        training = train([examples[row] for row in train_rows])
        thresholds = {name: threshold_of(training, name, target) for name in sortable}
        count_fold(result, training, thresholds, [examples[row] for row in test_rows])
    return result


def threshold_of(training: Training, name: str, target: float) -> float | None:
    """What the training rows' out-of-fold scores certify for one class."""
    if name not in training.model.classes:
        return None
    column = training.model.classes.index(name)
    chosen = training.out_of_fold.argmax(axis=1) == column
    certificate = certify(
        training.out_of_fold[chosen, column].tolist(), (training.labels[chosen] == column).tolist(), target=target
    )
    return certificate.threshold if certificate else None


def count_fold(result: Evaluation, training: Training, thresholds: Thresholds, test: Sequence[Example]) -> None:
    matrix = training.model.probabilities([example.text for example in test], [example.hits for example in test])
    for example, row in zip(test, matrix, strict=True):
        best = training.model.classes[int(row.argmax())]
        threshold = thresholds.get(best)
        result.tested += 1
        result.right += best == example.label
        result.tested_by_label[example.label] = result.tested_by_label.get(example.label, 0) + 1
        if threshold is not None and row.max() >= threshold:
            result.automatic += 1
            result.wrong += best != example.label
            result.automatic_by_label[best] = result.automatic_by_label.get(best, 0) + 1
