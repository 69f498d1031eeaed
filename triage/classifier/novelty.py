"""How likely a text is about something that no class of the model is about.

Nobody has labelled what is new, so the model plays it: each class in turn is left out of the training, and its texts
are then "new". A small regression learns how those differ from known ones: in words, grams and pairs of words that the
training texts do not have, in how strongly the text model feels about its best class, and in how much the text is made
of that class's words.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

from triage.classifier.features import FeatureRows, Rows
from triage.classifier.probabilities import Labels, Matrix
from triage.classifier.text_model import FEWEST_CLASSES, fit_weights

SIGNS = 5
DOUBT = 0.02
"""Of each term, so much is taken to stand in the texts of each class."""


@dataclass(frozen=True, slots=True)
class Novelty:
    """profiles: see `profiles_of`. weights, intercept: of the logit of "new" against "known" as if equally frequent."""

    profiles: NDArray[np.float32]
    weights: NDArray[np.float64]
    intercept: float

    def logits(self, signs: Matrix) -> NDArray[np.float64]:
        """By text. signs: see `signs_of`."""
        found: NDArray[np.float64] = signs @ self.weights + self.intercept
        return found


def signs_of(
    rows: FeatureRows, seen: Rows | None, chosen: Rows | slice, decisions: Matrix, profiles: NDArray[np.float32]
) -> Matrix:
    """Of the chosen rows, texts x SIGNS. seen: what the decisions and profiles were learnt from (None: other texts)."""
    likeness = rows.matrix[chosen] @ profiles.T.astype(np.float64)
    return np.column_stack([rows.unknown(chosen, seen), decisions.max(axis=1), likeness.max(axis=1)])


def profiles_of(rows: csr_matrix, labels: Labels, class_count: int) -> NDArray[np.float32]:
    """Classes x columns: log of how much more of a class's texts than of all texts a term makes up (naive Bayes)."""
    mass = np.asarray(np.eye(class_count)[labels].T @ rows) + DOUBT
    everywhere = mass.sum(axis=0) / mass.sum()
    profiles: NDArray[np.float32] = np.log(mass / mass.sum(axis=1, keepdims=True) / everywhere).astype(np.float32)
    return profiles


def learn_novelty(rows: FeatureRows, labels: Labels, folds: Sequence[tuple[Rows, Rows]], class_count: int) -> Novelty:
    """With two classes none can be left out: then nothing is known of what is new."""
    profiles = profiles_of(rows.matrix, labels, class_count)
    signs: list[Matrix] = []
    is_new: list[NDArray[np.bool_]] = []
    for number, (train_rows, test_rows) in enumerate(folds):
        out = np.isin(labels, classes_left_out(number, len(folds), class_count))
        kept = train_rows[~out[train_rows]]
        if not out.any() or len(set(labels[kept])) < FEWEST_CLASSES:
            continue
        shown = np.concatenate([test_rows[~out[test_rows]], np.flatnonzero(out)])
        signs.append(signs_by(rows, labels, class_count, kept, shown))
        is_new.append(out[shown])
    new = np.concatenate([*is_new, np.zeros(0, dtype=bool)])
    if new.all():  # also if nothing could be left out
        return Novelty(profiles, np.zeros(SIGNS), 0.0)
    return Novelty(profiles, *fitted(np.vstack(signs), new))


def signs_by(rows: FeatureRows, labels: Labels, class_count: int, seen: Rows, shown: Rows) -> Matrix:
    """Signs of the shown rows for a model of the seen ones."""
    known, classes = rows.matrix[seen], labels[seen]
    decisions = fit_weights(known, classes, class_count).decisions(rows.matrix[shown])
    return signs_of(rows, seen, shown, decisions, profiles_of(known, classes, class_count))


def classes_left_out(number: int, fold_count: int, class_count: int) -> list[int]:
    """One class a fold, or as many as it takes that every class is left out once."""
    if class_count <= fold_count:
        return [number % class_count]
    return list(range(number, class_count, fold_count))


def fitted(signs: Matrix, is_new: NDArray[np.bool_]) -> tuple[NDArray[np.float64], float]:
    """Standardised for the fit, so that one strength of regularisation suits all signs."""
    middle, spread = signs.mean(axis=0), signs.std(axis=0) + 1e-9
    regression = LogisticRegression(class_weight="balanced").fit((signs - middle) / spread, is_new)
    weights = np.asarray(regression.coef_[0] / spread, dtype=np.float64)
    return weights, float(regression.intercept_[0] - weights @ middle)
