"""Time in a replayed term: which days are school days, and rows that carry the time at which they would have come.

Nothing is patched: what is written runs on the real clock, and is then set back to the simulated one.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta
from itertools import groupby

from django.db.models import F, Model
from django.utils import timezone

from support.models import Message, RequestDraft, Suggestion, Ticket, TicketEvent, WorkItem
from triage.models import Decision, QueueStage, StageChange, TrainedModel

DATED: tuple[tuple[type[Model], str], ...] = (
    (RequestDraft, "created_at"),
    (Ticket, "created_at"),
    (Ticket, "changed_at"),
    (Ticket, "answered_at"),
    (Ticket, "solved_at"),
    (Message, "created_at"),
    (TicketEvent, "created_at"),
    (WorkItem, "entered_at"),
    (Suggestion, "created_at"),
    (Decision, "created_at"),
    (StageChange, "at"),
    (QueueStage, "looked_at"),
    (TrainedModel, "created_at"),
    (TrainedModel, "promoted_at"),
)
SATURDAY = 5


def school_days(count: int, *, until: date) -> list[date]:
    """The last `count` days from Monday to Friday before `until`, oldest first."""
    days: list[date] = []
    day = until
    while len(days) < count:
        day -= timedelta(days=1)
        if day.weekday() < SATURDAY:
            days.append(day)
    return days[::-1]


def by_week(days: Sequence[date]) -> list[list[date]]:
    return [list(week) for _, week in groupby(days, key=lambda day: day.isocalendar()[:2])]


def at(day: date, hours: float) -> datetime:
    """So many hours after the day's midnight."""
    return timezone.make_aware(datetime.combine(day, time())) + timedelta(hours=hours)


def night_after(week: Sequence[date], hours: float) -> datetime:
    """In the small hours of the Saturday, however short the week."""
    return at(week[0] + timedelta(days=SATURDAY - week[0].weekday()), hours)


@contextmanager
def happening_at(moment: datetime) -> Iterator[None]:
    """What is written inside carries `moment` and the seconds after it. Nobody else may write meanwhile."""
    began = timezone.now()
    yield
    for model, field in DATED:
        rows = model._default_manager.filter(**{f"{field}__gte": began})
        rows.update(**{field: F(field) - (began - moment)})


def move_back(by: timedelta) -> None:
    """All that is there, so that it was there before the term."""
    for model, field in DATED:
        model._default_manager.exclude(**{field: None}).update(**{field: F(field) - by})
