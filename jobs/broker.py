"""The only code that speaks to Valkey: hands deliveries to RQ and says whether the broker answers."""

from collections.abc import Iterable

import django_rq
from django.conf import settings
from redis import Redis
from redis.exceptions import RedisError
from rq.exceptions import DuplicateJobError

from jobs.backend import DEFAULT_TIMEOUT
from jobs.models import Job
from jobs.runner import BATCH_SECONDS, load_task, run, timeout_of

ANSWER_SECONDS = 1.0


class BrokerAway(Exception):
    """Valkey does not answer."""


def connection() -> Redis:
    return Redis.from_url(
        settings.VALKEY_URL, socket_timeout=ANSWER_SECONDS, socket_connect_timeout=ANSWER_SECONDS, retry=None
    )


def answers() -> bool:
    try:
        with connection() as client:
            return bool(client.ping())
    except (RedisError, OSError):
        return False


def hand_over(jobs: Iterable[Job], *, client: Redis) -> None:
    """Put deliveries on their RQ queues. Raises BrokerAway; rows already taken run, the others are given back."""
    for job in jobs:
        queue = django_rq.get_queue(job.queue, connection=client)
        try:
            queue.enqueue_call(
                run,
                args=(job.pk, job.delivery),
                job_id=job.broker_id,
                timeout=seconds_allowed(job),
                result_ttl=0,
                failure_ttl=3600,
                unique=True,
            )
        except DuplicateJobError:
            continue  # this very delivery is already there
        except (RedisError, OSError) as error:
            raise BrokerAway(str(error)) from error


def seconds_allowed(job: Job) -> int:
    if job.queue in settings.JOBS_BATCHES:
        return BATCH_SECONDS
    try:
        return timeout_of(load_task(job))
    except (ImportError, TypeError):
        return DEFAULT_TIMEOUT  # the worker will write down what is wrong with it
