"""How gunicorn runs. `manage.py up` names this file; BIND and WEB_CONCURRENCY come from the environment."""

import gc
import os
from typing import Any

from gunicorn.glogging import Logger

from support.addresses import redacted

bind = os.environ.get("BIND", "127.0.0.1:8000")
workers = int(os.environ.get("WEB_CONCURRENCY", "2"))
threads = int(os.environ.get("WEB_THREADS", "2"))
worker_class = "config.web_worker.PollingWorker"
timeout = 60
graceful_timeout = 8
max_requests = 20_000
max_requests_jitter = 1_000
preload_app = False
control_socket_disable = True  # nobody steers it from outside; the supervisor sends signals
accesslog = os.environ.get("ACCESS_LOG") or None


class PrivateLogger(Logger):
    """Access log without secret addresses."""

    def atoms(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        atoms: dict[str, Any] = super().atoms(*args, **kwargs)
        return {name: redacted(value) if isinstance(value, str) else value for name, value in atoms.items()}


logger_class = PrivateLogger


def post_worker_init(worker: Any) -> None:
    """What is loaded now stays until the end: the collector need not walk through it at each of its rounds."""
    gc.collect()
    gc.freeze()
