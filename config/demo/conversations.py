"""Tickets that people already work with, from fixtures/conversations/; new ones wait for the machine."""

from datetime import datetime, timedelta
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from django.utils import timezone

from accounts.models import Municipality, SchoolUnit, User
from config.demo import fixtures
from support.domain.history import PastMessage, import_ticket
from support.domain.tickets import create_ticket
from support.enums import ENDED_STATES, MessageKind, TicketState
from support.models import Ticket

EARLIEST, OPENS, CLOSES = 6, 8, 16
WEEKEND = (5, 6)
TIME_TO_SOLVE = timedelta(minutes=20)


def load() -> int:
    """Returns how many tickets."""
    count = 0
    for path, data in fixtures.files("conversations", pattern="*.toml"):
        municipality = Municipality.objects.get(slug=path.stem)
        for row in data["ticket"]:
            load_ticket(municipality, row)
            count += 1
    return count


def load_ticket(municipality: Municipality, row: dict[str, Any]) -> None:
    came_in = awake(timezone.now() - timedelta(days=row["days_ago"]))
    common = {
        "municipality": municipality,
        "subject": row["subject"],
        "email": f"{row['id']}@exempel.example",
        "name": row["name"],
        "role": row["role"],
        "language": row["language"],
        "school": SchoolUnit.objects.filter(municipality=municipality, slug=row.get("school", "")).first(),
    }
    if row["state"] == TicketState.NEW:
        load_new(row, came_in, common)
        return
    messages = list(conversation(row, came_in))
    ended = row["state"] in ENDED_STATES
    import_ticket(
        **common,
        kind=row["queue"],
        state=TicketState(row["state"]),
        messages=messages,
        assignee=User.objects.get(email=row["assignee"]) if "assignee" in row else None,
        solved_at=min(messages[-1].at + TIME_TO_SOLVE, timezone.now()) if ended else None,
    )


def load_new(row: dict[str, Any], came_in: datetime, common: dict[str, Any]) -> None:
    key = uuid5(NAMESPACE_URL, row["id"])
    ticket = create_ticket(**common, body=row["body"].strip(), requester=None, idempotency_key=key)
    Ticket.objects.filter(pk=ticket.pk).update(created_at=came_in, changed_at=came_in)
    ticket.messages.update(created_at=came_in)
    ticket.work_items.update(entered_at=came_in)


def at_work(moment: datetime) -> datetime:
    """The first moment of an agent's working hours from then on."""
    local = timezone.localtime(moment)
    if local.hour >= CLOSES:
        local = (local + timedelta(days=1)).replace(hour=OPENS)
    elif local.hour < OPENS:
        local = local.replace(hour=OPENS)
    while local.weekday() in WEEKEND:
        local += timedelta(days=1)
    return local


def awake(moment: datetime) -> datetime:
    local = timezone.localtime(moment)
    woken = local.replace(hour=local.hour + OPENS) if local.hour < EARLIEST else local
    return min(woken, timezone.localtime())  # who loads the demo at night finds nothing from tomorrow


def conversation(row: dict[str, Any], came_in: datetime) -> list[PastMessage]:
    """Agents write in working hours, requesters when they are awake; nobody in the future."""
    messages = [PastMessage(kind=MessageKind.REQUEST, body=row["body"].strip(), at=awake(came_in))]
    for data in row.get("messages", []):
        author = User.objects.get(email=data["by"]) if "by" in data else None
        earliest = messages[-1].at + timedelta(hours=data["after_hours"])
        at = min(at_work(earliest) if author else awake(earliest), timezone.now())
        messages.append(PastMessage(kind=MessageKind(data["kind"]), body=data["body"].strip(), at=at, author=author))
    return messages
