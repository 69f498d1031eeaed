"""Tasks that only tests run. Their effect is a row in the mail table, which is easy to count."""

import os
import signal
import time

from django.db import transaction
from django_tasks import task
from django_tasks.base import TaskContext

from jobs.enums import Commit
from jobs.models import OutgoingMail
from jobs.runner import finish


def leave_trace(name: str) -> None:
    OutgoingMail.objects.create(message_id=f"{name}-{time.monotonic_ns()}", sender=name, raw=b"")


@task(queue_name="default")
def trace(name: str) -> None:
    leave_trace(name)


@task(queue_name="default")
def trace_and_fail(name: str) -> None:
    leave_trace(name)
    raise ValueError("made to fail")


@task(queue_name="default", commit=Commit.TASK, takes_context=True)
def trace_in_own_transaction(context: TaskContext, name: str) -> None:
    with transaction.atomic():
        finish(context)
        leave_trace(name)


@task(queue_name="default", commit=Commit.TASK)
def write_nothing() -> None:
    """A task with no effect of its own."""


@task(queue_name="default")
def trace_slowly(name: str, seconds: float) -> None:
    leave_trace(name)
    time.sleep(seconds)


@task(queue_name="default")
def kill_own_worker(name: str) -> None:
    """The worker dies in mid-job on the first try, as by `kill -9`, and survives the second."""
    leave_trace(name)
    marker = os.environ["KILL_MARKER"]
    if not os.path.exists(marker):
        open(marker, "w").close()
        os.kill(os.getpid(), signal.SIGKILL)


@task(queue_name="default", timeout=2)
def hang_once(name: str) -> None:
    """Hangs with signals blocked, as compiled code does, on the first try."""
    leave_trace(name)
    marker = os.environ["KILL_MARKER"]
    if not os.path.exists(marker):
        open(marker, "w").close()
        signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGALRM, signal.SIGTERM})
        time.sleep(600)
