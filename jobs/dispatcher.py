"""Hands due rows to the broker, over and over. While the broker is away for long, runs them itself."""

import logging
import threading
import time
from collections.abc import Callable

from django.conf import settings
from django.db import DatabaseError, close_old_connections
from redis import Redis

from jobs import broker, runner
from jobs.domain import leases
from jobs.enums import JobState
from jobs.models import Job

logger = logging.getLogger(__name__)

PAUSE_SECONDS = 0.2
EXPIRY_SECONDS = 5.0
MAX_HANDED_OUT = 50
"""Rows of a queue that may wait in the broker: few enough to be claimed before their lease ends."""


class Dispatcher:
    """One loop. Several may run at once: leases keep them from handing out the same row."""

    def __init__(self, *, clock: Callable[[], float] = time.monotonic) -> None:
        self.clock = clock
        self.client: Redis = broker.connection()
        self.broker_away_since: float | None = None
        self.expiry_checked_at = float("-inf")

    def run_until(self, stopping: threading.Event) -> None:
        while not stopping.is_set():
            try:
                moved = self.tick()
            except DatabaseError as error:
                logger.warning("The database did not answer the dispatcher: %s", type(error).__name__)
                close_old_connections()
                moved = 0
            if not moved:
                stopping.wait(PAUSE_SECONDS)

    def tick(self) -> int:
        """One round. Returns how many rows were handed out or run."""
        self.collect_expired()
        if self.broker_away_for() >= settings.JOBS_BROKER_PATIENCE_SECONDS and not broker.answers():
            return runner.run_due_here(queues_to_run_here(), limit=1)
        return sum(self.hand_out(queue) for queue in queues())

    def hand_out(self, queue: str) -> int:
        jobs = leases.lease_due(queue=queue, limit=room_in_broker(queue))
        if not jobs:
            return 0
        try:
            broker.hand_over(jobs, client=self.client)
        except broker.BrokerAway:
            leases.give_back(jobs)
            self.note_broker_away()
            return 0
        self.note_broker_back()
        return len(jobs)

    def collect_expired(self) -> None:
        if self.clock() - self.expiry_checked_at >= EXPIRY_SECONDS:
            self.expiry_checked_at = self.clock()
            leases.collect_expired()

    def broker_away_for(self) -> float:
        return 0.0 if self.broker_away_since is None else self.clock() - self.broker_away_since

    def note_broker_away(self) -> None:
        if self.broker_away_since is None:
            logger.warning("The broker does not answer; jobs wait in the database")
            self.broker_away_since = self.clock()

    def note_broker_back(self) -> None:
        if self.broker_away_since is not None:
            logger.warning("The broker answers again")
            self.broker_away_since = None


def queues() -> list[str]:
    return list(settings.RQ_QUEUES)


def queues_to_run_here() -> list[str]:
    return [name for name in queues() if name not in settings.JOBS_ONLY_IN_WORKERS]


def room_in_broker(queue: str) -> int:
    if queue in settings.JOBS_BATCHES:
        return 1
    return MAX_HANDED_OUT - Job.objects.filter(queue=queue, state=JobState.LEASED).count()
