"""The agent's list and ticket page, and what each action does."""

import uuid

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import Municipality, User
from accounts.roles import GUARDIAN, PEDAGOGICAL_AGENT, SUPPORT_LEAD, TECHNICAL_AGENT
from jobs.models import OutgoingMail
from support.domain import tickets as domain
from support.models import Message, Suggestion, Ticket, TicketEvent
from tests.factories import organisation, tickets


def test_list_shows_exactly_the_agents_queues(signed_in: Client, alvhamra: Municipality, ekeryd: Municipality) -> None:
    mine = tickets.in_queue(alvhamra, "technical", subject="Teknik")
    unsorted = tickets.in_queue(alvhamra, "unsorted", subject="Osorterat")
    tickets.in_queue(alvhamra, "pedagogical", subject="Pedagogik")
    tickets.in_queue(ekeryd, "technical", subject="Ekeryd")
    listed = {item.ticket for item in signed_in.get("/alvhamra/arenden/").context["page"]}
    assert listed == {mine.ticket, unsorted.ticket}


@pytest.mark.parametrize("count", [1, 3])
def test_list_needs_the_same_queries_for_any_number_of_tickets(
    signed_in: Client, alvhamra: Municipality, count: int
) -> None:
    for _ in range(count):
        tickets.in_queue(alvhamra, "technical", school=organisation.school(alvhamra, slug=f"s{uuid.uuid4()}"))
    with CaptureQueriesContext(
        connection,
    ) as queries:
        signed_in.get("/alvhamra/arenden/")
    assert len(queries) == 7


def test_lists_of_mine_and_solved_hold_what_they_say(signed_in: Client, alvhamra: Municipality, agent: User) -> None:
    mine, solved = tickets.in_queue(alvhamra, "technical"), tickets.in_queue(alvhamra, "technical")
    tickets.in_queue(alvhamra, "technical")
    domain.take(item=mine, by=agent)
    domain.solve(item=solved, by=agent)
    for view, expected in (("mine", mine), ("ended", solved)):
        listed = [item.pk for item in signed_in.get(f"/alvhamra/arenden/?view={view}").context["page"]]
        assert listed == [expected.pk]


def test_reply_is_mailed_once_and_the_ticket_waits(signed_in: Client, alvhamra: Municipality, agent: User) -> None:
    item = tickets.in_queue(alvhamra, "technical")
    data = {"key": str(uuid.uuid4()), "body": "Starta om appen."}
    for _ in range(2):  # a double click
        signed_in.post(f"/alvhamra/arenden/{item.ticket.reference}/svara/", data)
    ticket = tickets.item(item.ticket).ticket
    assert (ticket.state, ticket.answered_at is not None, tickets.item(ticket).assignee) == ("waiting", True, agent)
    assert Message.objects.filter(kind="reply").count() == 1
    mails = [bytes(mail.raw).decode() for mail in OutgoingMail.objects.order_by("pk")]
    assert ["Starta om appen." in mail for mail in mails] == [True]
    assert "multipart/alternative" in mails[0]


def test_note_is_mailed_to_nobody(signed_in: Client, alvhamra: Municipality) -> None:
    item = tickets.in_queue(alvhamra, "technical")
    before = OutgoingMail.objects.count()
    signed_in.post(f"/alvhamra/arenden/{item.ticket.reference}/anteckna/", {"key": str(uuid.uuid4()), "body": "Intern"})
    assert Message.objects.get(kind="note").body == "Intern"
    assert OutgoingMail.objects.count() == before


def test_empty_reply_is_refused_and_nothing_is_sent(signed_in: Client, alvhamra: Municipality) -> None:
    item = tickets.in_queue(alvhamra, "technical")
    url = f"/alvhamra/arenden/{item.ticket.reference}/svara/"
    assert signed_in.post(url, {"key": str(uuid.uuid4()), "body": ""}).status_code == 422
    assert Message.objects.filter(kind="reply").count() == 0


def test_take_makes_the_agent_responsible(signed_in: Client, alvhamra: Municipality, agent: User) -> None:
    item = tickets.in_queue(alvhamra, "technical")
    signed_in.post(f"/alvhamra/arenden/{item.ticket.reference}/ta/")
    item = tickets.item(item.ticket)
    assert (item.assignee, item.ticket.state) == (agent, "open")


def test_take_loses_against_whoever_was_first(alvhamra: Municipality, agent: User) -> None:
    item = tickets.in_queue(alvhamra, "technical")
    domain.take(item=tickets.item(item.ticket), by=organisation.person(TECHNICAL_AGENT, alvhamra))
    with pytest.raises(domain.AlreadyDone):
        domain.take(item=item, by=agent)


def test_move_puts_the_ticket_into_the_other_queue_and_confirms_it(
    signed_in: Client, alvhamra: Municipality, agent: User
) -> None:
    item = tickets.in_queue(alvhamra, "technical")
    response = signed_in.post(f"/alvhamra/arenden/{item.ticket.reference}/flytta/", {"queue": "pedagogical"})
    assert response["Location"] == "/alvhamra/arenden/"
    assert tickets.item(item.ticket).queue.kind == "pedagogical"
    event = TicketEvent.objects.get(verb="moved")
    assert (event.actor_id, event.details["source"], event.details["queue"]) == (agent.pk, "technical", "pedagogical")


@pytest.mark.parametrize("queue", ["finns-inte", ""])
def test_move_to_no_queue_changes_nothing(signed_in: Client, alvhamra: Municipality, queue: str) -> None:
    item = tickets.in_queue(alvhamra, "technical")
    assert signed_in.post(f"/alvhamra/arenden/{item.ticket.reference}/flytta/", {"queue": queue}).status_code == 302
    assert tickets.item(item.ticket).queue.kind == "technical"


def test_solve_tells_the_requester_and_confirms_the_queue(signed_in: Client, alvhamra: Municipality) -> None:
    item = tickets.in_queue(alvhamra, "technical")
    for _ in range(2):  # a double click
        signed_in.post(f"/alvhamra/arenden/{item.ticket.reference}/los/")
    ticket = Ticket.objects.get()
    assert (ticket.state, ticket.solved_at is not None) == ("solved", True)
    assert TicketEvent.objects.get(verb="solved").details == {"queue": "technical"}
    assert OutgoingMail.objects.count() == 1


def test_why_is_shown_on_the_ticket_unless_the_stage_hides_it(signed_in: Client, alvhamra: Municipality) -> None:
    item = tickets.in_queue(alvhamra, "technical")
    suggestion = Suggestion.objects.create(
        ticket=item.ticket,
        queue_kind="technical",
        confidence=0.93,
        reasons=[
            {"kind": "word", "text": "lösenord", "weight": 1.2, "url": ""},
            {"kind": "guide", "text": "Byt lösenord", "weight": 9.0, "url": "/alvhamra/gemensamt/byt/"},
        ],
    )
    url = f"/alvhamra/arenden/{item.ticket.reference}/"
    page = signed_in.get(url).content.decode()
    assert all(part in page for part in ("93\u00a0%", "lösenord", 'href="/alvhamra/gemensamt/byt/"'))
    suggestion.shown = False
    suggestion.save()
    assert "93\u00a0%" not in signed_in.get(url).content.decode()
    domain.solve(item=item, by=organisation.person(TECHNICAL_AGENT, alvhamra))
    assert "93\u00a0%" in signed_in.get(url).content.decode()


def test_ticket_in_a_queue_of_others_is_forbidden_and_of_another_municipality_unknown(
    signed_in: Client, alvhamra: Municipality, ekeryd: Municipality
) -> None:
    pedagogical = tickets.in_queue(alvhamra, "pedagogical").ticket.reference
    foreign = tickets.in_queue(ekeryd, "technical").ticket.reference
    assert signed_in.get(f"/alvhamra/arenden/{pedagogical}/").status_code == 403
    assert signed_in.get(f"/alvhamra/arenden/{foreign}/").status_code == 404
    assert signed_in.get(f"/ekeryd/arenden/{foreign}/").status_code == 404


@pytest.mark.parametrize(
    ("role", "kinds"),
    [
        (TECHNICAL_AGENT, {"technical", "unsorted"}),
        (PEDAGOGICAL_AGENT, {"pedagogical", "unsorted"}),
        (SUPPORT_LEAD, {"technical", "pedagogical", "unsorted"}),
        (GUARDIAN, set()),
    ],
)
def test_visible_tickets_are_those_of_the_roles_queues(alvhamra: Municipality, role: object, kinds: set[str]) -> None:
    made = {kind: tickets.in_queue(alvhamra, kind).ticket for kind in ("technical", "pedagogical", "unsorted")}
    user = organisation.person(role, alvhamra)
    assert set(Ticket.objects.visible_to(user)) == {made[kind] for kind in kinds}


def test_list_tells_what_is_suggested_and_the_strongest_word(signed_in: Client, alvhamra: Municipality) -> None:
    item = tickets.in_queue(alvhamra, "unsorted")
    reasons = [
        {"kind": "word", "text": text, "weight": weight, "url": ""}
        for text, weight in (("appen", 0.4), ("lösenord", 1.2), ("betyg", -3.0))
    ]
    suggestion = Suggestion.objects.create(ticket=item.ticket, queue_kind="technical", confidence=0.93, reasons=reasons)
    page = signed_in.get("/alvhamra/arenden/").content.decode()
    assert "förslag Tekniskt stöd 93\u00a0%, ordet ”lösenord” vägde tyngst" in page
    suggestion.shown = False
    suggestion.save()
    assert "förslag Tekniskt" not in signed_in.get("/alvhamra/arenden/").content.decode()
