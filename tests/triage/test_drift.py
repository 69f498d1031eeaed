"""What stops a queue: corrections that the promise does not explain, and tickets that the model finds strange."""

import numpy as np
import pytest

from triage.classifier.drift import overridden_too_often, scores_have_shifted

SURE = [0.9 + number / 1000 for number in range(90)]
UNSURE = [0.5 + number / 1000 for number in range(90)]


def test_less_sure_tickets_are_a_shift() -> None:
    assert scores_have_shifted(SURE, UNSURE)


def test_surer_tickets_are_none() -> None:
    assert not scores_have_shifted(UNSURE, SURE)


def test_few_tickets_show_no_shift() -> None:
    assert not scores_have_shifted(SURE, UNSURE[:24])
    assert scores_have_shifted(SURE, UNSURE[:25])


def test_small_gap_is_no_shift_however_many_tickets() -> None:
    late = [value - 0.01 for value in SURE]
    assert not scores_have_shifted(SURE * 50, late * 50)


@pytest.mark.parametrize(("overridden", "expected"), [(0, False), (4, False), (5, True)])
def test_corrections_beyond_the_promise_stop(overridden: int, *, expected: bool) -> None:
    """Of 20 tickets at 5 %, four corrections have a chance of 1.6 %, five of 0.3 %."""
    assert overridden_too_often(overridden, 20, 0.05) is expected


@pytest.mark.parametrize(
    ("overridden", "unasked", "stopped"), [(0, 0, False), (0, 40, False), (5, 40, False), (7, 40, True), (3, 4, True)]
)
def test_queue_is_stopped_by_more_corrections_than_chance_explains(
    overridden: int, unasked: int, stopped: bool
) -> None:
    assert overridden_too_often(overridden, unasked, 0.05) is stopped


def test_queue_within_its_promise_is_seldom_stopped() -> None:
    chance = np.random.default_rng(6)
    stops = sum(overridden_too_often(int(chance.binomial(50, 0.05)), 50, 0.05) for _ in range(2000))
    assert stops <= 30


def test_scores_shift_when_a_third_of_tickets_is_new() -> None:
    chance = np.random.default_rng(7)
    before, late = chance.beta(9, 2, 200), np.concatenate([chance.beta(9, 2, 40), chance.beta(3, 3, 25)])
    assert scores_have_shifted(before.tolist(), late.tolist())


def test_scores_of_the_same_kind_do_not_shift() -> None:
    chance = np.random.default_rng(8)
    shifts = [scores_have_shifted(chance.beta(9, 2, 200).tolist(), chance.beta(9, 2, 60).tolist()) for _ in range(300)]
    assert sum(shifts) <= 1


def test_few_scores_say_nothing() -> None:
    assert not scores_have_shifted([0.9] * 100, [0.1] * 24)
