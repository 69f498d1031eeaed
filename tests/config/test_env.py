"""Values from the environment: a bad one stops the start with a sentence that names it."""

import pytest
from django.core.exceptions import ImproperlyConfigured

from config import env

NAME = "TRIAGE_AUDIT_PERCENT"


@pytest.mark.parametrize(("given", "share"), [("0", 0.0), ("25", 0.25), ("100", 1.0)])
def test_percent_becomes_a_share(given: str, share: float, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(NAME, given)
    assert env.percent(NAME, 10) == share


def test_percent_that_is_not_set_is_the_default(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(NAME, raising=False)
    assert env.percent(NAME, 10) == 0.1


@pytest.mark.parametrize("given", ["-1", "101", "en fjärdedel"])
def test_percent_that_makes_no_sense_is_named(given: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(NAME, given)
    with pytest.raises(ImproperlyConfigured, match=NAME):
        env.percent(NAME, 10)
