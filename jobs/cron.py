"""Turns the timetable in settings.JOBS_TIMETABLE into rows: each time of each entry exactly once."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.module_loading import import_string
from django_tasks.base import Task

from jobs.backend import queue_of
from jobs.enums import JobState
from jobs.models import Job


@dataclass(frozen=True, slots=True)
class Daily:
    """A task without arguments, once a day at `at` local time."""

    task: str
    at: time

    def last_time(self, now: datetime) -> datetime:
        local = timezone.localtime(now)
        today = local.replace(hour=self.at.hour, minute=self.at.minute, second=0, microsecond=0)
        return today if today <= local else today - timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Every:
    """A task without arguments, every so many minutes. Counted in UTC, where no hour comes twice."""

    task: str
    minutes: int

    def last_time(self, now: datetime) -> datetime:
        moment = now.astimezone(UTC)
        passed = (moment.hour * 60 + moment.minute) % self.minutes
        return moment.replace(second=0, microsecond=0) - timedelta(minutes=passed)


EVERY = re.compile(r"every (\d+) minutes")


def timetable() -> list[Daily | Every]:
    return [entry(path, when) for path, when in settings.JOBS_TIMETABLE.items()]


def entry(path: str, when: str) -> Daily | Every:
    """`03:30` or `every 5 minutes`."""
    often = EVERY.fullmatch(when)
    return Every(path, int(often[1])) if often else Daily(path, time.fromisoformat(when))


def enqueue_due(now: datetime | None = None) -> int:
    """Write a row for each entry whose last time has none yet. Returns how many were written."""
    moment = now or timezone.now()
    return sum(_enqueue_once(entry, entry.last_time(moment)) for entry in timetable())


def _enqueue_once(entry: Daily | Every, when: datetime) -> bool:
    """On a new installation the times before its first day count as done: there is nothing to make up for."""
    task: Task[[], None] = import_string(entry.task)
    is_new = not Job.objects.filter(unique_key__startswith=f"{entry.task}@").exists()
    done = {"state": JobState.DONE, "done_at": timezone.now()} if is_new else {}
    try:
        with transaction.atomic():
            Job.objects.create(
                task=entry.task,
                queue=queue_of(task),
                arguments={"args": [], "kwargs": {}},
                unique_key=f"{entry.task}@{when:%Y-%m-%dT%H:%M}",
                **done,
            )
    except IntegrityError:
        return False
    return not is_new
