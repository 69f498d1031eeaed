"""What happens when parts fall: real Valkey, real processes, real signals. Each effect must happen exactly once."""

import shutil
import signal
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from tests.jobs.stack import Stack, wait_for

pytestmark = pytest.mark.slow
MANY = [[f"job{number:03}"] for number in range(60)]
NAMES = [row[0] for row in MANY]


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty installation, made once and copied for each test."""
    stack = Stack(tmp_path_factory.mktemp("prepared"))
    stack.prepare()
    return stack.folder / "var"


@pytest.fixture
def stack(tmp_path: Path, prepared: Path) -> Iterator[Stack]:
    shutil.copytree(prepared, tmp_path / "var")
    stack = Stack(tmp_path)
    stack.start_broker()
    yield stack
    stack.close()


def all_done(stack: Stack, seconds: float) -> float:
    return wait_for(lambda: stack.unfinished() == 0, seconds, f"{stack.unfinished()} jobs done")


def test_worker_killed_in_mid_job_loses_and_doubles_nothing(stack: Stack) -> None:
    stack.up()
    stack.enqueue("kill_own_worker", ["dies"])
    stack.enqueue("trace", *MANY)
    all_done(stack, 60)
    assert stack.traces() == ["dies", *NAMES]
    assert stack.rows("select failures from jobs_job where task like '%kill_own_worker'") == [(1,)]


def test_workers_killed_again_and_again_lose_and_double_nothing(stack: Stack) -> None:
    stack.up()
    stack.enqueue("trace_slowly", *[[name, 0.1] for name in NAMES])
    for _ in range(4):
        time.sleep(2)
        for worker in stack.children("rqworker"):
            worker.kill()
    all_done(stack, 90)
    assert stack.traces() == NAMES


def test_broker_away_for_a_minute_and_back_empty_loses_and_doubles_nothing(stack: Stack) -> None:
    stack.up()
    stack.enqueue("trace", ["before"])
    all_done(stack, 30)
    stack.stop_broker()
    stack.enqueue("trace", *MANY)
    begun = time.monotonic()
    with urllib.request.urlopen(f"http://127.0.0.1:{stack.port}/health/ready", timeout=5) as answer:
        lines = answer.read().decode()
    assert time.monotonic() - begun < 1
    assert "degraded: broker" in lines
    time.sleep(60)
    assert stack.traces() == ["before", *NAMES], "the dispatcher itself carries out what waits"
    stack.start_broker()
    stack.enqueue("trace", ["after"])
    all_done(stack, 60)
    assert stack.traces() == ["after", "before", *NAMES]


def test_jobs_handed_to_a_broker_that_forgets_them_are_handed_out_again(stack: Stack) -> None:
    stack.start("dispatch")
    stack.enqueue("trace", *MANY)
    wait_for(lambda: stack.rows("select 1 from jobs_job where state = 'leased'"), 20, "rows handed out")
    stack.stop_broker()
    stack.start_broker()
    stack.up()
    all_done(stack, 90)
    assert stack.traces() == NAMES


def test_dispatcher_killed_is_started_again(stack: Stack) -> None:
    stack.up()
    (dispatcher,) = stack.children("dispatch")
    dispatcher.kill()
    stack.enqueue("trace", *MANY)
    all_done(stack, 60)
    assert stack.traces() == NAMES


def test_two_dispatchers_at_once_run_nothing_twice(stack: Stack) -> None:
    stack.up()
    stack.start("dispatch")
    stack.enqueue("trace", *MANY)
    all_done(stack, 60)
    assert stack.traces() == NAMES


def test_job_that_hangs_costs_its_worker_not_the_queue(stack: Stack) -> None:
    stack.up()
    stack.enqueue("hang_once", ["hangs"])
    stack.enqueue("trace", ["next"])
    all_done(stack, 90)
    assert stack.traces() == ["hangs", "next"]


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_signal_ends_every_process(stack: Stack, number: signal.Signals) -> None:
    supervisor = stack.up()
    everyone = [psutil.Process(supervisor.pid), *psutil.Process(supervisor.pid).children(recursive=True)]
    supervisor.send_signal(number)
    supervisor.wait(timeout=25)
    _, alive = psutil.wait_procs(everyone, timeout=5)
    assert alive == []
