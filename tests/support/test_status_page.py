"""The page behind the signed link."""

import uuid
from datetime import timedelta

import pytest
from django.core import signing
from django.core.files.base import ContentFile
from django.test import Client
from django.utils import timezone

from accounts.models import Municipality
from accounts.roles import TECHNICAL_AGENT
from support.addresses import redacted
from support.domain import conversations
from support.domain.links import SALT, status_token, status_url
from support.domain.tickets import solve
from support.models import Attachment, Message, Ticket, TicketEvent
from tests.factories import organisation, tickets


@pytest.fixture
def ticket(alvhamra: Municipality, tree: object) -> Ticket:
    return tickets.ticket(alvhamra)


def test_link_shows_public_messages_and_no_internal_note(client: Client, ticket: Ticket) -> None:
    agent = organisation.person(TECHNICAL_AGENT, ticket.municipality)
    item = tickets.item(ticket)
    conversations.reply(item=item, body="Nu fungerar det igen.", key=uuid.uuid4(), by=agent)
    conversations.note(item=item, body="HEMLIGT: ringde rektorn", key=uuid.uuid4(), by=agent)
    response = client.get(f"/arende/{status_token(ticket)}/")
    page = response.content.decode()
    assert "Nu fungerar det igen." in page
    assert "HEMLIGT" not in page
    assert (response["Referrer-Policy"], response["X-Robots-Tag"]) == ("same-origin", "noindex")


@pytest.mark.parametrize("token", ["x", "a.b.c", "%00", "å" * 300])
def test_link_that_was_altered_says_so(client: Client, ticket: Ticket, token: str) -> None:
    response = client.get(f"/arende/{token}/")
    assert response.status_code == 404
    assert ticket.reference not in response.content.decode()


def test_link_signed_for_something_else_does_not_open_a_ticket(client: Client, ticket: Ticket) -> None:
    token = signing.dumps(ticket.reference, salt=f"{SALT}.other")
    assert client.get(f"/arende/{token}/").status_code == 404


def test_link_older_than_the_setting_does_not_open_a_ticket(client: Client, ticket: Ticket, settings: object) -> None:
    token = status_token(ticket)
    settings.SUPPORT_LINK_DAYS = -1
    assert client.get(f"/arende/{token}/").status_code == 404


def test_requester_writing_again_opens_a_solved_ticket(client: Client, ticket: Ticket) -> None:
    solve(item=tickets.item(ticket), by=organisation.person(TECHNICAL_AGENT, ticket.municipality))
    data = {"key": str(uuid.uuid4()), "body": "Det hände igen."}
    for _ in range(2):  # a double click
        assert client.post(f"/arende/{status_token(ticket)}/", data).status_code == 302
    ticket.refresh_from_db()
    assert (ticket.state, ticket.solved_at) == ("open", None)
    assert list(Message.objects.filter(kind="request").values_list("body", flat=True)) == [
        "Appen säger fel lösenord.",
        "Det hände igen.",
    ]
    verbs = list(TicketEvent.objects.values_list("verb", flat=True))
    assert verbs == ["created", "solved", "reopened", "requester_wrote"]


def test_empty_message_is_refused_with_a_sentence(client: Client, ticket: Ticket) -> None:
    response = client.post(f"/arende/{status_token(ticket)}/", {"key": str(uuid.uuid4()), "body": "  "})
    assert response.status_code == 422
    assert Message.objects.count() == 1


def attach(message: Message, name: str) -> Attachment:
    return Attachment.objects.create(message=message, file=ContentFile(b"innehall", name), name=name, size=8)


def test_attachment_is_saved_never_shown_by_the_browser(client: Client, ticket: Ticket) -> None:
    file = attach(ticket.messages.get(), "skärm.png")
    response = client.get(f"/arende/{status_token(ticket)}/fil/{file.pk}/")
    assert b"".join(response.streaming_content) == b"innehall"
    assert response["Content-Disposition"].startswith("attachment")
    assert response["Content-Type"] == "application/octet-stream"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in response["Content-Security-Policy"]


def test_attachment_of_an_internal_note_or_another_ticket_does_not_exist(client: Client, ticket: Ticket) -> None:
    agent = organisation.person(TECHNICAL_AGENT, ticket.municipality)
    hidden = attach(conversations.note(item=tickets.item(ticket), body="not", key=uuid.uuid4(), by=agent), "a.txt")
    foreign = attach(tickets.ticket(ticket.municipality, email="annan@exempel.example").messages.get(), "b.txt")
    for file in (hidden, foreign):
        assert client.get(f"/arende/{status_token(ticket)}/fil/{file.pk}/").status_code == 404


def test_token_never_reaches_a_log(ticket: Ticket) -> None:
    line = f'127.0.0.1 "GET {status_url(ticket)} HTTP/1.1" 200'
    assert status_token(ticket) not in redacted(line)
    assert redacted("/alvhamra/fraga/0b6f6f0e-6c9a-4b7e-9d4e-1de1a8a1a001/tack/") == "/alvhamra/fraga/…/tack/"


def test_english_ticket_gets_an_english_link(alvhamra: Municipality, settings: object) -> None:
    settings.BASE_URL = "https://skolstod.example"
    english = tickets.ticket(alvhamra, language="en")
    assert status_url(english).startswith("https://skolstod.example/en/arende/")


def test_message_after_many_in_an_hour_is_refused_and_its_text_kept(client: Client, ticket: Ticket) -> None:
    address, last = f"/arende/{status_token(ticket)}/", str(uuid.uuid4())
    for number in range(conversations.MESSAGES_AN_HOUR - 1):
        conversations.requester_writes(ticket=ticket, body=f"Rad {number}", key=uuid.UUID(int=number))
    response = client.post(address, {"key": last, "body": "En rad för mycket"})
    assert response.status_code == 429
    assert "En rad för mycket</textarea>" in response.content.decode()
    assert response["Referrer-Policy"] == "same-origin"
    assert client.post(address, {"key": str(uuid.UUID(int=3)), "body": "Rad 3"}).status_code == 302  # sent twice
    assert Message.objects.filter(kind="request").count() == 20
    Message.objects.update(created_at=timezone.now() - timedelta(minutes=61))
    assert client.post(address, {"key": last, "body": "En rad för mycket"}).status_code == 302
    assert Message.objects.filter(kind="request").count() == 21


def test_messages_on_one_ticket_do_not_count_on_another(client: Client, ticket: Ticket) -> None:
    for number in range(conversations.MESSAGES_AN_HOUR - 1):
        conversations.requester_writes(ticket=ticket, body="Hej", key=uuid.UUID(int=number))
    other = tickets.ticket(ticket.municipality)
    data = {"key": str(uuid.uuid4()), "body": "Hej"}
    assert client.post(f"/arende/{status_token(other)}/", data).status_code == 302
