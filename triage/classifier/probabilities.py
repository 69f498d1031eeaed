"""Small sums over class probabilities. Rows are texts, columns are classes; each row adds up to 1."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Matrix = NDArray[np.float64]
Labels = NDArray[np.int64]

SMALLEST = 1e-12


def softmax(logits: Matrix) -> Matrix:
    shifted = logits - logits.max(axis=1, keepdims=True)
    powers = np.exp(shifted)
    result: Matrix = powers / powers.sum(axis=1, keepdims=True)
    return result


def log_loss(probabilities: Matrix, labels: Labels) -> float:
    """Mean natural log loss."""
    true = probabilities[np.arange(len(labels)), labels]
    return float(-np.log(np.clip(true, SMALLEST, 1.0)).mean())


def best_temperature(logits: Matrix, labels: Labels, candidates: Sequence[float]) -> float:
    """The temperature with the lowest log loss; above 1 makes the model less sure of itself."""
    return min(candidates, key=lambda temperature: log_loss(softmax(logits / temperature), labels))


def blended(first: Matrix, second: Matrix, weight: float) -> Matrix:
    """`weight` of the first expert, the rest of the second."""
    result: Matrix = weight * first + (1.0 - weight) * second
    return result


def evidence(by_text: Matrix, by_guides: Matrix, familiar: Matrix) -> Matrix:
    """What the judge sees of each text: both experts' log-probabilities, and how familiar the guides find it."""
    rows: Matrix = np.hstack([centred_logs(by_text), centred_logs(by_guides), familiar])
    return rows


def centred_logs(probabilities: Matrix) -> Matrix:
    logs = np.log(np.clip(probabilities, SMALLEST, 1.0))
    centred: Matrix = logs - logs.mean(axis=1, keepdims=True)
    return centred


def best_weight(first: Matrix, second: Matrix, labels: Labels, candidates: Sequence[float]) -> float:
    return min(candidates, key=lambda weight: log_loss(blended(first, second, weight), labels))
