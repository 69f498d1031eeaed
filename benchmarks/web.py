"""What the pages cost: queries, processor time and bytes of each, and how many a second the web server answers.

python -m benchmarks.web [--pages 50] [--json]

Makes its own installation in a temporary folder (SQLite): the demo, and more pages and tickets until there are enough
(see benchmarks.web_content). Measures each page in this process (benchmarks.web_pages), what a browser is sent for it
(benchmarks.web_weight), and then the answers a second of a real server (benchmarks.web_load). The last line is one
JSON object; without --json a table for people stands before it.
"""

import argparse
import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from benchmarks.intake import leave
from benchmarks.stack import HOST, MANAGE, ROOT, answers, environment_of, free_port, last_lines, stop, tell
from benchmarks.web_load import Outcome, Plan
from benchmarks.web_weight import kilobytes

if TYPE_CHECKING:
    from benchmarks.web_pages import Cost, Target

SERVER = [sys.executable, "-m", "gunicorn", "--config", "python:config.gunicorn", "config.wsgi"]
WORKERS = 2
START_SECONDS = 60.0
CONNECTIONS = 8
WARM_UP_SECONDS = 2.0
LOAD_SECONDS = 8.0
LOADS = {
    "guide_cached": ("guide", False),
    "guide_uncached": ("guide", True),
    "search": ("search", False),
    "ticket": ("ticket", False),
}
"""Which page is asked for, and whether each time at an address that the page cache does not know."""
NO_MAIL_PORT = 0


@dataclass(frozen=True, slots=True)
class Installation:
    """Folder, settings and address; nothing of it runs by itself."""

    folder: Path
    environment: Mapping[str, str]
    base_url: str


def main() -> None:
    options = parse()
    signal.signal(signal.SIGTERM, leave)
    tell(f"load average {os.getloadavg()[0]:.1f} at the beginning; the less there is, the truer the figures")
    with installation() as place:
        pages, costs = measured_here(place, options.pages)
        with served(place):
            tell("the bytes of each page ...")
            weights = {page.name: kilobytes(f"{place.base_url}{page.addresses[0]}", page.headers) for page in pages}
            rates = {name: answers_a_second(place, name, pages) for name in LOADS}
    found = {name: {**asdict(cost), "kb": weights[name]} for name, cost in costs.items()}
    if not options.json:
        show(found, rates)
    print(json.dumps({"pages": found, "rps": rates}))


def parse() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.web", description=__doc__)
    parser.add_argument("--pages", type=number, default=50, help="how many pages with content there are at least")
    parser.add_argument("--json", action="store_true", help="nothing but one JSON object on stdout")
    return parser.parse_args()


def number(word: str) -> int:
    if not word.isdecimal():
        raise argparse.ArgumentTypeError("must be a whole number")
    return int(word)


@contextmanager
def installation() -> Iterator[Installation]:
    """Deleted at the end, whatever the reason of the end."""
    with tempfile.TemporaryDirectory(prefix="skolstod-web-", ignore_cleanup_errors=True) as name:
        var, port = Path(name) / "var", free_port()
        environment = {
            **environment_of(var, f"sqlite://{var}/skolstod.sqlite3", NO_MAIL_PORT, port),
            "BIND": f"{HOST}:{port}",
            "WEB_CONCURRENCY": str(WORKERS),
        }
        place = Installation(Path(name), environment, f"http://{HOST}:{port}")
        manage(place, "prepare", "--port", str(port))
        manage(place, "load_demo")
        yield place


def manage(place: Installation, *command: str) -> None:
    tell(f"manage.py {command[0]} ...")
    subprocess.run([*MANAGE, *command], env=place.environment, cwd=ROOT, stdout=sys.stderr, check=True)


def measured_here(place: Installation, count: int) -> tuple[list["Target"], dict[str, "Cost"]]:
    """Make the pages, find those to measure, and measure them in this process."""
    os.environ.update(place.environment)
    import django  # the settings read the environment when Django is set up

    django.setup()
    from benchmarks import web_content, web_pages  # their models exist only now

    tell(f"pages until there are {count}, and tickets ...")
    web_content.fill(count)
    manage(place, "rebuild_index")
    tell("queries and processor time of each page ...")
    pages = web_pages.targets()
    return pages, web_pages.costs(pages)


@contextmanager
def served(place: Installation) -> Iterator[None]:
    """gunicorn as `manage.py up` starts it, without dispatcher and workers."""
    log = place.folder / "web.log"
    with log.open("wb") as output:
        server = subprocess.Popen(
            SERVER, env=place.environment, cwd=ROOT, stdout=output, stderr=subprocess.STDOUT, start_new_session=True
        )
        try:
            wait_until_it_answers(place, server, log)
            yield
        finally:
            stop(server)


def wait_until_it_answers(place: Installation, server: subprocess.Popen[bytes], log: Path) -> None:
    give_up_at = time.monotonic() + START_SECONDS
    while not answers(place.base_url):
        if time.monotonic() > give_up_at or server.poll() is not None:
            raise RuntimeError(f"The web server did not start:\n{last_lines(log)}")
        time.sleep(0.3)


def answers_a_second(place: Installation, name: str, pages: Sequence["Target"]) -> float:
    wanted, unique = LOADS[name]
    page = next(page for page in pages if page.name == wanted)
    tell(f"{name}: {CONNECTIONS} readers for {LOAD_SECONDS:g} s ...")
    outcome = loaded(
        Plan(
            base_url=place.base_url,
            addresses=list(page.addresses),
            headers=page.headers,
            unique=unique,
            connections=CONNECTIONS,
            warm_up_seconds=WARM_UP_SECONDS,
            seconds=LOAD_SECONDS,
        )
    )
    for kind, times in sorted(outcome.failed.items()):
        tell(f"{times} x {kind}, not counted")
    return round(outcome.answered / LOAD_SECONDS, 1)


def loaded(plan: Plan) -> Outcome:
    """In a process of its own, so that asking does not delay what is measured here."""
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.web_load"],
        cwd=ROOT,
        input=json.dumps(asdict(plan)),
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    return Outcome(**json.loads(done.stdout))


def show(pages: Mapping[str, Mapping[str, Any]], rates: Mapping[str, float]) -> None:
    print(f"{'':14}{'queries':>8}{'cpu p50':>9}{'cpu p95':>9}{'kB':>7}")
    for name, row in pages.items():
        print(f"{name:14}{row['queries']:>8}{row['cpu_ms_p50']:>9}{row['cpu_ms_p95']:>9}{row['kb']:>7}")
    for name, rate in rates.items():
        print(f"{name:14}{rate:>8} a second")


if __name__ == "__main__":
    main()
