"""The load on the way in: does every question that was acknowledged become exactly one ticket and one mail?

python -m benchmarks.intake --rate 50 --seconds 20 [--database postgresql|sqlite]
                            [--kill-worker] [--broker-away] [--json]

Starts its own installation on 127.0.0.1 (see benchmarks.stack), lets people arrive at a fixed rate (see
benchmarks.visitors), waits until all is routed and mailed, and counts in the database and in the mail sink.
"""

import argparse
import json
import math
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import asdict, dataclass
from types import FrameType, ModuleType

from benchmarks.faults import Faults, faults_during
from benchmarks.stack import DATABASES, ROOT, Stack, last_lines, running_stack, tell
from benchmarks.visitors import DOMAIN, PATIENCE_SECONDS, Outcome, Plan

RATE_OF_A_PROCESS = 25.0
"""Visitors a second that one load process takes on without delaying its own clock."""
TEXTS = ROOT / "fixtures" / "tickets"
QUEUES = ("routing", "mail", "index", "default", "training")
LEAD_SECONDS = 3.0
DEMO_SECONDS = 600.0
DRAIN_SECONDS = 180.0
SETTLE_SECONDS = 30.0
LOOK_SECONDS = 0.25


@dataclass(frozen=True, slots=True)
class Result:
    """lost: acknowledged without ticket, work item or mail. double: surplus tickets, mails and work items."""

    acknowledged: int
    stored: int
    routed: int
    mailed: int
    lost: int
    double: int
    errors: int
    p50_ms: float | None
    p99_ms: float | None
    max_ms: float | None
    drained_s: float | None


def main() -> None:
    options = parse()
    signal.signal(signal.SIGTERM, leave)
    with running_stack(options.database) as stack:
        ledger = open_ledger(stack)
        drain_the_demo(ledger)
        result = measure(stack, ledger, options)
    show(result, as_json=options.json)


def parse() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.intake", description=__doc__)
    parser.add_argument("--rate", type=positive, default=50.0, help="submissions started each second")
    parser.add_argument("--seconds", type=positive, default=20.0)
    parser.add_argument("--database", choices=sorted(DATABASES), default="postgresql")
    parser.add_argument("--kill-worker", action="store_true", help="kill -9 a worker every 5 s")
    parser.add_argument("--broker-away", action="store_true", help="it loses all and is away for 60 s")
    parser.add_argument("--json", action="store_true", help="one JSON object on the last line")
    parser.add_argument("--texts", default=str(TEXTS), help="folder of labelled tickets")
    return parser.parse_args()


def positive(word: str) -> float:
    number = float(word)
    if not 0 < number < math.inf:
        raise argparse.ArgumentTypeError("must be more than 0")
    return number


def leave(signum: int, frame: FrameType | None) -> None:
    raise SystemExit(128 + signum)


def open_ledger(stack: Stack) -> ModuleType:
    """Point this process's Django at the installation's database."""
    os.environ.update(stack.environment)
    import django  # the settings read the environment when Django is set up

    django.setup()
    from benchmarks import ledger  # its models exist only now

    return ledger


def drain_the_demo(ledger: ModuleType) -> None:
    """The demo's own new tickets and mails, and what the timetable begins with, are not ours to measure."""

    def drained() -> bool:
        return ledger.timetable_written() and not ledger.unfinished(*QUEUES)

    tell("the demo's own jobs are carried out ...")
    if wait_for(drained, DEMO_SECONDS) is None:
        raise RuntimeError(f"The demo's jobs did not end: {ledger.troubles()}")


def measure(stack: Stack, ledger: ModuleType, options: argparse.Namespace) -> Result:
    tell(f"{options.rate:g} submissions a second for {options.seconds:g} s on {options.database} ...")
    with ExitStack() as ending:
        visitors = [ending.enter_context(started(plan)) for plan in plans(stack, options)]
        time.sleep(LEAD_SECONDS)
        faults = ending.enter_context(
            faults_during(
                stack,
                kill_worker=options.kill_worker,
                broker_away=options.broker_away,
                seconds=options.seconds,
            )
        )
        outcome = gathered(visitors, options.seconds)
        faults.load_has_ended()
        drained_s = drain(stack, ledger, outcome)
        settle(stack, ledger, faults)
    result = count(stack, ledger, outcome, drained_s)
    tell_more(stack, ledger, outcome, result)
    return result


def plans(stack: Stack, options: argparse.Namespace) -> list[Plan]:
    shares = max(1, math.ceil(options.rate / RATE_OF_A_PROCESS))
    start_at = time.time() + LEAD_SECONDS
    return [
        Plan(stack.base_url, options.texts, options.rate, options.seconds, start_at, share, shares)
        for share in range(shares)
    ]


@contextmanager
def started(plan: Plan) -> Iterator[subprocess.Popen[str]]:
    """A load process; ended if it is still there when the block is left."""
    process = subprocess.Popen(
        [sys.executable, "-m", "benchmarks.visitors"],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    try:
        assert process.stdin is not None
        process.stdin.write(json.dumps(asdict(plan)))
        process.stdin.close()
        yield process
    finally:
        process.kill()
        process.wait()


def gathered(visitors: Sequence[subprocess.Popen[str]], seconds: float) -> Outcome:
    """Each process's answer, which comes when the last of its visitors is done or has given up."""
    whole = Outcome()
    for process in visitors:
        assert process.stdout is not None
        answer = process.stdout.read()
        if process.wait(timeout=seconds + 10 * PATIENCE_SECONDS):
            raise RuntimeError("A load process failed; see above.")
        whole.add(Outcome(**json.loads(answer)))
    return whole


def drain(stack: Stack, ledger: ModuleType, outcome: Outcome) -> float | None:
    """Seconds from the last post until all is routed and mailed; None if that takes too long."""
    acknowledged = set(outcome.acknowledged)

    def drained() -> bool:
        return (
            acknowledged <= stack.mailbox.message_ids(DOMAIN).keys()
            and not ledger.unfinished("routing")
            and ledger.routed() == ledger.stored().total()
        )

    tell(f"{len(acknowledged)} acknowledged; waiting until all are routed and mailed ...")
    waited = wait_for(drained, DRAIN_SECONDS)
    return None if waited is None else time.time() - outcome.last_post_at


def settle(stack: Stack, ledger: ModuleType, faults: Faults) -> None:
    """Second deliveries come late: let the broker return and every job end before anything is counted."""
    faults.wait()
    if wait_for(lambda: not ledger.unfinished("routing", "mail"), SETTLE_SECONDS) is None:
        tell(f"{ledger.unfinished('routing', 'mail')} jobs are still unfinished when the counting begins")


def count(stack: Stack, ledger: ModuleType, outcome: Outcome, drained_s: float | None) -> Result:
    acknowledged = set(outcome.acknowledged)
    tickets = ledger.stored()
    mails = stack.mailbox.message_ids(DOMAIN)
    safe = tickets.keys() & mails.keys() & ledger.addresses_in_queues()
    surplus = [number - 1 for number in tickets.values()] + [len(ids) - 1 for ids in mails.values()]
    return Result(
        acknowledged=len(acknowledged),
        stored=tickets.total(),
        routed=ledger.routed(),
        mailed=sum(len(ids) for ids in mails.values()),
        lost=len(acknowledged - safe),
        double=sum(surplus) + ledger.in_several_queues(),
        errors=sum(outcome.errors.values()),
        p50_ms=percentile(outcome.request_ms, 50),
        p99_ms=percentile(outcome.request_ms, 99),
        max_ms=percentile(outcome.request_ms, 100),
        drained_s=None if drained_s is None else round(drained_s, 1),
    )


def tell_more(stack: Stack, ledger: ModuleType, outcome: Outcome, result: Result) -> None:
    """What a person should know beside the figures."""
    requests, taken = len(outcome.request_ms), max(0.1, outcome.last_post_at - outcome.first_start_at)
    tell(f"{requests} requests in {taken:.1f} s: {requests / taken:.0f} a second")
    tell(f"the visitor whom our own clock delayed most started {outcome.latest_start_s:.2f} s late")
    for kind, number in sorted(outcome.errors.items()):
        tell(f"{number} x {kind}")
    for trouble in ledger.troubles():
        tell(trouble)
    if repeated := stack.mailbox.redelivered(DOMAIN):
        tell(f"{repeated} mails were delivered again with the same Message-ID")
    if result.errors or result.lost or result.double or result.drained_s is None:
        tell(f"the installation's last words:\n{last_lines(stack.log)}")


def wait_for(condition: Callable[[], bool], seconds: float) -> float | None:
    """The seconds it took; None if they were not enough."""
    began = time.monotonic()
    while not condition():
        if time.monotonic() - began > seconds:
            return None
        time.sleep(LOOK_SECONDS)
    return time.monotonic() - began


def percentile(values: Sequence[float], percent: int) -> float | None:
    """The nearest rank: a value that was really measured."""
    if not values:
        return None
    return round(sorted(values)[max(0, math.ceil(len(values) * percent / 100) - 1)], 1)


def show(result: Result, *, as_json: bool) -> None:
    if as_json:
        print(json.dumps(asdict(result)))
        return
    for name, value in asdict(result).items():
        print(f"{name:14}{'-' if value is None else value:>12}")


if __name__ == "__main__":
    main()
