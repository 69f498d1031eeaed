"""What `/health/ready` tells: unready only if the database cannot be written, else a line for each thing that limps."""

import shutil
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from concurrent.futures import TimeoutError as ProbeTimeout

from django.conf import settings
from django.db import connection, transaction
from django.utils.module_loading import import_string

from jobs import broker, runner
from jobs.models import Job

PROBE_SECONDS = 0.3
MAX_QUEUE_AGE_SECONDS = 60
MIN_FREE_BYTES = 500 * 1000 * 1000

Probe = Callable[[], str | None]
"""Returns None if all is well, else a short sentence without personal data."""


def database_can_be_written() -> bool:
    """Writes and takes back a row."""
    try:
        with transaction.atomic():
            Job.objects.create(task="jobs.health", queue="health")
            transaction.set_rollback(True)
    except Exception:  # whatever the reason, the answer is no
        return False
    return True


def probe_queue() -> str | None:
    age = runner.oldest_wait_seconds()
    return f"the oldest job has waited {age:.0f} s" if age > MAX_QUEUE_AGE_SECONDS else None


def probe_dead_jobs() -> str | None:
    dead = Job.objects.dead().count()
    return f"{dead} jobs were given up" if dead else None


def probe_broker() -> str | None:
    return None if broker.answers() else "the broker does not answer"


def probe_disk() -> str | None:
    free = shutil.disk_usage(settings.VAR_DIR).free
    return f"only {free // 1_000_000} MB of disk are free" if free < MIN_FREE_BYTES else None


def degraded() -> list[str]:
    """Run every probe of settings.HEALTH_PROBES, each for at most 0.3 s, all at once."""
    pool = ThreadPoolExecutor(max_workers=len(settings.HEALTH_PROBES))
    running = {name: pool.submit(_probe, path) for name, path in settings.HEALTH_PROBES.items()}
    give_up_at = time.monotonic() + PROBE_SECONDS
    lines = []
    for name, future in running.items():
        try:
            finding = future.result(timeout=max(0.0, give_up_at - time.monotonic()))
        except ProbeTimeout:
            finding = f"no answer within {PROBE_SECONDS} s"
        except Exception as error:  # a probe that breaks is a finding, not an error page
            finding = f"cannot be examined ({type(error).__name__})"
        if finding:
            lines.append(f"degraded: {name}: {finding}")
    pool.shutdown(wait=False, cancel_futures=True)
    return lines


def _probe(path: str) -> str | None:
    probe: Probe = import_string(path)
    try:
        return probe()
    finally:
        connection.close()
