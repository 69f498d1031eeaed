"""The long-lived worker: it does not fork, so that a model loaded once stays loaded."""

from rq.worker import SimpleWorker

MAX_SECONDS_BETWEEN_TRIES = 2.0


class LongLivedWorker(SimpleWorker):
    """Django-RQ's `rqworker --worker-class jobs.worker.LongLivedWorker`. Jobs that hang are the supervisor's to end."""

    # A broker that comes back is noticed at once, instead of after RQ's minute.
    max_connection_wait_time = MAX_SECONDS_BETWEEN_TRIES
