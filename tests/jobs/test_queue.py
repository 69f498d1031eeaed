"""The durable queue without a broker: rows, leases, retries, and effects that happen exactly once."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from jobs import runner
from jobs.domain import leases
from jobs.models import Job, OutgoingMail
from tests.jobs import tasks


def traces() -> list[str]:
    return list(OutgoingMail.objects.order_by("pk").values_list("sender", flat=True))


def lease_one(queue: str = "default") -> Job:
    (job,) = leases.lease_due(queue=queue, limit=1)
    return job


def test_enqueue_writes_a_row_and_runs_nothing(db: None) -> None:
    result = tasks.trace.enqueue("a")
    job = Job.objects.get()
    assert (result.id, job.task, job.queue, job.arguments, job.state) == (
        str(job.pk),
        "tests.jobs.tasks.trace",
        "default",
        {"args": ["a"], "kwargs": {}},
        "waiting",
    )
    assert traces() == []


def test_enqueue_in_a_rolled_back_transaction_leaves_nothing(db: None) -> None:
    with pytest.raises(RuntimeError), transaction.atomic():
        tasks.trace.enqueue("a")
        raise RuntimeError
    assert Job.objects.count() == 0


def test_task_deferred_is_not_due_before_its_time(db: None) -> None:
    tasks.trace.using(run_after=timezone.now() + timedelta(minutes=5)).enqueue("later")
    assert leases.lease_due(queue="default", limit=5) == []


def test_library_tasks_go_to_the_index_queue_by_their_path(db: None) -> None:
    from modelsearch.tasks import insert_or_update_object_task  # a library's task, only here

    insert_or_update_object_task.enqueue("kb", "guidepage", "1")
    assert Job.objects.get().queue == "index"


@pytest.mark.parametrize("task", [tasks.trace, tasks.trace_in_own_transaction])
def test_job_runs_once_and_is_done(db: None, task: object) -> None:
    task.enqueue("a")
    job = lease_one()
    for _ in range(3):  # the broker may deliver more than once
        runner.carry_out(job.pk, job.delivery)
    job.refresh_from_db()
    assert (job.state, job.failures, traces()) == ("done", 0, ["a"])


def test_task_that_writes_nothing_is_done_all_the_same(db: None) -> None:
    tasks.write_nothing.enqueue()
    assert runner.run_due_here(["default"]) == 1
    assert Job.objects.get().state == "done"


def test_failing_job_leaves_no_effect_and_waits_for_its_retry(db: None) -> None:
    tasks.trace_and_fail.enqueue("a")
    runner.run_due_here(["default"])
    job = Job.objects.get()
    assert (job.state, job.failures, traces()) == ("waiting", 1, [])
    assert job.last_error.endswith("builtins.ValueError")
    assert "made to fail" not in job.last_error.splitlines()[-1]
    assert 4 < (job.run_after - timezone.now()).total_seconds() <= 5


def test_tenth_failure_gives_the_job_up_and_a_person_may_retry_it(db: None) -> None:
    tasks.trace_and_fail.enqueue("a")
    for _ in range(leases.MAX_FAILURES):
        Job.objects.update(run_after=timezone.now())
        runner.run_due_here(["default"])
    job = Job.objects.get()
    assert (job.state, job.failures) == ("dead", 10)
    assert runner.run_due_here(["default"]) == 0
    assert leases.retry(job)
    assert Job.objects.due().count() == 1


def test_unknown_task_is_a_failure_not_a_crash(db: None) -> None:
    Job.objects.create(task="nowhere.at.all", queue="default", arguments={"args": [], "kwargs": {}})
    runner.run_due_here(["default"])
    assert Job.objects.get().failures == 1


def test_worker_that_lost_its_lease_has_no_effect(db: None) -> None:
    tasks.trace.enqueue("a")
    job = lease_one()
    claimed = leases.claim(job.pk, job.delivery)
    Job.objects.update(leased_until=timezone.now() - timedelta(seconds=1))
    leases.collect_expired()
    Job.objects.update(run_after=timezone.now())
    second = lease_one()
    runner.run_one(claimed)
    assert traces() == []
    runner.carry_out(second.pk, second.delivery)
    assert (traces(), Job.objects.get().state) == (["a"], "done")


def test_row_nobody_claimed_waits_again_without_a_failure(db: None) -> None:
    tasks.trace.enqueue("a")
    lease_one()
    Job.objects.update(leased_until=timezone.now() - timedelta(seconds=1))
    assert leases.collect_expired() == 1
    job = Job.objects.get()
    assert (job.state, job.failures) == ("waiting", 0)


def test_given_back_row_waits_again_without_a_failure(db: None) -> None:
    tasks.trace.enqueue("a")
    leases.give_back([lease_one()])
    job = Job.objects.get()
    assert (job.state, job.failures, job.delivery) == ("waiting", 0, 1)


def test_ended_worker_forfeits_what_it_was_running_at_once(db: None) -> None:
    tasks.trace.enqueue("a")
    job = lease_one()
    leases.claim(job.pk, job.delivery)
    assert leases.forfeit(leases.worker_name()) == 1
    assert Job.objects.due().get().failures == 1


def test_two_dispatchers_never_lease_the_same_row(db: None) -> None:
    for number in range(4):
        tasks.trace.enqueue(str(number))
    first, second = leases.lease_due(queue="default", limit=3), leases.lease_due(queue="default", limit=3)
    assert {job.pk for job in first} & {job.pk for job in second} == set()
    assert len(first) + len(second) == 4


def test_index_queue_has_one_row_in_flight(db: None) -> None:
    for _ in range(2):
        Job.objects.create(task="x.y", queue="index")
    lease_one("index")
    assert leases.lease_due(queue="index", limit=1) == []


def test_urgent_jobs_come_first(db: None) -> None:
    tasks.trace.enqueue("ordinary")
    tasks.trace.using(priority=50).enqueue("urgent")
    runner.run_due_here(["default"])
    assert traces() == ["urgent", "ordinary"]


@given(st.integers(min_value=1, max_value=200))
def test_retry_delay_grows_from_five_seconds_to_fifteen_minutes(failures: int) -> None:
    delay = leases.retry_delay(failures).total_seconds()
    assert 5 <= delay <= 900
    assert leases.retry_delay(failures + 1).total_seconds() >= delay


@pytest.mark.parametrize(
    "fields",
    [
        {"state": "done"},
        {"state": "waiting", "done_at": timezone.now()},
        {"state": "leased"},
        {"state": "running"},
    ],
)
def test_job_in_an_impossible_state_is_refused_by_the_database(db: None, fields: dict[str, object]) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Job.objects.create(task="x.y", queue="default", **fields)
