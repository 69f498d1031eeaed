"""How likely a text is about something that no class of the model is about.

Nobody has labelled what is new, so the model plays it: each class in turn is left out of the training, and its texts
are then "new". A small regression learns how those differ from known ones: in words and grams that the training texts
do not have, and in how strongly the text model feels about its best class.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression

from triage.classifier.features import FeatureRows
from triage.classifier.probabilities import Labels, Matrix
from triage.classifier.text_model import FEWEST_CLASSES, fit_weights

Rows = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Novelty:
    """weights, intercept: of the logit of "new" against "known" as if both were equally frequent."""

    weights: NDArray[np.float64]
    intercept: float

    def logits(self, by_text: Matrix, unknown: Matrix) -> NDArray[np.float64]:
        """By text. by_text: logits of the text model. unknown: see `FeatureRows.unknown`."""
        found: NDArray[np.float64] = signs_of(by_text, unknown) @ self.weights + self.intercept
        return found


NOTHING_LEARNT = Novelty(np.zeros(3), 0.0)
"""With two classes none can be left out: then nothing is known of what is new."""


def signs_of(logits: Matrix, unknown: Matrix) -> Matrix:
    return np.column_stack([unknown, logits.max(axis=1)])


def learn_novelty(rows: FeatureRows, labels: Labels, folds: Sequence[tuple[Rows, Rows]], class_count: int) -> Novelty:
    if class_count <= FEWEST_CLASSES:
        return NOTHING_LEARNT
    signs: list[Matrix] = []
    is_new: list[NDArray[np.bool_]] = []
    for number, (train_rows, test_rows) in enumerate(folds):
        out = np.isin(labels, classes_left_out(number, len(folds), class_count))
        kept = train_rows[~out[train_rows]]
        if len(set(labels[kept])) < FEWEST_CLASSES:
            continue
        shown = np.concatenate([test_rows[~out[test_rows]], np.flatnonzero(out)])
        logits = fit_weights(rows.matrix[kept], labels[kept], class_count).logits(rows.matrix[shown])
        signs.append(signs_of(logits, rows.unknown(shown, known=rows.matrix[kept])))
        is_new.append(out[shown])
    return fitted(np.vstack(signs), np.concatenate(is_new)) if signs else NOTHING_LEARNT


def classes_left_out(number: int, fold_count: int, class_count: int) -> list[int]:
    """One class a fold, or as many as it takes that every class is left out once."""
    if class_count <= fold_count:
        return [number % class_count]
    return list(range(number, class_count, fold_count))


def fitted(signs: Matrix, is_new: NDArray[np.bool_]) -> Novelty:
    """Standardised for the fit, so that one strength of regularisation suits all signs."""
    if is_new.all() or not is_new.any():
        return NOTHING_LEARNT
    middle, spread = signs.mean(axis=0), signs.std(axis=0) + 1e-9
    regression = LogisticRegression(class_weight="balanced").fit((signs - middle) / spread, is_new)
    weights = regression.coef_[0] / spread
    return Novelty(np.asarray(weights, dtype=np.float64), float(regression.intercept_[0] - weights @ middle))
