"""What a certificate promises, and that it keeps it where a less careful rule would not."""

import sys
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from triage.classifier.certificate import certify, most_errors, upper_bound
from triage.classifier.promise import fewest_without_error

TARGET = 0.05
RULES = 400
MOST_EXCEEDING = 28
"""Of 400: 20 are expected where each rule exceeds the target with the allowed chance of 5 %, more than 28 rarely."""
TICKETS = 500
SEEDS = [1, 2, 3, 4]

Floats = NDArray[np.float64]
Procedure = Callable[[Floats, NDArray[np.bool_]], float | None]


@pytest.mark.parametrize(("errors", "n", "bound"), [(0, 59, 0.0495), (1, 93, 0.0500), (0, 0, 1.0), (5, 5, 1.0)])
def test_bound_is_the_exact_binomial_one(errors: int, n: int, bound: float) -> None:
    assert upper_bound(errors, n) == pytest.approx(bound, abs=2e-3)


@pytest.mark.parametrize("target", [0.001, 0.01, 0.02, 0.05, 0.1, 0.25])
def test_fewest_tickets_are_those_that_the_bound_lets_pass(target: float) -> None:
    fewest = fewest_without_error(target)
    assert upper_bound(0, fewest) <= target < upper_bound(0, fewest - 1)


def test_59_tickets_without_an_error_certify_five_percent() -> None:
    assert fewest_without_error(0.05) == 59
    assert certify([0.9] * 58, [True] * 58, target=0.05) is None
    assert certify([0.9] * 59, [True] * 59, target=0.05).n == 59


def test_certificate_stops_where_errors_begin() -> None:
    confidences = [1 - number / 1000 for number in range(400)]
    certificate = certify(confidences, [number < 200 for number in range(400)], target=0.05)
    assert 180 <= certificate.n <= 210
    assert certificate.bound <= 0.05


@given(st.lists(st.tuples(st.floats(0.3, 1.0), st.booleans()), min_size=1, max_size=300))
def test_certificate_never_promises_more_than_it_saw(rows: list[tuple[float, bool]]) -> None:
    confidences, correct = [row[0] for row in rows], [row[1] for row in rows]
    certificate = certify(confidences, correct, target=0.05)
    if certificate is not None:
        covered = [right for confidence, right in rows if confidence >= certificate.threshold]
        assert (len(covered), covered.count(False)) == (certificate.n, certificate.errors)
        assert certificate.bound <= 0.05


@pytest.mark.parametrize("target", [0.01, 0.05, 0.2])
@pytest.mark.parametrize("confidence", [0.85, 0.95, 0.99])
def test_most_errors_are_those_that_the_bound_lets_pass(target: float, confidence: float) -> None:
    sizes = np.arange(1, 500)
    for size, most in zip(sizes.tolist(), most_errors(sizes, target, confidence).astype(int).tolist(), strict=True):
        assert upper_bound(most + 1, size, confidence) > target
        assert most == -1 or upper_bound(most, size, confidence) <= target


@dataclass(frozen=True, slots=True)
class Simulated:
    """exceeding: rules whose true error is over the target. coverage: mean share of tickets that a rule takes."""

    exceeding: int
    coverage: float
    queues: int


def simulated(procedure: Procedure, seed: int) -> Simulated:
    """Made-up queues until 400 rules are certified.

    In half of the queues the true error of every ticket is just over the target, whatever its confidence: each look at
    another threshold is another chance to certify too much. In the others it is well under what the confidence says.
    """
    chance = np.random.default_rng(seed)
    exceeding, shares, queues = 0, [], 0
    while len(shares) < RULES:
        queues += 1
        doubts = chance.uniform(0.0, 0.1, TICKETS)
        is_hard = chance.random() < 0.5
        errors = np.full(TICKETS, chance.uniform(0.05, 0.052)) if is_hard else doubts * chance.uniform(0.2, 0.6)
        threshold = procedure(1.0 - doubts, chance.random(TICKETS) >= errors)
        if threshold is not None:
            taken = 1.0 - doubts >= threshold
            shares.append(float(taken.mean()))
            exceeding += bool(errors[taken].mean() > TARGET)
    return Simulated(exceeding, float(np.mean(shares)), queues)


def certified(scores: Floats, correct: NDArray[np.bool_]) -> float | None:
    certificate = certify(scores.tolist(), correct.tolist(), target=TARGET)
    assert certificate is None or certificate.bound <= TARGET
    return certificate.threshold if certificate else None


def less_sure(scores: Floats, correct: NDArray[np.bool_]) -> float | None:
    certificate = certify(scores.tolist(), correct.tolist(), target=TARGET, confidence=0.85)
    return certificate.threshold if certificate else None


def best_of_all(scores: Floats, correct: NDArray[np.bool_]) -> float | None:
    """The widest of all thresholds at which the bound is met, as if only one had been tried."""
    order = np.argsort(-scores)
    wrong = np.cumsum(~correct[order])
    sizes = range(len(scores), fewest_without_error(TARGET) - 1, -1)
    met = (size for size in sizes if upper_bound(int(wrong[size - 1]), size) <= TARGET)
    widest = next(met, None)
    return None if widest is None else float(scores[order][widest - 1])


@pytest.mark.parametrize("seed", SEEDS)
def test_certified_rules_keep_their_promise_in_simulation(seed: int, capsys: pytest.CaptureFixture[str]) -> None:
    found = simulated(certified, seed)
    with capsys.disabled():
        sys.stdout.write(
            f"\n{found.exceeding} of {RULES} certified rules exceed the target (at most {MOST_EXCEEDING});"
            f" coverage {found.coverage:.3f}, of {found.queues} queues\n"
        )
    assert found.exceeding <= MOST_EXCEEDING
    assert found.coverage > 0.85
    assert found.queues < 2.2 * RULES


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("procedure", [best_of_all, less_sure])
def test_less_careful_procedures_break_the_promise_in_the_same_simulation(procedure: Procedure, seed: int) -> None:
    assert simulated(procedure, seed).exceeding > MOST_EXCEEDING
