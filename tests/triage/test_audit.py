"""Audits: who is drawn, and what the drawn say of all."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from triage.classifier.audit import LEAST_SURE, RANDOM, SURE, draw, estimate

SHARE = 0.25


def drawn_in_simulation(seed: int, count: int = 4000) -> tuple[np.ndarray, list[str], np.ndarray]:
    """Confidences of made-up tickets, why each was drawn, and with what probability."""
    chance = np.random.default_rng(seed)
    confidences = chance.beta(5, 2, count)
    recent = chance.beta(5, 2, 300).tolist()
    draws = [draw(one, recent, SHARE, tuple(chance.random(2))) for one in confidences]
    return confidences, [one.stratum for one in draws], np.array([one.probability for one in draws])


def test_shares_of_the_audit_are_as_promised() -> None:
    _, strata, _ = drawn_in_simulation(1)
    audited = [one for one in strata if one]
    assert len(audited) / 4000 == pytest.approx(SHARE, abs=0.02)
    shares = [audited.count(name) / len(audited) for name in (LEAST_SURE, SURE, RANDOM)]
    assert shares == pytest.approx([0.7, 0.1, 0.2], abs=0.05)


def test_probability_is_how_often_a_ticket_is_drawn() -> None:
    confidences, strata, probabilities = drawn_in_simulation(2, 20_000)
    drawn = np.array([bool(one) for one in strata])
    for low, high in ((0.0, 0.5), (0.6, 0.7), (0.9, 1.0)):
        rows = (confidences >= low) & (confidences < high)
        assert drawn[rows].mean() == pytest.approx(probabilities[rows].mean(), abs=0.03)


def test_random_draws_come_from_all_confidences_alike() -> None:
    confidences, strata, _ = drawn_in_simulation(3, 20_000)
    fair = confidences[[one == RANDOM for one in strata]]
    assert np.quantile(fair, [0.1, 0.5, 0.9]) == pytest.approx(np.quantile(confidences, [0.1, 0.5, 0.9]), abs=0.03)


def test_estimate_holds_the_truth_within_its_interval() -> None:
    """300 made-up terms: errors are commoner among the unsure, who are drawn far more often."""
    chance = np.random.default_rng(4)
    held, naive, weighed = 0, [], []
    for seed in range(300):
        confidences, strata, probabilities = drawn_in_simulation(seed + 10, 1200)
        wrong = chance.random(len(confidences)) > confidences
        rows = np.flatnonzero([bool(one) for one in strata])
        found = estimate(wrong[rows].tolist(), probabilities[rows].tolist())
        held += found.low <= wrong.mean() <= found.high
        naive.append(wrong[rows].mean() - wrong.mean())
        weighed.append(found.error - wrong.mean())
    assert held >= 0.95 * 300
    assert abs(float(np.mean(weighed))) < 0.01
    assert float(np.mean(naive)) > 0.08


@given(st.lists(st.tuples(st.booleans(), st.floats(0.01, 1.0)), min_size=1, max_size=60))
def test_estimate_lies_within_its_interval(rows: list[tuple[bool, float]]) -> None:
    found = estimate([row[0] for row in rows], [row[1] for row in rows])
    assert 0.0 <= found.low <= found.error + 1e-9
    assert found.error - 1e-9 <= found.high <= 1.0


def test_estimate_of_nothing_knows_nothing() -> None:
    found = estimate([], [])
    assert (found.error, found.low, found.high, found.n) == (None, 0.0, 1.0, 0)


def test_first_ticket_of_a_municipality_is_drawn_at_random_only() -> None:
    assert draw(0.5, [], SHARE, (0.049, 0.0)).stratum == RANDOM
    assert draw(0.5, [], SHARE, (0.051, 0.0)) == draw(0.9, [], SHARE, (0.9, 0.9))


def test_share_of_nothing_draws_nobody() -> None:
    assert draw(0.5, [0.4, 0.6], 0.0, (0.0, 0.0)).stratum == ""
