"""The Django-Tasks backend: `enqueue()` writes a row in the caller's transaction and nothing else."""

from dataclasses import dataclass
from typing import Any, ParamSpec, TypeVar

from django.conf import settings
from django.utils import timezone
from django_tasks.backends.base import BaseTaskBackend
from django_tasks.base import Task, TaskResult, TaskResultStatus

from jobs.enums import Commit
from jobs.models import Job

P = ParamSpec("P")
T = TypeVar("T")

DEFAULT_TIMEOUT = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class DurableTask(Task[P, T]):
    """A task that also says how long it may run (seconds) and who commits its effects."""

    timeout: int = DEFAULT_TIMEOUT
    commit: Commit = Commit.RUNNER


class DatabaseBackend(BaseTaskBackend):
    task_class = DurableTask
    supports_defer = True
    supports_priority = True

    def enqueue(self, task: Task[P, T], args: P.args, kwargs: P.kwargs) -> TaskResult[T]:  # type: ignore[valid-type]  # the base class's own signature
        self.validate_task(task)
        job = Job.objects.create(
            task=task.module_path,
            queue=queue_of(task),
            arguments={"args": list(args), "kwargs": dict(kwargs)},
            priority=task.priority,
            run_after=task.run_after or timezone.now(),
        )
        return waiting_result(task, job, self.alias)


def queue_of(task: Task[Any, Any]) -> str:
    """Tasks of libraries know only the queue `default`; the setting sends them elsewhere by their path."""
    for prefix, queue in settings.JOBS_QUEUE_BY_PATH.items():
        if task.module_path.startswith(prefix):
            return str(queue)
    return task.queue_name


def waiting_result(task: Task[Any, T], job: Job, alias: str) -> TaskResult[T]:
    return TaskResult(
        task=task,
        id=str(job.pk),
        status=TaskResultStatus.READY,
        enqueued_at=job.created_at,
        started_at=None,
        finished_at=None,
        last_attempted_at=None,
        args=job.arguments["args"],
        kwargs=job.arguments["kwargs"],
        backend=alias,
        errors=[],
        worker_ids=[],
    )
