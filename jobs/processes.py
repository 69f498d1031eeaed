"""One supervisor for all processes: starts them, restarts what falls, ends what hangs, stops everything on SIGTERM."""

import logging
import os
import signal
import subprocess
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType

from jobs import deadline

logger = logging.getLogger(__name__)

CHECK_SECONDS = 0.5
STOP_SECONDS = 10.0
LONGEST_PAUSE_SECONDS = 10.0
HEALTHY_AFTER_SECONDS = 30.0


def stop_event() -> threading.Event:
    """An event that SIGTERM, SIGINT or a closed terminal sets."""
    stopping = threading.Event()

    def stop(signum: int, frame: FrameType | None) -> None:
        stopping.set()

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    signal.signal(signal.SIGHUP, stop)
    return stopping


@dataclass
class Child:
    """A process that should always be running."""

    name: str
    command: Sequence[str]
    environment: Mapping[str, str] = field(default_factory=dict)
    deadline_file: Path | None = None
    niceness: int = 0
    """How far it steps back for others; background work yields to people who wait for a page."""
    stops_last: bool = False
    """Others need it until they have stopped."""
    process: subprocess.Popen[bytes] | None = None
    started_at: float = 0.0
    start_after: float = 0.0
    pause: float = 0.5

    def start(self) -> None:
        extra = dict(self.environment)
        if self.deadline_file is not None:
            self.deadline_file.unlink(missing_ok=True)
            extra[deadline.VARIABLE] = str(self.deadline_file)
        command = ["nice", "-n", str(self.niceness), *self.command] if self.niceness else self.command
        # A process group of its own, so that Ctrl-C reaches the supervisor only, which then stops all in order; not a
        # session of its own, because Linux weighs niceness only between the processes of one session.
        self.process = subprocess.Popen(command, env={**os.environ, **extra}, process_group=0)  # noqa: S603  # our own
        self.started_at = time.monotonic()

    def has_ended(self) -> bool:
        return self.process is not None and self.process.poll() is not None

    def hangs(self) -> bool:
        return self.deadline_file is not None and deadline.overstayed(self.deadline_file)

    def kill(self) -> None:
        if self.process is not None and self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()

    def ask_to_stop(self) -> None:
        if self.process is not None and self.process.poll() is None:
            self.process.terminate()

    def wait_until(self, moment: float) -> None:
        if self.process is None:
            return
        try:
            self.process.wait(timeout=max(0.1, moment - time.monotonic()))
        except subprocess.TimeoutExpired:
            logger.warning("%s did not stop in time and is ended", self.name)
            self.kill()

    def plan_restart(self) -> None:
        ran_well = time.monotonic() - self.started_at > HEALTHY_AFTER_SECONDS
        self.pause = 0.5 if ran_well else min(self.pause * 2, LONGEST_PAUSE_SECONDS)
        self.start_after = time.monotonic() + self.pause
        self.process = None


class Supervisor:
    """Keeps `children` running until `stopping` is set; tells `on_ended(pid)` when one has fallen."""

    def __init__(
        self, children: Sequence[Child], *, stopping: threading.Event, on_ended: Callable[[int], None]
    ) -> None:
        self.children = children
        self.stopping = stopping
        self.on_ended = on_ended

    def run(self) -> None:
        """Until told to stop; the caller then calls `stop_all`, whatever happened."""
        while not self.stopping.wait(CHECK_SECONDS):
            for child in self.children:
                self.look_after(child)

    def start_all(self) -> None:
        for child in self.children:
            child.start()

    def look_after(self, child: Child) -> None:
        if child.hangs():
            logger.warning("%s hangs and is ended", child.name)
            child.kill()
        if child.has_ended() and child.process is not None:
            logger.warning("%s has ended (%s) and is started again", child.name, child.process.returncode)
            self.on_ended(child.process.pid)
            child.plan_restart()
        if child.process is None and time.monotonic() >= child.start_after:
            child.start()

    def stop_all(self) -> None:
        """Ask all to stop, then those that the others need; end what does not stop in time."""
        for group in (False, True):
            members = [child for child in self.children if child.stops_last is group]
            for child in members:
                child.ask_to_stop()
            give_up_at = time.monotonic() + STOP_SECONDS
            for child in members:
                child.wait_until(give_up_at)
