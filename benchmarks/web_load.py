"""Readers who ask for pages as fast as they are answered, each on a connection that stays open.

Runs as a process of its own (`python -m benchmarks.web_load`), which reads a Plan as JSON and answers with an Outcome.
It uses a part of the machine that the web server is measured on: on two cores the figures are lower for it.
"""

import asyncio
import json
import sys
import time
from collections import Counter
from dataclasses import asdict, dataclass, field
from itertools import count

import aiohttp

PATIENCE_SECONDS = 30.0
OK = 200


@dataclass(frozen=True, slots=True)
class Plan:
    """`unique` adds a number to each address, so that no page cache knows it. The addresses take turns."""

    base_url: str
    addresses: list[str]
    headers: dict[str, str]
    unique: bool
    connections: int
    warm_up_seconds: float
    seconds: float


@dataclass(slots=True)
class Outcome:
    """`answered` counts what came with 200 after the warm-up; `failed` what did not, by kind."""

    answered: int = 0
    failed: dict[str, int] = field(default_factory=dict)


async def load(plan: Plan) -> Outcome:
    numbers = count()
    seen: Counter[str] = Counter()
    begin_at = time.monotonic() + plan.warm_up_seconds
    async with browser(plan) as session:
        readers = [read(session, plan, numbers, seen, begin_at) for _ in range(plan.connections)]
        await asyncio.gather(*readers)
    return Outcome(answered=seen.pop(str(OK), 0), failed=dict(seen))


async def read(
    session: aiohttp.ClientSession, plan: Plan, numbers: "count[int]", seen: Counter[str], begin_at: float
) -> None:
    """Ask, wait for the last byte, ask again; an answer counts if it is complete within the time."""
    end_at = begin_at + plan.seconds
    while time.monotonic() < end_at:
        kind = await answer(session, address(plan, next(numbers)))
        if begin_at <= time.monotonic() < end_at:
            seen[kind] += 1


async def answer(session: aiohttp.ClientSession, path: str) -> str:
    try:
        async with session.get(path, allow_redirects=False) as response:
            await response.read()
            return str(response.status)
    except (aiohttp.ClientError, TimeoutError) as error:
        return type(error).__name__


def address(plan: Plan, number: int) -> str:
    path = plan.addresses[number % len(plan.addresses)]
    return f"{path}?n={number}" if plan.unique else path


def browser(plan: Plan) -> aiohttp.ClientSession:
    """Takes what comes as it comes: unpacking it would cost the server's processor."""
    return aiohttp.ClientSession(
        plan.base_url,
        connector=aiohttp.TCPConnector(limit=plan.connections),
        headers=plan.headers,
        cookie_jar=aiohttp.DummyCookieJar(),
        auto_decompress=False,
        timeout=aiohttp.ClientTimeout(total=PATIENCE_SECONDS),
    )


def main() -> None:
    plan = Plan(**json.load(sys.stdin))
    print(json.dumps(asdict(asyncio.run(load(plan)))))


if __name__ == "__main__":
    main()
