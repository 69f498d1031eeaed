"""The second expert: what labelled tickets have taught about words. One logistic regression a class on `features`.

A term counts the more, the more it tells about the class (`telling_power`): of the words that many tickets share, few
say where a ticket belongs, and without their noise the regressions need fewer tickets.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix, diags_array
from sklearn.linear_model import LogisticRegression

from triage.classifier.features import Features
from triage.classifier.probabilities import SMALLEST, Labels, Matrix, centred
from triage.classifier.text import TicketText

STRENGTH = 2.0
"""Inverse regularisation."""
SOLVER: dict[str, Any] = {"solver": "liblinear", "dual": True, "tol": 0.01, "max_iter": 1000, "random_state": 1}
"""Coordinate descent on the dual: a sixth of the primal's time on 20,000 texts, logits within .01 of it."""
DOUBT = 5.0
"""A term is taken to have been in so many more texts, shared by the classes as all texts are."""
LEAST_TOLD = 0.05
ROOT = 0.25
"""From divergence to weight, and what is added to it: found by trying (ADR 15)."""
FEWEST_CLASSES = 2


@dataclass(frozen=True, slots=True)
class Weights:
    """coefficients: classes x columns. offsets: by class, how common it is beside what a text says."""

    coefficients: NDArray[np.float32]
    offsets: NDArray[np.float64]

    def decisions(self, rows: csr_matrix) -> Matrix:
        """Each class against all others: texts x classes. All of them low: the text is like none."""
        found: Matrix = np.asarray(rows @ self.coefficients.T.astype(np.float64), dtype=np.float64)
        return found + self.offsets

    def logits(self, decisions: Matrix) -> Matrix:
        """The classes against each other, by the text alone: the judge knows how common each is. Rows add up to 0."""
        return centred(decisions - self.offsets)


@dataclass(frozen=True, slots=True)
class TextModel:
    features: Features
    weights: Weights

    def contributions(self, text: TicketText, best: int) -> dict[str, float]:
        """What each word of the text says for class `best` (negative: against it). Adds up to its logit."""
        row = self.features.rows([text]).matrix.tocoo()
        coefficients = self.weights.coefficients.astype(np.float64)
        spoken = coefficients[best, row.col] - coefficients[:, row.col].mean(axis=0)
        values = {int(column): float(value) for column, value in zip(row.col, row.data * spoken, strict=True)}
        return self.features.spread(text, values)


def fit_weights(rows: csr_matrix, labels: Labels, class_count: int) -> Weights:
    """A class that does not stand in `labels` gets no word and the offset of something rarer than all.

    One that stands there alone has nothing to be told from: no word, and even odds of being what a text is about.
    """
    power = telling_power(rows, labels, class_count)
    weighed = csr_matrix(rows @ diags_array(power))
    coefficients = np.zeros((class_count, rows.shape[1]))
    offsets = np.full(class_count, -np.log(2.0 * len(labels)))
    present = np.unique(labels)
    if len(present) < FEWEST_CLASSES:
        offsets[present] = 0.0
        return Weights(coefficients.astype(np.float32), offsets)
    for number in present:
        regression = LogisticRegression(C=STRENGTH, **SOLVER).fit(weighed, labels == number)
        coefficients[number] = regression.coef_[0] * power
        offsets[number] = regression.intercept_[0]
    return Weights(coefficients.astype(np.float32), offsets)


def telling_power(rows: csr_matrix, labels: Labels, class_count: int) -> NDArray[np.float64]:
    """By column: a root of how far the classes of the texts that have the term diverge from those of all texts.

    Kullback-Leibler divergence of smoothed shares, in nats; scaled to a quadratic mean of 1.
    """
    prior = np.bincount(labels, minlength=class_count) / len(labels)
    present = csr_matrix((np.ones(rows.nnz), rows.indices, rows.indptr), shape=rows.shape)
    having = np.asarray(present.T @ np.eye(class_count)[labels])
    shares = (having + DOUBT * prior) / (having.sum(axis=1, keepdims=True) + DOUBT)
    told = (shares * np.log(np.maximum(shares, SMALLEST) / np.maximum(prior, SMALLEST))).sum(axis=1)
    power = (np.maximum(told, 0.0) + LEAST_TOLD) ** ROOT
    scaled: NDArray[np.float64] = power / np.sqrt((power**2).mean())
    return scaled
