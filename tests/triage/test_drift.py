"""What stops a queue: corrections that the promise does not explain, and tickets that the model finds strange."""

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
