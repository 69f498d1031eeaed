"""When may a machine decide? Only where confirmed tickets certify that its error is small.

Tickets that the model would send to a queue are ordered by its confidence. Ever larger prefixes of the surest are
tested with the exact binomial (Clopper-Pearson) bound, and the first that fails ends the search. The first prefix is
the one that the model's own confidences expect to pass most surely: 59 tickets without an error pass at 5 %, but so do
93 with one. The order of tests depends on confidences and never on outcomes, so testing many thresholds costs no extra
error (fixed-sequence testing): the chosen rule's error is at or under the target with the stated confidence.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import betaincinv
from scipy.stats import binom

from triage.classifier.promise import CONFIDENCE, fewest_without_error

STEP = 10
"""How many tickets each tested prefix has more than the one before."""


@dataclass(frozen=True, slots=True)
class Certificate:
    """threshold: lowest certified confidence. n, errors: held-out tickets at or above it.

    bound: of the error, had this threshold been the only one tested. What the search promises is the target.
    """

    threshold: float
    n: int
    errors: int
    bound: float
    coverage: float


def upper_bound(errors: int, n: int, confidence: float = CONFIDENCE) -> float:
    """The largest error rate that `errors` of `n` leave believable."""
    if n == 0 or errors >= n:
        return 1.0
    return float(betaincinv(errors + 1, n - errors, confidence))


def certify(
    confidences: Sequence[float], correct: Sequence[bool], *, target: float, confidence: float = CONFIDENCE
) -> Certificate | None:
    """The widest certified rule for one queue, or None. Inputs: held-out tickets that the model would send there."""
    order = np.argsort(-np.asarray(confidences, dtype=np.float64), kind="stable")
    scores = np.asarray(confidences, dtype=np.float64)[order]
    wrong = np.cumsum(~np.asarray(correct, dtype=bool)[order])
    certified: Certificate | None = None
    sizes = prefix_sizes(scores, fewest_without_error(target, confidence))
    for size in sizes[likeliest_to_pass(scores, sizes, target, confidence) :]:
        errors = int(wrong[size - 1])
        bound = upper_bound(errors, size, confidence)
        if bound > target:
            break
        certified = Certificate(float(scores[size - 1]), size, errors, bound, size / len(scores))
    return certified


def likeliest_to_pass(scores: NDArray[np.float64], sizes: list[int], target: float, confidence: float) -> int:
    """The place in `sizes` at which to begin, if each ticket is wrong as often as its confidence says."""
    if not sizes:
        return 0
    tested = np.array(sizes)
    expected = np.cumsum(1.0 - np.clip(scores, 0.0, 1.0))[tested - 1] / tested
    return int(np.argmax(binom.cdf(most_errors(tested, target, confidence), tested, expected)))


def most_errors(sizes: NDArray[np.int64], target: float, confidence: float) -> NDArray[np.float64]:
    """How many errors of so many tickets still certify the target; -1 if not even none does.

    `upper_bound` of them is at or under the target if so few are no likelier than 1 - confidence where it is the error.
    """
    found: NDArray[np.float64] = binom.ppf(1.0 - confidence, sizes, target) - 1.0
    return found


def prefix_sizes(scores: NDArray[np.float64], smallest: int) -> list[int]:
    """Growing sizes, each extended over ties: a threshold covers all tickets with its score."""
    total = len(scores)
    sizes: list[int] = []
    for size in [*range(smallest, total, STEP), total]:
        if size < smallest:
            continue
        end = size
        while end < total and scores[end] == scores[size - 1]:
            end += 1
        if not sizes or end > sizes[-1]:
            sizes.append(end)
    return sizes
