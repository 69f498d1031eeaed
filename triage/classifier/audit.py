"""Which tickets people sort blind, and what these say about all tickets.

Of the audited, 70 % are among the least sure (they teach most), 10 % among the surest (they guard most), and 20 % are
drawn from all. Each ticket's chance of being drawn is known when it is drawn, so errors can be weighed back to all
tickets without bias (Horvitz and Thompson 1952, as a ratio after Hajek 1971). Only the random ones are a fair sample
of every score at once, and only they certify.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.stats import beta

RANDOM, LEAST_SURE, SURE = "random", "least_sure", "sure"
SHARES = {RANDOM: 0.2, LEAST_SURE: 0.7, SURE: 0.1}
THIRD = 1.0 / 3.0
CONFIDENCE = 0.95


@dataclass(frozen=True, slots=True)
class Draw:
    """stratum: why the ticket was drawn, "" if it was not. probability: of being drawn at all."""

    stratum: str
    probability: float


@dataclass(frozen=True, slots=True)
class Estimate:
    """Share of errors with its interval (95 %). n: audited tickets behind it; nothing is known from none."""

    error: float | None
    low: float
    high: float
    n: int


def draw(confidence: float, recent: Sequence[float], share: float, chance: tuple[float, float]) -> Draw:
    """recent: confidences of late tickets. share: of all tickets that are audited. chance: two numbers in [0, 1)."""
    at_random = chance_at_random(share)
    stratum, by_score = chance_by_score(confidence, recent, share)
    probability = 1.0 - (1.0 - at_random) * (1.0 - by_score)
    if chance[0] < at_random:
        return Draw(RANDOM, probability)
    return Draw(stratum if chance[1] < by_score else "", probability)


def chance_at_random(share: float) -> float:
    """Every ticket's, whatever the model says of it."""
    return SHARES[RANDOM] * share


def chance_by_score(confidence: float, recent: Sequence[float], share: float) -> tuple[str, float]:
    """The least sure third and the surest third of late tickets have their own chances."""
    if not recent:
        return "", 0.0
    low, high = np.quantile(recent, [THIRD, 1.0 - THIRD])
    if confidence <= low:
        return LEAST_SURE, min(SHARES[LEAST_SURE] * share / THIRD, 1.0)
    if confidence >= high:
        return SURE, min(SHARES[SURE] * share / THIRD, 1.0)
    return "", 0.0


def estimate(wrong: Sequence[bool], probabilities: Sequence[float]) -> Estimate:
    """Of audited tickets. The interval is the exact binomial one for as many plain draws as these weigh."""
    if not wrong:
        return Estimate(None, 0.0, 1.0, 0)
    weights = 1.0 / np.asarray(probabilities, dtype=np.float64)
    error = float((weights * np.asarray(wrong, dtype=np.float64)).sum() / weights.sum())
    size = float(weights.sum() ** 2 / (weights**2).sum())
    errors, tail = error * size, (1.0 - CONFIDENCE) / 2.0
    low = float(beta.ppf(tail, errors, size - errors + 1.0)) if errors > 0 else 0.0
    high = float(beta.ppf(1.0 - tail, errors + 1.0, size - errors)) if errors < size else 1.0
    return Estimate(error, low, high, len(wrong))
