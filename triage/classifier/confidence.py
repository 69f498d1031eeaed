"""How sure to be of the best class, given how far it leads and how new the text is.

Both signs are weighed and then set so that, among tickets held out of training, the stated probability is as often
right as it says. The other classes share the rest as the judge weighed them.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression

from triage.classifier.probabilities import SMALLEST, Labels, Matrix, softmax

LONGEST_ODDS = 12.0
FIT_STRENGTH = 100.0


@dataclass(frozen=True, slots=True)
class Confidence:
    """Odds of the best class are exp(slope * sign + offset)."""

    slope: float = 1.0
    offset: float = 0.0

    def probabilities(self, logits: Matrix, novelty: NDArray[np.float64]) -> Matrix:
        """logits: texts x classes. novelty: by text, the logit of "new"."""
        wanted = 1.0 / (1.0 + np.exp(-(self.slope * signs_of(logits, novelty) + self.offset)))
        return with_best(softmax(logits), wanted)


def signs_of(logits: Matrix, novelty: NDArray[np.float64]) -> NDArray[np.float64]:
    """Log odds of the best class, lowered by those of being new (ADR 15)."""
    best = np.clip(softmax(logits).max(axis=1), 1e-9, 1.0 - 1e-9)
    signs: NDArray[np.float64] = np.log(best / (1.0 - best)) - novelty
    return np.clip(signs, -LONGEST_ODDS, LONGEST_ODDS)


def with_best(probabilities: Matrix, wanted: NDArray[np.float64]) -> Matrix:
    """Each row's best class gets the wanted probability, but never less than the next; the others share the rest."""
    rows = np.arange(len(probabilities))
    best = probabilities.argmax(axis=1)
    others = probabilities.copy()
    others[rows, best] = 0.0
    others /= np.maximum(others.sum(axis=1, keepdims=True), SMALLEST)
    next_best = others.max(axis=1)
    given = np.maximum(wanted, next_best / (1.0 + next_best) + SMALLEST)
    result: Matrix = others * (1.0 - given)[:, None]
    result[rows, best] = given
    return result


def fit_confidence(logits: Matrix, novelty: NDArray[np.float64], labels: Labels) -> Confidence:
    """From predictions of texts that the model had not seen. With nothing to learn from, as the judge says."""
    right = logits.argmax(axis=1) == labels
    if right.all() or not right.any():
        return Confidence()
    fitted = LogisticRegression(C=FIT_STRENGTH).fit(signs_of(logits, novelty).reshape(-1, 1), right)
    slope = float(fitted.coef_[0, 0])
    return Confidence(slope, float(fitted.intercept_[0])) if slope > 0 else Confidence()
