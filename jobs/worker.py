"""The long-lived worker: it does not fork, so that a model loaded once stays loaded."""

import time
from typing import Any

from rq.worker import SimpleWorker

from jobs import broker

MAX_SECONDS_BETWEEN_TRIES = 2.0


class LongLivedWorker(SimpleWorker):
    """Django-RQ's `rqworker --worker-class jobs.worker.LongLivedWorker`. Jobs that hang are the supervisor's to end."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        wait_for_broker()
        super().__init__(*args, **kwargs)

    # A broker that comes back is noticed at once, instead of after RQ's minute.
    max_connection_wait_time = MAX_SECONDS_BETWEEN_TRIES


def wait_for_broker() -> None:
    """A worker that starts without the broker waits, instead of ending and being started again and again."""
    while not broker.answers():
        time.sleep(MAX_SECONDS_BETWEEN_TRIES)
