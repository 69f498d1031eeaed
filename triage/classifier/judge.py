"""Hears both experts and says how likely each queue is.

The logit of a class is  text * its text logit + guides * its log vote + bias + evidence . weights,  so what each word
and guide brought adds up to the verdict. Fitted on out-of-fold predictions with a pull towards "trust the guides
alone": while tickets are few the guides lead, and the text model earns its weight.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from triage.classifier.probabilities import SMALLEST, Labels, Matrix, centred, softmax

PULL = 1.0
"""Strength of the pull towards the first guess, in units of one ticket's log loss."""


@dataclass(frozen=True, slots=True)
class Judge:
    """text, guides: weights of the experts. bias: by class. evidence: weights, classes x kinds of evidence."""

    text: float
    guides: float
    bias: NDArray[np.float64]
    evidence: NDArray[np.float64]

    def logits(self, by_text: Matrix, by_guides: Matrix, evidence: Matrix) -> Matrix:
        """Centred. by_text, by_guides: texts x classes, centred. evidence: texts x kinds."""
        return centred(self.text * by_text + self.guides * by_guides + self.bias + evidence @ self.evidence.T)


def fit_judge(by_text: Matrix, by_guides: Matrix, evidence: Matrix, labels: Labels) -> Judge:
    """Penalised maximum likelihood; few parameters, so a few dozen tickets suffice."""
    count, classes = by_text.shape
    kinds = evidence.shape[1]
    scale = float(np.sqrt((by_text**2).mean())) or 1.0
    truth = np.eye(classes)[labels]
    own = (np.arange(count), labels)

    def judge_of(values: NDArray[np.float64]) -> Judge:
        bias, weights = values[2 : 2 + classes], values[2 + classes :].reshape(classes, kinds)
        return Judge(values[0] / scale, values[1], bias, weights)

    def loss(values: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        judge = judge_of(values)
        guess = softmax(judge.logits(by_text, by_guides, evidence))
        wrong = guess - truth
        slope = np.concatenate(
            [
                [(wrong * by_text).sum() / scale, (wrong * by_guides).sum()],
                wrong.sum(axis=0),
                (wrong.T @ evidence).ravel(),
            ]
        )
        pull = PULL * (values - first)
        surprise = -np.log(np.clip(guess[own], SMALLEST, 1.0)).sum()
        return float(surprise + 0.5 * (pull * (values - first)).sum()), slope + pull

    first = np.zeros(2 + classes + classes * kinds)
    first[1] = 1.0
    bounds = [(0.0, None), (0.0, None), *[(None, None)] * (classes + classes * kinds)]
    found = minimize(loss, first, jac=True, method="L-BFGS-B", bounds=bounds)
    return judge_of(np.asarray(found.x, dtype=np.float64))
