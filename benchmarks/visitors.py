"""The people: they arrive at a fixed rate whether or not the server keeps up, and each sends one question.

Runs as a process of its own (`python -m benchmarks.visitors`), which reads a Plan as JSON and answers with an
Outcome, so that neither the sink nor the counting delays a measurement.
"""

import asyncio
import json
import math
import re
import sys
import time
from collections import Counter
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import aiohttp

DOMAIN = "@belastning.example"
FORM = "/alvhamra/fraga/"
PATIENCE_SECONDS = 30.0
OK, FOUND = 200, 302
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')
KEY = re.compile(r'name="key" value="([^"]+)"')


@dataclass(frozen=True, slots=True)
class Plan:
    """`rate` visitors a second for `seconds`; this process takes each `shares`-th, from number `share`."""

    base_url: str
    texts: str
    rate: float
    seconds: float
    start_at: float
    share: int
    shares: int


@dataclass(slots=True)
class Outcome:
    """What the visitors saw. `acknowledged` holds the addresses of those who reached their receipt."""

    acknowledged: list[str] = field(default_factory=list)
    request_ms: list[float] = field(default_factory=list)
    errors: dict[str, int] = field(default_factory=dict)
    first_start_at: float = math.inf
    last_post_at: float = 0.0
    latest_start_s: float = 0.0

    def add(self, other: "Outcome") -> None:
        self.acknowledged += other.acknowledged
        self.request_ms += other.request_ms
        self.errors = dict(Counter(self.errors) + Counter(other.errors))
        self.first_start_at = min(self.first_start_at, other.first_start_at)
        self.last_post_at = max(self.last_post_at, other.last_post_at)
        self.latest_start_s = max(self.latest_start_s, other.latest_start_s)

    def note_error(self, kind: str) -> None:
        self.errors[kind] = self.errors.get(kind, 0) + 1


class VisitorGaveUp(Exception):
    """A request failed, was refused, or did not lead onwards."""


class Visitor:
    """One browser, with its own cookies and its own connection."""

    def __init__(self, session: aiohttp.ClientSession, outcome: Outcome) -> None:
        self.session = session
        self.outcome = outcome

    async def ask(self, email: str, answers: Mapping[str, str]) -> None:
        """Write, check, send, and read the receipt."""
        form = await self.get(FORM)
        first = {"csrfmiddlewaretoken": found(TOKEN, form), "key": found(KEY, form), "origin": "", **answers}
        check = await self.post(FORM, {**first, "email": email, "school": "", "name": "", "phone": ""})
        token = found(TOKEN, await self.get(check))
        receipt = await self.post(check, {"csrfmiddlewaretoken": token})
        await self.get(receipt)
        self.outcome.acknowledged.append(email)

    async def get(self, path: str) -> str:
        status, _, text = await self.timed("GET", path)
        if status != OK:
            raise VisitorGaveUp(f"GET answered {status}")
        return text

    async def post(self, path: str, fields: Mapping[str, str]) -> str:
        """Send a multipart form, as browsers do where files may come along. Returns where it leads."""
        form = aiohttp.FormData(default_to_multipart=True)
        for name, value in fields.items():
            form.add_field(name, value)
        try:
            status, location, _ = await self.timed("POST", path, data=form)
        finally:
            self.outcome.last_post_at = time.time()
        if status != FOUND:
            raise VisitorGaveUp(f"POST answered {status}")
        return location

    async def timed(self, method: str, path: str, **more: Any) -> tuple[int, str, str]:
        """Status, where it leads, and the text, once the last byte is here."""
        began = time.perf_counter()
        try:
            async with self.session.request(method, path, allow_redirects=False, **more) as response:
                return response.status, response.headers.get("Location", ""), await response.text()
        except (aiohttp.ClientError, TimeoutError) as error:
            raise VisitorGaveUp(f"{method} failed: {type(error).__name__}") from error
        finally:
            self.outcome.request_ms.append((time.perf_counter() - began) * 1000)


def found(pattern: re.Pattern[str], html: str) -> str:
    match = pattern.search(html)
    if match is None:
        raise VisitorGaveUp(f"no {pattern.pattern.split(chr(34))[1]} in the page")
    return match[1]


def questions(folder: str) -> list[dict[str, str]]:
    """Labelled example tickets, of which a visitor types subject, text and role."""
    files = sorted(Path(folder).glob("*.jsonl"))
    rows = [json.loads(line) for file in files for line in file.read_text("utf-8").splitlines()]
    return [{"subject": row["subject"], "what": row["body"], "role": row["role"]} for row in rows]


async def visit(plan: Plan) -> Outcome:
    texts, outcome = questions(plan.texts), Outcome(first_start_at=plan.start_at, last_post_at=plan.start_at)
    numbers = range(plan.share, round(plan.rate * plan.seconds), plan.shares)
    await asyncio.gather(*(arrive(number, plan, texts[number % len(texts)], outcome) for number in numbers))
    return outcome


async def arrive(number: int, plan: Plan, text: Mapping[str, str], outcome: Outcome) -> None:
    """Wait for one's own moment, then ask; the number makes address and text distinct."""
    moment = plan.start_at + number / plan.rate
    await asyncio.sleep(max(0.0, moment - time.time()))
    outcome.latest_start_s = max(outcome.latest_start_s, time.time() - moment)
    answers = {**text, "what": f"{text['what']}\n\n({number})"}
    async with browser(plan.base_url) as session:
        try:
            await Visitor(session, outcome).ask(f"fraga-{number}{DOMAIN}", answers)
        except VisitorGaveUp as reason:
            outcome.note_error(str(reason))


def browser(base_url: str) -> aiohttp.ClientSession:
    """Visitors share no pool of connections, as browsers do not."""
    return aiohttp.ClientSession(
        base_url,
        connector=aiohttp.TCPConnector(limit=1),
        cookie_jar=aiohttp.CookieJar(unsafe=True),  # cookies of an address without a name
        timeout=aiohttp.ClientTimeout(total=PATIENCE_SECONDS),
    )


def main() -> None:
    plan = Plan(**json.load(sys.stdin))
    print(json.dumps(asdict(asyncio.run(visit(plan)))))


if __name__ == "__main__":
    main()
