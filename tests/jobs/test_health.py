"""What the health addresses answer, and how fast."""

import time
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from jobs import health
from jobs.models import Job


def hang() -> str | None:
    time.sleep(2)
    return None


def test_live_answers_without_database(client: Client) -> None:
    assert client.get("/health/live").content == b"live\n"


def test_ready_names_what_limps_and_still_answers_200(client: Client, transactional_db: None, settings: object) -> None:
    settings.HEALTH_PROBES = {"jobs": "jobs.health.probe_queue", "broker": "jobs.health.probe_broker"}
    Job.objects.create(task="x.y", queue="default", run_after=timezone.now() - timedelta(minutes=5))
    response = client.get("/health/ready")
    assert (response.status_code, response.content.decode().splitlines()) == (
        200,
        ["ready", "degraded: jobs: the oldest job has waited 300 s", "degraded: broker: the broker does not answer"],
    )


def test_probe_that_hangs_costs_a_third_of_a_second(transactional_db: None, settings: object) -> None:
    settings.HEALTH_PROBES = {"slow": "tests.jobs.test_health.hang"}
    begun = time.monotonic()
    assert health.degraded() == ["degraded: slow: no answer within 0.3 s"]
    assert time.monotonic() - begun < 1


def test_probe_that_breaks_is_a_finding(transactional_db: None, settings: object) -> None:
    settings.HEALTH_PROBES = {"broken": "tests.jobs.test_health.nothing"}
    assert health.degraded() == ["degraded: broken: cannot be examined (ImportError)"]


def test_unready_when_the_database_cannot_be_written(
    client: Client, db: None, django_db_blocker: pytest.FixtureRequest
) -> None:
    with django_db_blocker.block():
        response = client.get("/health/ready")
    assert (response.status_code, response.content) == (503, b"unready: the database cannot be written\n")


def test_health_leaves_no_row_behind(client: Client, transactional_db: None) -> None:
    client.get("/health/ready")
    assert Job.objects.count() == 0
