"""Bad input to the agent's pages: the list's filters, and what is sent with each action on a ticket."""

import uuid
from typing import Any

import pytest
from django.utils.html import escape

from accounts.models import Municipality, User
from accounts.roles import PEDAGOGICAL_AGENT, SUPPORT_LEAD, TECHNICAL_AGENT
from jobs.models import OutgoingMail
from kb.domain.readable import readable
from support.enums import TicketState
from support.models import Message, Queue, Ticket, TicketEvent, WorkItem
from support.views import agent as agent_views
from tests.architecture.bad_input import (
    BROKEN_UTF8,
    MISLEADING,
    MULTIPART,
    PAGE_NUMBERS,
    TEXTS,
    UNSEEN,
    multipart,
    page_of,
    percent_encoded,
    says,
    ticket_actions,
    visitor,
)
from tests.factories import organisation, tickets

ACTIONS = ticket_actions()
WRITING = ("svara", "anteckna")
LIST = "/alvhamra/arenden/"


@pytest.fixture
def agent(place: Municipality) -> User:
    return organisation.person(TECHNICAL_AGENT, place)


def state_of_things() -> tuple[Any, ...]:
    """All that an action may change."""
    return (
        list(Ticket.objects.order_by("pk").values_list("state", "solved_at", "secret")),
        list(WorkItem.objects.order_by("pk").values_list("queue", "assignee", "touched")),
        Message.objects.count(),
        TicketEvent.objects.count(),
        OutgoingMail.objects.count(),
    )


# The list


@pytest.mark.parametrize("name", sorted(TEXTS))
def test_odd_filter_of_the_list_is_no_filter(agent: User, ticket: Ticket, name: str) -> None:
    odd = TEXTS[name]
    response = visitor(agent).get(LIST, {"queue": odd, "view": odd, "state": odd, "q": odd, "sida": odd})
    context = response.context
    assert response.status_code == 200
    assert (context["queue"], context["view"], context["page"].number) == (None, "open", 1)
    assert [item.ticket for item in context["page"]] == [ticket]
    page_of(response)


@pytest.mark.parametrize("queue", ["pedagogical", "TECHNICAL", "technical\x00", "1", "technical/../unsorted"])
def test_queue_that_is_not_the_agents_shows_the_agents_own(
    agent: User, ticket: Ticket, place: Municipality, queue: str
) -> None:
    tickets.in_queue(place, "pedagogical", subject="Annan kö")
    response = visitor(agent).get(LIST, {"queue": queue})
    assert (response.context["queue"], [item.ticket for item in response.context["page"]]) == (None, [ticket])
    assert "Annan kö" not in page_of(response)


def test_odd_page_number_shows_a_page_that_exists(
    agent: User, place: Municipality, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(agent_views, "PAGE_SIZE", 1)
    for _ in range(2):
        tickets.in_queue(place, "technical")
    client, seen = visitor(agent), {}
    for name, (sent, _) in PAGE_NUMBERS.items():
        response = client.get(LIST, {"sida": sent})
        seen[name] = (response.status_code, response.context["page"].number)
    assert seen == {name: (200, shown) for name, (_, shown) in PAGE_NUMBERS.items()}


def test_filter_sent_twice_counts_once_with_the_last_value(agent: User, ticket: Ticket) -> None:
    context = visitor(agent).get(f"{LIST}?queue=technical&queue=unsorted&view=mine&view=ended").context
    assert (context["queue"].kind, context["view"]) == ("unsorted", "ended")


def test_broken_bytes_in_the_lists_address_are_no_filter(agent: User, ticket: Ticket) -> None:
    for raw in BROKEN_UTF8.values():
        query = percent_encoded(raw)
        response = visitor(agent).get(f"{LIST}?queue={query}&view={query}&sida={query}&{query}=1")
        assert (response.status_code, response.context["view"]) == (200, "open")


# Which ticket

WRONG_REFERENCES: dict[str, str] = {
    "unknown": "AAAA-AAAA",
    "nul": "%00",
    "direction": "%E2%80%AE",
    "letters": "åäö",
    "markup": "%3Cb%3E",
    "path": "..%2f..%2fadmin",
    "number": "1",
    "very_long": "A" * 5_000,
    "broken_utf8": "%ff",
}


@pytest.mark.parametrize("name", sorted(WRONG_REFERENCES))
def test_ticket_that_does_not_exist_is_not_found(agent: User, ticket: Ticket, name: str) -> None:
    before, client = state_of_things(), visitor(agent)
    address = f"{LIST}{WRONG_REFERENCES[name]}/"
    response = client.get(address)
    assert says("The page does not exist") in page_of(response)
    posts = [client.post(f"{address}{action}/", {"body": "Hej", "queue": "unsorted"}) for action in ACTIONS]
    assert [response.status_code, *(answer.status_code for answer in posts)] == [404] * (1 + len(ACTIONS))
    assert state_of_things() == before


def test_ticket_of_another_municipality_is_not_found_at_any_address(
    agent: User, ticket: Ticket, ekeryd: Municipality
) -> None:
    foreign = tickets.in_queue(ekeryd, "technical").ticket
    before, client = state_of_things(), visitor(agent)
    seen = {
        client.post(f"/{slug}/arenden/{foreign.reference}/{action}/", {"body": "Hej", "queue": "unsorted"}).status_code
        for slug in ("alvhamra", "ekeryd")
        for action in ACTIONS
    }
    seen |= {client.get(f"/{slug}/arenden/{foreign.reference}/").status_code for slug in ("alvhamra", "ekeryd")}
    seen.add(client.get("/ekeryd/arenden/").status_code)
    assert seen == {404}
    assert state_of_things() == before


def test_ticket_of_another_queue_is_refused_whatever_is_sent(agent: User, place: Municipality) -> None:
    other = tickets.in_queue(place, "pedagogical").ticket
    before, client = state_of_things(), visitor(agent)
    data = {"body": "Hej", "queue": "technical", "municipality": "ekeryd", "reference": "x", "assignee": str(agent.pk)}
    seen = {client.post(f"{LIST}{other.reference}/{action}/", data).status_code for action in ACTIONS}
    assert seen == {403}
    assert state_of_things() == before


# What is written

REFUSED_TEXTS = UNSEEN | {"megabyte"}


@pytest.mark.parametrize("action", WRITING)
@pytest.mark.parametrize("name", sorted(TEXTS))
def test_odd_answer_or_note_is_kept_readable_or_refused_with_its_text(
    agent: User, ticket: Ticket, action: str, name: str
) -> None:
    client, typed, before = visitor(agent), TEXTS[name], state_of_things()
    response = client.post(f"{LIST}{ticket.reference}/{action}/", {"key": str(uuid.uuid4()), "body": typed})
    if name in REFUSED_TEXTS:
        form = response.context["reply_form" if action == "svara" else "note_form"]
        assert (response.status_code, set(form.errors)) == (422, {"body"})
        assert state_of_things() == before
        shown = response
    else:
        assert response.status_code == 302
        kind = "reply" if action == "svara" else "note"
        assert ticket.messages.get(kind=kind).body == readable(typed).strip()
        shown = client.get(response["Location"])
    page = page_of(shown)
    assert MISLEADING.findall(page) == []
    assert "<script>" not in page
    assert [line for line in escape(readable(typed)).splitlines() if line.strip() not in page] == []


@pytest.mark.parametrize("action", WRITING)
@pytest.mark.parametrize("language", ["sv", "en"])
def test_nothing_written_is_answered_in_words(agent: User, ticket: Ticket, action: str, language: str) -> None:
    prefix = "" if language == "sv" else "/en"
    response = visitor(agent).post(f"{prefix}{LIST}{ticket.reference}/{action}/", {})
    assert response.status_code == 422
    assert says("Write something first.", language) in page_of(response, language)


@pytest.mark.parametrize("action", WRITING)
@pytest.mark.parametrize("key", ["", "x", "\x00", "1" * 5_000])
def test_answer_with_a_lost_or_spoilt_key_is_taken_once(agent: User, ticket: Ticket, action: str, key: str) -> None:
    client, address = visitor(agent), f"{LIST}{ticket.reference}/{action}/"
    assert client.post(address, {"key": key, "body": "Prova igen."}).status_code == 302
    assert ticket.messages.filter(body="Prova igen.").count() == 1


def test_answer_in_broken_bytes_keeps_what_can_be_read(agent: User, ticket: Ticket) -> None:
    body = multipart({"body": BROKEN_UTF8["latin_1"]})
    address = f"{LIST}{ticket.reference}/svara/"
    assert visitor(agent).generic("POST", address, body, content_type=MULTIPART).status_code == 302
    assert ticket.messages.get(kind="reply").body == "f\ufffdre efter"


def test_answer_written_by_somebody_who_was_signed_out_is_given_back(ticket: Ticket) -> None:
    before, client = state_of_things(), visitor()
    for action in WRITING:
        response = client.post(f"/en{LIST}{ticket.reference}/{action}/", {"body": "Ett långt svar <b>"})
        page = page_of(response, "en")
        assert response.status_code == 403
        assert says("You have been signed out. Sign in and send it again.", "en") in page
        assert "Ett långt svar &lt;b&gt;</textarea>" in page
        assert f"?next=/en{LIST}{ticket.reference}/" in page
    assert state_of_things() == before


@pytest.mark.parametrize("action", ACTIONS)
def test_sign_in_leads_back_to_the_ticket_and_not_to_an_address_of_forms(ticket: Ticket, action: str) -> None:
    client = visitor()
    for response in (
        client.get(f"{LIST}{ticket.reference}/{action}/"),
        client.post(f"{LIST}{ticket.reference}/{action}/"),
    ):
        assert (response.status_code, response["Location"]) == (302, f"/konto/login/?next={LIST}{ticket.reference}/")


# Where it is moved


@pytest.mark.parametrize("name", [*TEXTS, "closed", "several", "pk"])
def test_queue_that_takes_no_tickets_moves_nothing_and_says_so(place: Municipality, ticket: Ticket, name: str) -> None:
    lead, closed = organisation.person(SUPPORT_LEAD, place), Queue.objects.get(municipality=place, kind="unsorted")
    Queue.objects.filter(pk=closed.pk).update(closed=True)
    more = {"closed": "unsorted", "several": ["pedagogical", "unsorted"], "pk": str(closed.pk)}
    before, client = state_of_things(), visitor(lead)
    response = client.post(
        f"{LIST}{ticket.reference}/flytta/", {"queue": more.get(name, TEXTS.get(name, ""))}, follow=True
    )
    assert response.redirect_chain == [(f"{LIST}{ticket.reference}/", 302)]
    assert says("Choose a queue that takes tickets.") in page_of(response)
    assert state_of_things() == before


def test_text_for_a_ticket_moved_away_meanwhile_is_given_back(agent: User, ticket: Ticket, place: Municipality) -> None:
    """The page was open when a colleague moved the ticket."""
    client = visitor(agent)
    WorkItem.objects.update(queue=Queue.objects.get(municipality=place, kind="pedagogical"))
    before = state_of_things()
    for action in WRITING:
        response = client.post(f"{LIST}{ticket.reference}/{action}/", {"body": "Ett långt svar"})
        page = page_of(response)
        assert response.status_code == 403
        assert says("The ticket is in a queue that is not yours, so you cannot write in it.") in page
        assert "Ett långt svar</textarea>" in page
    assert state_of_things() == before


@pytest.mark.parametrize(("action", "state"), [("los", TicketState.SOLVED), ("oppna", TicketState.NEW)])
def test_action_that_is_already_done_changes_nothing(
    agent: User, ticket: Ticket, action: str, state: TicketState
) -> None:
    client = visitor(agent)
    if state == TicketState.SOLVED:
        client.post(f"{LIST}{ticket.reference}/los/")
    before = state_of_things()
    assert client.post(f"{LIST}{ticket.reference}/{action}/", {"state": "closed"}).status_code == 302
    assert state_of_things() == before


def test_pedagogical_agent_cannot_reach_the_technical_queue_by_odd_means(place: Municipality, ticket: Ticket) -> None:
    client = visitor(organisation.person(PEDAGOGICAL_AGENT, place))
    assert client.get(LIST, {"queue": ["pedagogical", "technical"]}).context["queue"] is None
    assert client.get(f"{LIST}{ticket.reference}/?queue=pedagogical").status_code == 403
