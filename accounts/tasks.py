"""Nightly: begin and end roles."""

from django_tasks import task

from accounts.domain import memberships
from jobs.enums import Commit


@task(queue_name="default", timeout=300, commit=Commit.TASK)
def sync_groups() -> None:
    memberships.sync_all_groups()
