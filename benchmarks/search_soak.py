"""The search index under everything at once: four processes publish pages, two search, a rebuild comes in the middle.

`python -m benchmarks.search_soak [--seconds 600] [--database sqlite|postgresql] [--json]` starts a whole installation
in a temporary folder. Afterwards each page must be found by the last word that was put into its title and by none of
the earlier ones. The last line of the output is a JSON object: `saves`, `searches`, `lost`, `stale`, `errors`,
`rebuilds`, `drained_s`. Ends with 1 if anything was lost, stale or failed.
"""

import argparse
import json
import subprocess
import sys
import time
from pathlib import Path
from typing import Any, Final

from benchmarks.stack import MANAGE, PREPARATION, ROOT, Stack, running_stack, tell

WRITERS: Final = 4
SEARCHERS: Final = 2
DRAIN_SECONDS: Final = 240.0
WITHOUT_TRIAGE: Final = tuple(command for command in PREPARATION if command[0] != "live_demo_weeks")
WORKER: Final = [sys.executable, "-m", "benchmarks.search_soak_worker"]


def main() -> int:
    options = arguments()
    with running_stack(options.database, WITHOUT_TRIAGE) as stack:
        result = soak(stack, options.seconds)
    if not options.json:
        for name, value in result.items():
            print(f"{name:>10}  {value}")
    print(json.dumps(result))
    return 1 if result["lost"] or result["stale"] or result["errors"] else 0


def soak(stack: Stack, seconds: float) -> dict[str, Any]:
    tell(f"{WRITERS} processes publish and {SEARCHERS} search for {seconds:.0f} s ...")
    made = outcome(start(stack, "make", 0.0, WRITERS))
    writers = [start(stack, "write", seconds, number, given=made["keys"][number]) for number in range(WRITERS)]
    searchers = [start(stack, "search", seconds, number) for number in range(SEARCHERS)]
    time.sleep(seconds / 2)
    tell("a rebuild in the middle ...")
    rebuilt = subprocess.run(
        [*MANAGE, "rebuild_index"], env=stack.environment, cwd=ROOT, capture_output=True, check=False
    )
    written, searched = [outcome(process) for process in writers], [outcome(process) for process in searchers]
    tell("waiting for the index ...")
    began = time.monotonic()
    checked = outcome(start(stack, "check", DRAIN_SECONDS, 0, given=written))
    return {
        "saves": sum(report["saves"] for report in written),
        "searches": sum(report["searches"] for report in searched),
        "lost": checked["lost"],
        "stale": checked["stale"],
        "errors": sum(report["errors"] for report in [*written, *searched, checked]) + (rebuilt.returncode != 0),
        "rebuilds": int(rebuilt.returncode == 0),
        "drained_s": round(time.monotonic() - began, 1),
    }


def start(stack: Stack, task: str, seconds: float, number: int, given: Any = None) -> "subprocess.Popen[str]":
    command = [*WORKER, task, "--seconds", str(seconds), "--number", str(number)]
    process = subprocess.Popen(
        command,
        env=stack.environment,
        cwd=ROOT,
        text=True,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    assert process.stdin is not None
    process.stdin.write(json.dumps(given))
    process.stdin.close()
    return process


def outcome(process: "subprocess.Popen[str]") -> dict[str, Any]:
    """The worker's last line. One that died counts as an error."""
    assert process.stdout is not None
    lines = process.stdout.read().strip().splitlines()
    if process.wait() or not lines:
        return {"saves": 0, "searches": 0, "lost": 0, "stale": 0, "errors": 1, "pages": {}}
    report: dict[str, Any] = json.loads(lines[-1])
    return report


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog=f"python -m benchmarks.{Path(__file__).stem}", description=__doc__)
    parser.add_argument("--seconds", type=float, default=600.0)
    parser.add_argument("--database", choices=["sqlite", "postgresql"], default="sqlite")
    parser.add_argument("--json", action="store_true", help="nothing but the JSON object")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
