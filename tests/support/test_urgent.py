"""Tickets that may be about harm to a child: first in the list, left to people, and met with help."""

import uuid
from datetime import timedelta
from email import message_from_bytes
from email.policy import default

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import Municipality, SchoolUnit, User
from accounts.roles import TECHNICAL_AGENT
from jobs.models import OutgoingMail
from support.domain import conversations, routing
from support.domain.history import PastMessage, import_ticket
from support.domain.links import status_token
from support.domain.mail import send_receipt
from support.domain.marks import set_mark
from support.enums import Mark, MessageKind, TicketState
from support.models import Suggestion, Ticket
from support.router import RouteSuggestion
from tests.factories import organisation, tickets

CERTAIN = RouteSuggestion(queue="technical", confidence=0.99, automatic=True)
CRY = "Pappa slår mig och jag vågar inte gå hem."
HELP = {
    "sv": ("Behöver du eller någon annan hjälp nu?", "Ring 112", "116 111", "Socialtjänsten i Älvhamra kommun"),
    "en": ("Do you or somebody else need help now?", "Call 112", "116 111", "The social services of Älvhamra kommun"),
}


@pytest.fixture
def place(alvhamra: Municipality, tree: object, settings: object) -> Municipality:
    settings.SUPPORT_TICKET_ROUTER = "support.router.ManualRouter"
    return alvhamra


@pytest.fixture
def agent(place: Municipality) -> User:
    return organisation.person(TECHNICAL_AGENT, place)


def mail_parts(ticket: Ticket) -> list[str]:
    """The text and the HTML of the ticket's receipt."""
    send_receipt(Ticket.objects.get(pk=ticket.pk))
    mail = message_from_bytes(bytes(OutgoingMail.objects.get().raw), policy=default)
    return [part.get_content() for part in mail.iter_parts()]


@pytest.mark.parametrize(
    ("subject", "body", "urgent"), [("", CRY, True), (CRY, "Hej", True), ("Wifi", "Vi slår ihop klasserna.", False)]
)
def test_new_and_imported_tickets_are_marked_by_what_they_say(
    place: Municipality, subject: str, body: str, urgent: bool
) -> None:
    imported = import_ticket(
        municipality=place,
        kind="technical",
        state=TicketState.OPEN,
        messages=[PastMessage(kind=MessageKind.REQUEST, body=body, at=timezone.now())],
        subject=subject,
        email="a@exempel.example",
        role="guardian",
        language="sv",
    )
    made = tickets.ticket(place, subject=subject, body=body)
    assert [ticket.urgent for ticket in (made, imported)] == [urgent, urgent]


def test_requester_who_writes_it_later_makes_the_ticket_urgent(place: Municipality, client: Client) -> None:
    ticket = tickets.ticket(place)
    conversations.requester_writes(ticket=ticket, body="Tack!", key=uuid.uuid4())
    assert not Ticket.objects.get().urgent
    conversations.requester_writes(ticket=ticket, body=CRY, key=uuid.uuid4())
    assert Ticket.objects.get().urgent
    assert HELP["sv"][0] in client.get(f"/arende/{status_token(ticket)}/").content.decode()


def test_machine_never_moves_an_urgent_ticket(place: Municipality, agent: User) -> None:
    ticket = tickets.ticket(place, body=CRY)
    technical = tickets.queue(place, "technical")
    assert not routing.store_suggestion(ticket=ticket, suggestion=CERTAIN)
    assert not routing.route_ticket(ticket=ticket, queue=technical, by=None, reason="")
    assert tickets.item(ticket).queue.kind == "unsorted"
    assert (Suggestion.objects.get().queue_kind, Suggestion.objects.get().automatic) == ("technical", False)
    assert routing.route_ticket(ticket=ticket, queue=technical, by=agent, reason="")


@pytest.mark.parametrize("query", ["", "?queue=technical", "?view=mine"])
def test_urgent_ticket_stands_first_with_a_mark_in_words(
    client: Client, place: Municipality, agent: User, query: str
) -> None:
    older = tickets.in_queue(place, "technical").ticket
    urgent = tickets.in_queue(place, "technical", body=CRY).ticket
    Ticket.objects.filter(pk=older.pk).update(created_at=timezone.now() - timedelta(days=3))
    for ticket in (older, urgent):
        ticket.work_items.update(assignee=agent)
    client.force_login(agent)
    response = client.get(f"/alvhamra/arenden/{query}")
    assert [item.ticket for item in response.context["page"]] == [urgent, older]
    assert response.content.decode().count("Ett barn kan fara illa") == 1
    assert "Ett barn kan fara illa" in client.get(f"/alvhamra/arenden/{urgent.reference}/").content.decode()


def test_home_page_puts_the_queue_with_an_urgent_ticket_first(client: Client, place: Municipality, agent: User) -> None:
    tickets.ticket(place)
    client.force_login(agent)
    assert "fara illa" not in client.get("/alvhamra/").content.decode()
    tickets.in_queue(place, "technical", body=CRY)
    tickets.in_queue(place, "technical")
    page = client.get("/alvhamra/").content.decode()
    assert "2 öppna ärenden i din kö. I 1 av dem kan ett barn fara illa" in page
    assert page.index("Tekniskt stöd") < page.index("Att fördela")


@pytest.mark.parametrize("language", ["sv", "en"])
def test_receipt_page_begins_with_help(client: Client, place: Municipality, language: str) -> None:
    ticket = tickets.ticket(place, body=CRY, school=organisation.school(place))
    prefix = "/en" if language == "en" else ""
    page = client.get(prefix + tickets.receipt_address(client, ticket)).content.decode()
    main = page.split("<main")[1]
    assert [words for words in HELP[language] if words not in main] == []
    assert main.index(HELP[language][0]) < main.index(ticket.reference)
    assert 'href="tel:112"' in main


@pytest.mark.parametrize("language", ["sv", "en"])
def test_receipt_mail_begins_with_help(place: Municipality, language: str) -> None:
    ticket = tickets.ticket(place, body=CRY, language=language)
    text, html = mail_parts(ticket)
    assert text.startswith(HELP[language][0])
    assert [words for part in (text, html) for words in HELP[language] if words not in part] == []
    assert html.index(HELP[language][0]) < html.index("Hej!" if language == "sv" else "Hello!")
    assert CRY not in text + html


@pytest.mark.parametrize(
    ("phone", "has_school", "words"),
    [
        ("070-174 06 11", True, "Du kan också ringa Lindskolan och be att få tala med rektorn:"),
        ("", True, "Du kan också kontakta rektorn på Lindskolan."),
        ("", False, "Du kan också kontakta skolans rektor."),
    ],
)
def test_help_names_the_school_as_well_as_we_know_it(
    client: Client, place: Municipality, phone: str, has_school: bool, words: str
) -> None:
    school = organisation.school(place, name="Lindskolan") if has_school else None
    SchoolUnit.objects.update(phone=phone)
    ticket = tickets.ticket(place, body=CRY, school=school)
    assert words in client.get(tickets.receipt_address(client, ticket)).content.decode()
    assert [words in part for part in mail_parts(ticket)] == [True, True]


def test_everyday_receipt_says_nothing_of_it(client: Client, place: Municipality) -> None:
    ticket = tickets.ticket(place)
    page = client.get(tickets.receipt_address(client, ticket)).content.decode()
    assert [HELP["sv"][0] in text for text in (page, *mail_parts(ticket))] == [False, False, False]


def test_ticket_no_longer_marked_stays_with_people(place: Municipality, agent: User) -> None:
    ticket = tickets.ticket(place, body=CRY)
    set_mark(item=tickets.item(ticket), mark=Mark.URGENT, on=False, by=agent)
    assert not routing.store_suggestion(ticket=ticket, suggestion=CERTAIN)


def test_words_of_a_later_message_set_the_mark_again(place: Municipality, agent: User) -> None:
    ticket = tickets.ticket(place, body=CRY)
    set_mark(item=tickets.item(ticket), mark=Mark.URGENT, on=False, by=agent)
    conversations.requester_writes(ticket=ticket, body=CRY, key=uuid.uuid4())
    assert Ticket.objects.get().urgent
