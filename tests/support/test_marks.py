"""Marks of a ticket: agents set them and take them away."""

import pytest
from django.test import Client

from accounts.models import Municipality, User
from support.models import Ticket, TicketEvent
from tests.factories import tickets


@pytest.mark.parametrize(("mark", "address"), [("secret", "sekretess"), ("urgent", "oro")])
def test_mark_is_set_and_taken_away_once_each_with_an_event(
    signed_in: Client, alvhamra: Municipality, agent: User, mark: str, address: str
) -> None:
    item = tickets.in_queue(alvhamra, "technical")
    seen = []
    for action in (address, f"ej-{address}"):
        for _ in range(2):  # a double click
            assert signed_in.post(f"/alvhamra/arenden/{item.ticket.reference}/{action}/").status_code == 302
        seen.append(getattr(Ticket.objects.get(), mark))
    assert seen == [True, False]
    events = TicketEvent.objects.filter(verb__contains=mark).values_list("verb", "actor_id", "details")
    assert list(events) == [
        (f"marked_{mark}", agent.pk, {"queue": "technical"}),
        (f"unmarked_{mark}", agent.pk, {"queue": "technical"}),
    ]
