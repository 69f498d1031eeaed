"""What goes wrong on purpose while the load runs: workers are killed, the broker loses everything."""

import random
import shutil
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

import psutil

from benchmarks.stack import Stack, tell

KILL_EVERY_SECONDS = 5.0
AWAY_SECONDS = 60.0
RETURN_SECONDS = 30.0
LOOK_SECONDS = 0.5


@dataclass
class Faults:
    """Each fault is a thread; `stopping` ends the killing, `over` ends all of them early."""

    stack: Stack
    stopping: threading.Event = field(default_factory=threading.Event)
    over: threading.Event = field(default_factory=threading.Event)
    threads: list[threading.Thread] = field(default_factory=list)

    def start(self, fault: Callable[[], None]) -> None:
        thread = threading.Thread(target=fault, daemon=True)
        thread.start()
        self.threads.append(thread)

    def load_has_ended(self) -> None:
        self.stopping.set()

    def wait(self) -> None:
        """Until the broker is back, if it was taken away."""
        for thread in self.threads:
            thread.join()

    def kill_workers(self) -> None:
        while not self.stopping.wait(KILL_EVERY_SECONDS):
            workers = self.stack.children("rqworker")
            if workers:
                victim = random.choice(workers)
                tell(f"kill -9 of {described(victim)}")
                kill(victim)

    def take_broker_away(self, after_seconds: float) -> None:
        """Valkey cannot start without its data folder, so without it each restart fails."""
        if self.over.wait(after_seconds):
            return
        folder, socket = self.stack.var / "valkey", self.stack.var / "valkey.sock"
        tell(f"the broker and its data go away for {AWAY_SECONDS:.0f} s")
        back_at = time.monotonic() + AWAY_SECONDS
        while time.monotonic() < back_at and not self.over.is_set():
            for valkey in self.stack.children("valkey-server"):
                kill(valkey)
            shutil.rmtree(folder, ignore_errors=True)
            socket.unlink(missing_ok=True)
            self.over.wait(LOOK_SECONDS)
        folder.mkdir(mode=0o700, exist_ok=True)
        self.await_broker()

    def await_broker(self) -> None:
        began = time.monotonic()
        while not (self.stack.var / "valkey.sock").exists():
            if time.monotonic() - began > RETURN_SECONDS:
                tell(f"the broker did not come back within {RETURN_SECONDS:.0f} s")
                return
            if self.over.wait(LOOK_SECONDS):
                return
        tell(f"the broker is back, empty, {time.monotonic() - began:.1f} s after it was let")


@contextmanager
def faults_during(stack: Stack, *, kill_worker: bool, broker_away: bool, seconds: float) -> Iterator[Faults]:
    faults = Faults(stack)
    if kill_worker:
        faults.start(faults.kill_workers)
    if broker_away:
        faults.start(lambda: faults.take_broker_away(seconds / 4))
    try:
        yield faults
    finally:
        faults.stopping.set()
        faults.over.set()
        faults.wait()


def kill(process: psutil.Process) -> None:
    with suppress(psutil.NoSuchProcess):
        process.kill()


def described(worker: psutil.Process) -> str:
    try:
        line = worker.cmdline()
        queues = line[line.index("rqworker") + 1 : line.index("--worker-class")]
        return f"the worker of {', '.join(queues)}"
    except (psutil.Error, ValueError):
        return "a worker"
