"""Nightly: begin and end roles."""

from django_tasks import task

from accounts.domain import memberships


@task(queue_name="default", timeout=300)
def sync_groups() -> None:
    memberships.sync_all_groups()
