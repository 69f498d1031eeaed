"""The second expert: what labelled tickets have taught about words. Balanced logistic regression on `features`."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

from triage.classifier.features import Features
from triage.classifier.probabilities import Labels, Matrix, centred
from triage.classifier.text import TicketText

STRENGTH = 1.0
"""Inverse regularisation. Balanced and without intercept, so that a small queue is heard; the judge knows how frequent
it is."""
FEWEST_CLASSES = 2


@dataclass(frozen=True, slots=True)
class Weights:
    """coefficients: classes x columns, centred: what speaks for a class against the mean of all."""

    coefficients: NDArray[np.float32]

    def logits(self, rows: csr_matrix) -> Matrix:
        """One row a text, one column a class; each row adds up to 0."""
        found: Matrix = np.asarray(rows @ self.coefficients.T.astype(np.float64), dtype=np.float64)
        return found


@dataclass(frozen=True, slots=True)
class TextModel:
    features: Features
    weights: Weights

    def logits(self, texts: Sequence[TicketText]) -> Matrix:
        return self.weights.logits(self.features.rows(texts).matrix)

    def contributions(self, text: TicketText, best: int) -> dict[str, float]:
        """What each word of the text says for class `best` (negative: against it). Adds up to its logit."""
        row = self.features.rows([text]).matrix.tocoo()
        coefficients = self.weights.coefficients[best]
        values = {
            int(column): float(value * coefficients[column]) for column, value in zip(row.col, row.data, strict=True)
        }
        return self.features.spread(text, values)


def fit_weights(rows: csr_matrix, labels: Labels, class_count: int) -> Weights:
    """A class that does not stand in `labels` is left as it is: nothing speaks for or against it."""
    settings = {"C": STRENGTH, "class_weight": "balanced", "fit_intercept": False, "max_iter": 300}
    regression = LogisticRegression(**settings).fit(rows, labels)
    coefficients = np.zeros((class_count, rows.shape[1]))
    if len(regression.classes_) == FEWEST_CLASSES:  # scikit-learn keeps one row for two classes
        coefficients[regression.classes_] = np.vstack([-regression.coef_ / 2, regression.coef_ / 2])
    else:
        coefficients[regression.classes_] = regression.coef_
    return Weights(centred(coefficients.T).T.astype(np.float32))
