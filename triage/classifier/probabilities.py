"""Small sums over class probabilities. Rows are texts, columns are classes; each row adds up to 1."""

import numpy as np
from numpy.typing import NDArray

Matrix = NDArray[np.float64]
Labels = NDArray[np.int64]

SMALLEST = 1e-12
BINS = 15


def softmax(logits: Matrix) -> Matrix:
    shifted = logits - logits.max(axis=1, keepdims=True)
    powers = np.exp(shifted)
    result: Matrix = powers / powers.sum(axis=1, keepdims=True)
    return result


def log_loss(probabilities: Matrix, labels: Labels) -> float:
    """Mean natural log loss."""
    true = probabilities[np.arange(len(labels)), labels]
    return float(-np.log(np.clip(true, SMALLEST, 1.0)).mean())


def centred(rows: Matrix) -> Matrix:
    """Each row less its mean: what speaks for a class against the others."""
    result: Matrix = rows - rows.mean(axis=1, keepdims=True)
    return result


def centred_logs(probabilities: Matrix) -> Matrix:
    return centred(np.log(np.clip(probabilities, SMALLEST, 1.0)))


def calibration_error(probabilities: Matrix, labels: Labels, bins: int = BINS) -> float:
    """ECE of the top label: |how often right - how sure|, by bins of equal width, weighed by their texts."""
    confidence = probabilities.max(axis=1)
    right = probabilities.argmax(axis=1) == labels
    places = np.minimum((confidence * bins).astype(int), bins - 1)
    gaps = [
        abs(right[places == place].mean() - confidence[places == place].mean()) * (places == place).mean()
        for place in np.unique(places)
    ]
    return float(sum(gaps))
