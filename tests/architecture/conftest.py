"""Where bad input is sent: a municipality, and a ticket in its technical queue."""

import pytest

from accounts.models import Municipality
from support.models import Ticket
from tests.factories import tickets


@pytest.fixture
def place(alvhamra: Municipality) -> Municipality:
    return alvhamra


@pytest.fixture
def ticket(place: Municipality) -> Ticket:
    return tickets.in_queue(place, "technical").ticket
