"""Moments in words, by the calendar of Stockholm."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from config.moments import in_words

STOCKHOLM = ZoneInfo("Europe/Stockholm")


def local(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=STOCKHOLM)


@pytest.mark.parametrize(
    ("moment", "now", "words"),
    [
        ("2026-11-22T14:05", "2026-11-22T16:00", "i dag 14:05"),
        ("2026-11-22T00:00", "2026-11-22T23:59", "i dag 00:00"),
        ("2026-11-21T23:59", "2026-11-22T00:00", "i går 23:59"),
        ("2026-11-20T23:59", "2026-11-22T00:00", "för 2 dagar sedan"),
        ("2026-11-16T08:00", "2026-11-22T07:00", "för 6 dagar sedan"),
        ("2026-11-15T08:00", "2026-11-22T23:00", "15 november"),
        ("2025-12-31T23:59", "2026-01-01T00:01", "i går 23:59"),
        ("2025-11-22T08:00", "2026-11-22T08:00", "22 november 2025"),
        ("2026-03-28T23:30", "2026-03-29T23:30", "i går 23:30"),  # a day of 23 hours
        ("2026-03-28T01:00", "2026-03-30T00:30", "för 2 dagar sedan"),
        ("2026-10-25T00:30", "2026-10-25T23:30", "i dag 00:30"),  # a day of 25 hours
        ("2026-10-24T23:30", "2026-10-25T23:59", "i går 23:30"),
        ("2026-11-23T08:00", "2026-11-22T08:00", "23 november"),  # a clock that is wrong
    ],
)
def test_moment_is_told_by_the_calendar(moment: str, now: str, words: str) -> None:
    with override("sv"):
        assert in_words(local(moment), local(now)) == words


def test_utc_is_told_in_local_time() -> None:
    with override("sv"):
        assert in_words(datetime(2026, 7, 1, 22, 30, tzinfo=UTC), local("2026-07-02T09:00")) == "i dag 00:30"


def test_words_are_in_the_readers_language() -> None:
    with override("en"):
        assert in_words(local("2026-11-21T14:05"), local("2026-11-22T08:00")) == "yesterday 14:05"
        assert in_words(local("2026-11-19T14:05"), local("2026-11-22T08:00")) == "3 days ago"


@given(minutes=st.integers(0, 40_000_000), hours=st.integers(0, 400))
def test_days_are_those_between_the_two_dates(minutes: int, hours: int) -> None:
    later = datetime(2000, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
    earlier = later - timedelta(hours=hours)
    days = (later.astimezone(STOCKHOLM).date() - earlier.astimezone(STOCKHOLM).date()).days
    with override("en"):
        words = in_words(earlier, later)
    assert words.startswith("today ") == (days == 0)
    assert words.startswith("yesterday ") == (days == 1)
    assert (words == f"{days} days ago") == (1 < days < 7)
