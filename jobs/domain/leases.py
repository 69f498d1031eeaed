"""Every change of a job's state, each one conditional UPDATE: whoever loses a race changes nothing.

A row goes waiting -> leased (a dispatcher handed it out) -> running (a worker claimed it) -> done.
A lease that expires, or a failure, leads back to waiting; the tenth failure leads to dead.
"""

import os
import socket
from collections.abc import Iterable
from datetime import timedelta

from django.db import IntegrityError, connection, transaction
from django.db.models import F
from django.utils import timezone

from jobs.enums import JobState
from jobs.models import Job, JobQuerySet

HANDOVER_SECONDS = 30
"""How long a handed-out row waits for its worker before it is handed out again."""
RUNNING_SECONDS = 20
"""The lease of a running row; its worker renews it."""
MAX_FAILURES = 10
FIRST_RETRY_SECONDS = 5
LAST_RETRY_SECONDS = 15 * 60


class LeaseLost(Exception):
    """Another worker has the row, or it is done: this one's effects must be rolled back."""


def worker_name(pid: int | None = None) -> str:
    return f"{socket.gethostname()}:{pid or os.getpid()}"


def lease_due(*, queue: str, limit: int) -> list[Job]:
    """Lease up to `limit` due rows of `queue`; two dispatchers never get the same row."""
    if limit < 1:
        return []
    try:
        with transaction.atomic():
            return _lease_due(queue, limit)
    except IntegrityError:
        return []  # another dispatcher leased the one row that this queue may have in flight


def _lease_due(queue: str, limit: int) -> list[Job]:
    due = Job.objects.due().filter(queue=queue).in_order()
    if connection.features.has_select_for_update_skip_locked:
        due = due.select_for_update(skip_locked=True)
    leased = []
    for job in due[:limit]:
        changed = Job.objects.filter(pk=job.pk, state=JobState.WAITING, delivery=job.delivery).update(
            state=JobState.LEASED,
            delivery=job.delivery + 1,
            leased_until=timezone.now() + timedelta(seconds=HANDOVER_SECONDS),
        )
        if changed:
            job.state, job.delivery = JobState.LEASED, job.delivery + 1
            leased.append(job)
    return leased


def give_back(jobs: Iterable[Job]) -> None:
    """The broker did not take these rows: they wait again, and it is not their failure."""
    for job in jobs:
        _delivered(job, JobState.LEASED).update(state=JobState.WAITING, leased_until=None)


def claim(pk: int, delivery: int) -> Job | None:
    """Begin to run one delivery; None if it was handed out anew, is being run or is done."""
    changed = Job.objects.filter(pk=pk, delivery=delivery, state=JobState.LEASED).update(
        state=JobState.RUNNING,
        worker=worker_name(),
        leased_until=timezone.now() + timedelta(seconds=RUNNING_SECONDS),
    )
    return Job.objects.get(pk=pk) if changed else None


def renew(job: Job) -> bool:
    until = timezone.now() + timedelta(seconds=RUNNING_SECONDS)
    return bool(_delivered(job, JobState.RUNNING).update(leased_until=until))


def finish(job: Job) -> None:
    """Mark done, inside the transaction that holds the job's effects. Raises LeaseLost."""
    changed = _delivered(job, JobState.RUNNING).update(
        state=JobState.DONE, done_at=timezone.now(), leased_until=None, last_error=""
    )
    if not changed:
        raise LeaseLost(str(job))


def finish_waiting(jobs: Iterable[Job]) -> None:
    """Mark rows done that a batch carried out along with its first row."""
    Job.objects.filter(pk__in=[job.pk for job in jobs], state=JobState.WAITING).update(
        state=JobState.DONE, done_at=timezone.now()
    )


def fail(job: Job, *, error: str) -> None:
    """Count a failure of a running row: try again later, or give up after the tenth."""
    _fail(job, JobState.RUNNING, error)


def fail_waiting(job: Job, *, error: str) -> None:
    """Count a failure of a row that a batch tried while it was still waiting."""
    _fail(job, JobState.WAITING, error)


def _fail(job: Job, state: JobState, error: str) -> None:
    failures = job.failures + 1
    given_up = failures >= MAX_FAILURES
    _delivered(job, state).update(
        state=JobState.DEAD if given_up else JobState.WAITING,
        failures=failures,
        last_error=error[-4000:],
        leased_until=None,
        run_after=timezone.now() + retry_delay(failures),
    )


def retry_delay(failures: int) -> timedelta:
    """5 s, 10 s, 20 s ... at most 15 minutes."""
    return timedelta(seconds=min(FIRST_RETRY_SECONDS * 2 ** (failures - 1), LAST_RETRY_SECONDS))


def collect_expired() -> int:
    """Take back what nobody claimed, and fail what stopped renewing its lease. Returns how many rows."""
    now = timezone.now()
    unclaimed = Job.objects.expired(now).filter(state=JobState.LEASED).update(state=JobState.WAITING, leased_until=None)
    with transaction.atomic():
        silent = Job.objects.expired(now).filter(state=JobState.RUNNING)
        if connection.features.has_select_for_update_skip_locked:
            silent = silent.select_for_update(skip_locked=True)  # a locked row's worker is about to commit
        failed = list(silent)
        for job in failed:
            fail(job, error="The worker stopped answering.")
    return unclaimed + len(failed)


def forfeit(worker: str) -> int:
    """The process `worker` has ended: what it was running is tried again at once. Returns how many rows."""
    held = list(Job.objects.filter(state=JobState.RUNNING, worker=worker))
    for job in held:
        fail(job, error="The worker process ended.")
        Job.objects.filter(pk=job.pk, state=JobState.WAITING).update(run_after=timezone.now())
    return len(held)


def retry(job: Job) -> bool:
    """A person asks for another try of a dead or failing row. False if it is in flight or done."""
    return bool(
        Job.objects.filter(pk=job.pk, state__in=(JobState.DEAD, JobState.WAITING)).update(
            state=JobState.WAITING, failures=0, run_after=timezone.now(), delivery=F("delivery") + 1
        )
    )


def _delivered(job: Job, state: JobState) -> JobQuerySet:
    return Job.objects.filter(pk=job.pk, delivery=job.delivery, state=state)
