"""What held-out tickets say of a model: plain numbers for its card, and whether it may take another's place."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from triage.classifier.certificate import upper_bound
from triage.classifier.probabilities import Labels, Matrix, calibration_error, log_loss

BINS = 10
TOLERANCES = {"macro_f1": 0.01, "log_loss": 0.01, "ece": 0.02}
"""Differences that a hundred held-out tickets cannot tell from chance."""

Figures = dict[str, Any]
Mask = NDArray[np.bool_]
Floats = NDArray[np.float64]


def figures_of(probabilities: Matrix, labels: Labels, classes: Sequence[str]) -> Figures:
    """accuracy, macro_f1, log_loss, ece, by_class, confusion (rows: truth) and reliability. Empty without tickets."""
    if not len(labels):
        return {"n": 0}
    said = probabilities.argmax(axis=1)
    wrong = int((said != labels).sum())
    by_class = [class_figures(said == number, labels == number, name) for number, name in enumerate(classes)]
    present = [row["f1"] for row in by_class if row["n"]]
    return {
        "n": len(labels),
        "accuracy": 1.0 - wrong / len(labels),
        "error_bound": upper_bound(wrong, len(labels)),
        "macro_f1": float(np.mean(present)),
        "log_loss": log_loss(probabilities, labels),
        "ece": calibration_error(probabilities, labels),
        "by_class": by_class,
        "confusion": confusion(said, labels, len(classes)),
        "reliability": reliability(probabilities.max(axis=1), said == labels),
    }


def class_figures(said: Mask, true: Mask, name: str) -> Figures:
    both = int((said & true).sum())
    return {
        "class": name,
        "n": int(true.sum()),
        "said": int(said.sum()),
        "right": both,
        "f1": 2.0 * both / max(int(said.sum()) + int(true.sum()), 1),
    }


def confusion(said: Labels, labels: Labels, class_count: int) -> list[list[int]]:
    table = np.zeros((class_count, class_count), dtype=int)
    np.add.at(table, (labels, said), 1)
    return [[int(count) for count in row] for row in table]


def reliability(confidence: Floats, right: Mask) -> list[Figures]:
    """Bins of confidence that hold tickets: how sure, how often right."""
    places = np.minimum((confidence * BINS).astype(int), BINS - 1)
    return [
        {
            "from": int(place) / BINS,
            "n": int((places == place).sum()),
            "confidence": float(confidence[places == place].mean()),
            "right": float(right[places == place].mean()),
        }
        for place in np.unique(places)
    ]


def worse_in(candidate: Figures, current: Figures) -> list[str]:
    """Names of the figures in which the candidate is worse than the model in use."""
    if not candidate["n"] or not current["n"]:
        return []
    gains = {
        "macro_f1": candidate["macro_f1"] - current["macro_f1"],
        "log_loss": current["log_loss"] - candidate["log_loss"],
        "ece": current["ece"] - candidate["ece"],
    }
    return [name for name, gain in gains.items() if gain < -TOLERANCES[name]]
