"""Tickets from fixtures/tickets/: a year of answered ones, and new ones that the machine will sort.

The answered ones of the last weeks are left for `config.demo.weeks`, in which the machine already sorts.
"""

import json
import random
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from django.conf import settings
from django.utils import timezone

from accounts.models import Municipality, SchoolUnit, User
from config.demo.organisation import organisation
from config.demo.term_texts import TermTexts
from support.domain.history import PastMessage, import_ticket
from support.domain.tickets import create_ticket
from support.enums import MessageKind, QueueKind, TicketState
from support.models import Ticket

SEED = 1
HISTORY_SHARE = 0.85
"""So much of the labelled texts is the first municipality's history; the rest is new everywhere."""
KINDS = {
    "pedagogical": QueueKind.PEDAGOGICAL,
    "technical": QueueKind.TECHNICAL,
    "neither": QueueKind.UNSORTED,
}
AGENTS = {
    QueueKind.PEDAGOGICAL: "pedagog@alvhamra.example",
    QueueKind.TECHNICAL: "tekniker@alvhamra.example",
    QueueKind.UNSORTED: "supportledare@alvhamra.example",
}
NEW_BY_LABEL = {"technical": 15, "pedagogical": 15, "neither": 9, "both": 9}
"""How many new tickets there are in all, divided between the municipalities."""
FROM_THE_TERM = 700
"""So many tickets of the history are written by config.demo.term_texts."""
WITH_MACHINE = 200
"""So many of the history come last."""
DAYS, DAYS_WITH_MACHINE = 330, 28
TIME_TO_SOLVE = timedelta(hours=5)


@dataclass(frozen=True, slots=True)
class Answered:
    """A ticket of the history: what was written, when it came in, and which of the schools it is from."""

    row: dict[str, Any]
    came_in: datetime
    school: SchoolUnit

    @property
    def kind(self) -> QueueKind:
        """Where it was solved."""
        return KINDS[self.row["queue"]]


def examples() -> Iterator[dict[str, Any]]:
    """The labelled texts, in the order of files and lines."""
    for file in sorted((settings.BASE_DIR / "fixtures" / "tickets").glob("*.jsonl")):
        for line in file.read_text(encoding="utf-8").splitlines():
            yield json.loads(line)


def load() -> tuple[int, int]:
    """Returns how many answered and how many new tickets there are."""
    history, fresh = history_and_fresh()
    before = spread(history[:-WITH_MACHINE], DAYS, DAYS_WITH_MACHINE)
    load_history(before)
    return len(before), load_new(fresh)


def recent() -> list[Answered]:
    """What came in while the machine already sorted, the oldest first."""
    history, _fresh = history_and_fresh()
    return spread(history[-WITH_MACHINE:], DAYS_WITH_MACHINE, 0)


def history_and_fresh() -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    chance = random.Random(SEED)
    shuffled = list(examples())
    chance.shuffle(shuffled)
    history, fresh = divide(shuffled)
    history += term_rows(chance)
    chance.shuffle(history)
    return history, fresh


def term_rows(chance: random.Random) -> list[dict[str, Any]]:
    """More history in the same shape: what people write about in any week of a term."""
    texts = TermTexts()
    drawn = [asdict(texts.draw(chance, "always")) for _ in range(FROM_THE_TERM)]
    return [row | {"id": f"term-{number}"} for number, row in enumerate(drawn)]


def divide(rows: list[dict[str, Any]]) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """The same share of each label goes into the history; texts of both kinds have no one queue to be history of."""
    history: list[dict[str, Any]] = []
    fresh = [row for row in rows if row["queue"] not in KINDS]
    for label in KINDS:
        labelled = [row for row in rows if row["queue"] == label]
        cut = round(len(labelled) * HISTORY_SHARE)
        history += labelled[:cut]
        fresh += labelled[cut:]
    random.Random(SEED).shuffle(history)
    random.Random(SEED).shuffle(fresh)
    return history, fresh


def home() -> Municipality:
    """The municipality that has a history."""
    return Municipality.objects.get(slug=organisation()["municipality"][0]["slug"])


def spread(rows: list[dict[str, Any]], since: int, until: int) -> list[Answered]:
    """Evenly over the days from `since` to `until` days ago, and over the schools."""
    schools = list(SchoolUnit.objects.filter(municipality=home()))
    begin, each = timezone.now() - timedelta(days=since), timedelta(days=since - until) / len(rows)
    return [Answered(row, begin + number * each, schools[number % len(schools)]) for number, row in enumerate(rows)]


def load_history(tickets: list[Answered]) -> None:
    agents = {kind: User.objects.get(email=email) for kind, email in AGENTS.items()}
    for ticket in tickets:
        import_answered(
            ticket, kind=ticket.kind, assignee=agents[ticket.kind], solved_at=ticket.came_in + TIME_TO_SOLVE
        )


def import_answered(ticket: Answered, **how_it_ended: Any) -> Ticket:
    """Without an end it is new, where it is put."""
    row = ticket.row
    return import_ticket(
        municipality=ticket.school.municipality,
        subject=row["subject"],
        messages=[PastMessage(kind=MessageKind.REQUEST, body=row["body"], at=ticket.came_in)],
        email=f"{row['id']}@exempel.example",
        role=row["role"],
        language=row["language"],
        school=ticket.school,
        **{"state": TicketState.SOLVED, **how_it_ended},
    )


def load_new(rows: list[dict[str, Any]]) -> int:
    """Through the same door as the form's, so they wait for the machine like any other."""
    places = list(Municipality.objects.order_by("pk"))
    chosen = [
        row for label, count in NEW_BY_LABEL.items() for row in [row for row in rows if row["queue"] == label][:count]
    ]
    for number, row in enumerate(chosen):
        municipality = places[number % len(places)]
        school = SchoolUnit.objects.filter(municipality=municipality).first()
        create_ticket(
            municipality=municipality,
            subject=row["subject"],
            body=row["body"],
            email=f"{row['id']}@exempel.example",
            role=row["role"],
            language=row["language"],
            requester=None,
            school=school,
            idempotency_key=uuid5(NAMESPACE_URL, row["id"]),
        )
    return len(chosen)
