"""A replayed term's figures in words."""

from collections.abc import Iterator
from typing import Any

from config.demo.term_figures import AGAIN, BEFORE, IN_SHIFT

PERIODS = {BEFORE: "before the shift", IN_SHIFT: "in the shift, until a stop", AGAIN: "after a stop"}


def report_lines(figures: dict[str, Any]) -> Iterator[str]:
    yield ""
    yield line("tickets", f"{figures['tickets']}, {figures['distinct_texts']} texts distinct")
    yield line("sorted unasked", wrong_of(figures["automatic"]))
    for name, words in PERIODS.items():
        yield line(f"  {words}", wrong_of(figures["periods"][name]))
    yield line("agents' own error", wrong_of(figures["agent_error"]))
    yield line("models", f"{figures['models']['promoted']} of {figures['models']['trained']} promoted")
    for kind, queue in figures["queues"].items():
        yield from queue_lines(kind, queue)


def queue_lines(kind: str, queue: dict[str, Any]) -> Iterator[str]:
    day = queue["first_certificate_day"]
    estimate, truth = queue["audit"]["estimate"], queue["audit"]["truth"]
    yield f"{kind}"
    yield line("  first certificate", "none" if day is None else f"after {day} days")
    if queue["stop"]:
        again = "not again" if queue["again_day"] is None else f"automatic again after {queue['again_day']} days"
        yield line("  stopped in the shift", f"after {queue['stop']['day']} days, {again}")
    yield line("  sorted unasked", wrong_of(queue["automatic"]))
    if estimate["n"]:
        seen = f"{estimate['error']:.1%} ({estimate['low']:.1%} to {estimate['high']:.1%}, {estimate['n']} audited)"
        yield line("  wrong first guesses", f"audits say {seen}; in truth {wrong_of(truth)}")
    for change in queue["changes"]:
        why = f": {change['why']}" if change["why"] else ""
        yield line(
            f"  after day {change['day']}", f"{change['before']} to {change['after']}, by the {change['by']}{why}"
        )


def line(name: str, value: str) -> str:
    return f"{name:30} {value}"


def wrong_of(share: dict[str, Any]) -> str:
    percent = f" ({share['wrong'] / share['n']:.1%})" if share["n"] else ""
    return f"{share['wrong']} wrong of {share['n']}{percent}"
