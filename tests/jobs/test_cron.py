"""The timetable: each time of each entry exactly once, by Swedish clocks."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from jobs import cron
from jobs.models import Job

STOCKHOLM = ZoneInfo("Europe/Stockholm")


@pytest.fixture(autouse=True)
def _one_entry(settings: object) -> None:
    settings.JOBS_TIMETABLE = {"jobs.tasks.tidy_jobs": "03:45"}


def at(day: int, hour: int, minute: int = 0, month: int = 11) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=STOCKHOLM)


def test_new_installation_has_nothing_to_make_up_for(db: None) -> None:
    assert cron.enqueue_due(at(1, 12)) == 0
    assert not Job.objects.due().exists()


def test_entry_is_enqueued_once_a_day_however_often_it_is_looked_at(db: None) -> None:
    cron.enqueue_due(at(1, 12))
    assert [cron.enqueue_due(at(2, 4)), cron.enqueue_due(at(2, 5)), cron.enqueue_due(at(3, 4))] == [1, 0, 1]
    assert list(Job.objects.due().values_list("task", flat=True)) == ["jobs.tasks.tidy_jobs"] * 2


def test_entry_missed_while_nothing_ran_is_made_up_for(db: None) -> None:
    cron.enqueue_due(at(1, 12))
    assert cron.enqueue_due(at(3, 1)) == 1
    assert Job.objects.due().get().unique_key == "jobs.tasks.tidy_jobs@2026-11-02T03:45"


@pytest.mark.parametrize("day", [28, 29, 30])
def test_entry_runs_once_around_the_change_to_summer_time(db: None, day: int) -> None:
    cron.enqueue_due(at(1, 12, month=3))
    assert cron.enqueue_due(at(day, 23, month=3)) == 1
    assert cron.enqueue_due(at(day, 23, 30, month=3)) == 0


def test_entry_of_every_few_minutes_is_enqueued_once_each_time(db: None, settings: object) -> None:
    settings.JOBS_TIMETABLE = {"jobs.tasks.tidy_jobs": "every 5 minutes"}
    times = [at(1, 12, 0), at(1, 12, 4), at(1, 12, 5), at(1, 12, 9), at(1, 12, 11)]
    assert [cron.enqueue_due(time) for time in times] == [0, 0, 1, 0, 1]


def test_entry_of_every_few_minutes_runs_through_the_hour_that_comes_twice(db: None, settings: object) -> None:
    settings.JOBS_TIMETABLE = {"jobs.tasks.tidy_jobs": "every 30 minutes"}
    start = datetime(2026, 10, 24, 23, 0, tzinfo=UTC)
    seen = [cron.enqueue_due(start + timedelta(minutes=30 * number)) for number in range(7)]
    assert seen == [0, 1, 1, 1, 1, 1, 1]
