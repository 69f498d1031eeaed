"""Earlier tickets that are like a new one: what agents are shown, and what they must not be shown."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import Municipality
from accounts.roles import PEDAGOGICAL_AGENT, SUPPORT_LEAD
from support.models import Suggestion, Ticket
from tests.factories import organisation, tickets
from tests.factories.tickets import import_examples
from triage.classifier.model import Example
from triage.classifier.neighbours import Shelf
from triage.classifier.text import TicketText
from triage.domain import similar
from triage.domain.similar import tickets_like
from triage.domain.texts import text_of
from triage.enums import Stage
from triage.models import QueueStage

BODY = "Skrivaren på lektionssalen i nya flygeln skriver bara ut tomma sidor sedan i måndags"
OTHERS = ["Betyget i engelska saknas i listan", "När börjar höstlovet i år", "Vem beslutar om ledighet för elever"]


@pytest.fixture
def solved(alvhamra: Municipality) -> Ticket:
    made = import_examples(alvhamra, [Example(TicketText("", one), "technical") for one in [BODY, *OTHERS]])
    return made[0]


def new(place: Municipality, body: str) -> Ticket:
    return tickets.ticket(place, subject="", body=body)


def like(ticket: Ticket) -> list[tuple[str, bool]]:
    return [(one.reference, one.is_copy) for one in tickets_like(ticket, text_of(ticket))]


def test_solved_ticket_about_the_same_thing_is_found(alvhamra: Municipality, solved: Ticket) -> None:
    ticket = new(alvhamra, "Tomma sidor från skrivaren i nya flygeln. Hur byter man toner?")
    assert like(ticket) == [(solved.reference, False)]


def test_same_text_again_is_a_copy(alvhamra: Municipality, solved: Ticket) -> None:
    assert like(new(alvhamra, BODY + "!")) == [(solved.reference, True)]


def test_old_copy_is_only_a_similar_ticket(alvhamra: Municipality, solved: Ticket) -> None:
    Ticket.objects.filter(pk=solved.pk).update(created_at=timezone.now() - timedelta(days=20))
    assert like(new(alvhamra, BODY + "!")) == [(solved.reference, False)]


def test_copy_of_an_open_ticket_is_found_after_the_first_look(alvhamra: Municipality, solved: Ticket) -> None:
    like(new(alvhamra, "något annat"))
    first = new(alvhamra, "Hela kommunen verkar vara utan nät just nu, inget fungerar")
    again = new(alvhamra, "hela kommunen verkar vara utan nät just nu inget fungerar")
    assert like(again) == [(first.reference, True)]


@pytest.mark.parametrize("gone", ["deleted", "secret", "elsewhere"])
def test_ticket_that_is_gone_or_none_of_ours_is_not_found(
    alvhamra: Municipality, ekeryd: Municipality, solved: Ticket, gone: str
) -> None:
    like(new(alvhamra, "något annat"))
    if gone == "deleted":
        solved.delete()
    elif gone == "secret":
        Ticket.objects.filter(pk=solved.pk).update(secret=True)
    place = ekeryd if gone == "elsewhere" else alvhamra
    assert like(new(place, BODY)) == []


@pytest.mark.parametrize("body", ["Hej", "?", "😀"])
def test_ticket_of_a_few_characters_is_compared_like_any(alvhamra: Municipality, solved: Ticket, body: str) -> None:
    first = new(alvhamra, body)
    assert like(first) == []
    assert like(new(alvhamra, body)) == [(first.reference, True)]


def test_shelf_of_nothing_knows_nothing() -> None:
    assert Shelf().nearest("skrivaren", 3) == []


def test_ticket_page_shows_similar_tickets_that_the_agent_may_see(
    alvhamra: Municipality, guides: None, solved: Ticket, run_jobs: Callable[[], int], client: Client
) -> None:
    ticket = new(alvhamra, BODY)
    run_jobs()
    assert Suggestion.objects.get().shown
    address = f"/alvhamra/arenden/{ticket.reference}/"
    client.force_login(organisation.person(SUPPORT_LEAD, alvhamra))
    assert solved.reference in client.get(address).content.decode()
    client.force_login(organisation.person(PEDAGOGICAL_AGENT, alvhamra))
    assert solved.reference not in client.get(address).content.decode()


def test_ticket_page_shows_similar_tickets_although_sorting_is_off(
    alvhamra: Municipality, guides: None, solved: Ticket, run_jobs: Callable[[], int], client: Client
) -> None:
    QueueStage.objects.update(stage=Stage.OFF)
    ticket = new(alvhamra, BODY)
    run_jobs()
    client.force_login(organisation.person(SUPPORT_LEAD, alvhamra))
    page = client.get(f"/alvhamra/arenden/{ticket.reference}/").content.decode()
    assert solved.reference in page
    assert "Inget förslag" not in page


def test_municipality_asked_longest_ago_is_forgotten_and_read_again(
    alvhamra: Municipality, ekeryd: Municipality, solved: Ticket, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(similar, "MUNICIPALITIES_KEPT", 1)
    assert like(new(alvhamra, BODY)) == [(solved.reference, True)]
    assert like(new(ekeryd, BODY)) == []
    assert list(similar._kept) == [ekeryd.pk]
    assert (solved.reference, True) in like(new(alvhamra, BODY))
