"""Carries out one claimed job, or one batch of the index queue, and writes down the outcome.

Used by the RQ workers, and by the dispatcher itself while the broker is away.
"""

import logging
import threading
import time
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.exceptions import ObjectDoesNotExist
from django.db import close_old_connections, connection, transaction
from django.utils import timezone
from django.utils.module_loading import import_string
from django_tasks.base import Task, TaskContext

from jobs import deadline
from jobs.backend import DEFAULT_TIMEOUT, waiting_result
from jobs.domain import leases
from jobs.enums import Commit, JobState
from jobs.models import Job

logger = logging.getLogger(__name__)

MAX_BATCH = 500
BATCH_SECONDS = MAX_BATCH + 120
"""The time-out of a batch: a second for each row, and two minutes for the commit."""
HANG_GRACE_SECONDS = 5
"""RQ interrupts a slow task at its time-out; the supervisor ends a process that did not notice within this time."""
RENEW_SECONDS = leases.RUNNING_SECONDS / 4


@dataclass(frozen=True, slots=True, kw_only=True)
class JobContext(TaskContext):
    """What a task with `takes_context=True` receives."""

    job: Job


def finish(context: TaskContext) -> None:
    """Mark the task's job done in the caller's transaction. Raises LeaseLost, which must roll it back."""
    if not isinstance(context, JobContext):
        raise TypeError("only a job's own context can be finished")
    leases.finish(context.job)


def run(pk: int, delivery: int) -> None:
    """Called by RQ in a process that lives long: the database may have ended its connection since the last job."""
    close_old_connections()
    carry_out(pk, delivery)


def carry_out(pk: int, delivery: int) -> None:
    """Claim and carry out one delivery; does nothing if the delivery is stale."""
    job = leases.claim(pk, delivery)
    if job is None:
        logger.info("Job %s delivery %s is no longer wanted", pk, delivery)
    elif job.queue in settings.JOBS_BATCHES:
        run_batch(job)
    else:
        run_one(job)


def run_one(job: Job) -> None:
    try:
        task = load_task(job)
        with deadline.announced(timeout_of(task) + HANG_GRACE_SECONDS), lease_kept(job, timeout_of(task)):
            call(task, job)
    except leases.LeaseLost:
        logger.warning("Job %s was taken over by another worker; its effects were rolled back", job.pk)
    except Exception as error:
        logger.warning("Job %s (%s) failed: %s", job.pk, job.task, type(error).__name__)
        leases.fail(job, error=place_of(error))


def place_of(error: Exception) -> str:
    """Where it failed and with what kind of error. Its message may name people, so it is left out."""
    frames = "".join(traceback.format_tb(error.__traceback__))
    return f"{frames}{type(error).__module__}.{type(error).__qualname__}"


def call(task: Task[..., Any], job: Job) -> None:
    if getattr(task, "commit", Commit.RUNNER) == Commit.RUNNER:
        with transaction.atomic():
            leases.finish(job)  # first, so that the row's lock is held before any effect
            task.call(*arguments(task, job), **job.arguments["kwargs"])
        return
    task.call(*arguments(task, job), **job.arguments["kwargs"])
    if Job.objects.filter(pk=job.pk, state=JobState.RUNNING, delivery=job.delivery).exists():
        leases.finish(job)  # the task had nothing to write


def arguments(task: Task[..., Any], job: Job) -> list[Any]:
    if not task.takes_context:
        return list(job.arguments["args"])
    context = JobContext(task_result=waiting_result(task, job, task.backend), job=job)
    return [context, *job.arguments["args"]]


def load_task(job: Job) -> Task[..., Any]:
    task = import_string(job.task)
    if not isinstance(task, Task):
        raise TypeError(f"{job.task} is not a task")
    return task


def timeout_of(task: Task[..., Any]) -> int:
    return int(getattr(task, "timeout", DEFAULT_TIMEOUT))


def run_batch(first: Job) -> None:
    """Carry out `first` and all rows waiting behind it inside one batch: one commit of the index."""
    waiting = list(Job.objects.due().filter(queue=first.queue).in_order()[:MAX_BATCH])
    done: list[Job] = []
    try:
        with deadline.announced(BATCH_SECONDS + HANG_GRACE_SECONDS), lease_kept(first, BATCH_SECONDS):
            with import_string(settings.JOBS_BATCHES[first.queue])():
                call_in_batch(first)
                done = [job for job in waiting if tried_in_batch(job)]
            with transaction.atomic():
                leases.finish(first)
                leases.finish_waiting(done)
    except leases.LeaseLost:
        logger.warning("Batch of job %s was taken over by another worker", first.pk)
    except Exception as error:
        logger.warning("Batch of job %s failed: %s", first.pk, type(error).__name__)
        leases.fail(first, error=place_of(error))


def tried_in_batch(job: Job) -> bool:
    try:
        call_in_batch(job)
    except Exception as error:
        leases.fail_waiting(job, error=place_of(error))
        return False
    return True


def call_in_batch(job: Job) -> None:
    """An object that is gone needs no indexing; every other error counts."""
    task = load_task(job)
    try:
        task.call(*job.arguments["args"], **job.arguments["kwargs"])
    except ObjectDoesNotExist:
        logger.info("Job %s: its object is gone", job.pk)


@contextmanager
def lease_kept(job: Job, timeout: float) -> Iterator[None]:
    """Renew the lease beside the work, until the work ends or its time is up."""
    if connection.in_atomic_block:  # a test's transaction, which another connection cannot see
        yield
        return
    ended = threading.Event()
    keeper = threading.Thread(target=_keep, args=(job, ended, time.monotonic() + timeout), daemon=True)
    keeper.start()
    try:
        yield
    finally:
        ended.set()


def _keep(job: Job, ended: threading.Event, give_up_at: float) -> None:
    while not ended.wait(RENEW_SECONDS) and time.monotonic() < give_up_at:
        try:
            leases.renew(job)
        except Exception as error:
            logger.warning("The lease of job %s could not be renewed: %s", job.pk, type(error).__name__)
        finally:
            connection.close()


def run_due_here(queues: list[str], *, limit: int = 50) -> int:
    """Carry out due rows in this process, without the broker. Returns how many were tried."""
    tried = 0
    for queue in queues:
        for job in leases.lease_due(queue=queue, limit=1 if queue in settings.JOBS_BATCHES else limit):
            carry_out(job.pk, job.delivery)
            tried += 1
    return tried


def oldest_wait_seconds() -> float:
    """How long the oldest due row has been waiting; 0 if none is."""
    oldest = Job.objects.due().order_by("run_after").values_list("run_after", flat=True).first()
    return (timezone.now() - oldest).total_seconds() if oldest else 0.0
