"""The system administrator's list of jobs."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from accounts.roles import SYSTEM_ADMINISTRATOR
from jobs.models import Job
from tests.factories import organisation


@pytest.fixture
def administrator(client: Client, db: None) -> Client:
    client.force_login(organisation.person(SYSTEM_ADMINISTRATOR))
    return client


@pytest.fixture
def jobs(administrator: Client) -> dict[str, Job]:
    Job.objects.all().delete()
    later = timezone.now() + timedelta(minutes=5)
    fields = {
        "dead": {"state": "dead", "failures": 10, "last_error": "x" * 500 + "ValueError: made to fail"},
        "failing": {"failures": 2, "run_after": later},
        "running": {"state": "running", "leased_until": later},
        "waiting": {},
        "done": {"state": "done", "done_at": later},
    }
    return {name: Job.objects.create(task=f"x.{name}", queue="default", **values) for name, values in fields.items()}


@pytest.mark.parametrize("name", ["dead", "failing", "running", "waiting", "done"])
def test_each_list_holds_its_jobs(administrator: Client, jobs: dict[str, Job], name: str) -> None:
    response = administrator.get("/admin/jobs/", {"list": name})
    assert list(response.context["page"]) == [jobs[name]]


def test_list_shows_where_an_error_ends(administrator: Client, jobs: dict[str, Job]) -> None:
    assert "ValueError: made to fail" in administrator.get("/admin/jobs/").content.decode()


@pytest.mark.parametrize(("name", "state", "failures"), [("dead", "waiting", 0), ("running", "running", 0)])
def test_retry_brings_back_what_was_given_up_and_nothing_else(
    administrator: Client, jobs: dict[str, Job], name: str, state: str, failures: int
) -> None:
    administrator.post("/admin/jobs/retry/", {"job": jobs[name].pk})
    jobs[name].refresh_from_db()
    assert (jobs[name].state, jobs[name].failures) == (state, failures)


@pytest.mark.parametrize("number", ["", "abc", "0", "99999999"])
def test_retry_of_no_job_is_not_found(administrator: Client, number: str) -> None:
    assert administrator.post("/admin/jobs/retry/", {"job": number}).status_code == 404
