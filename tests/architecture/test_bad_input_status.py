"""Bad input to the requester's own page: its token, what is written there, and the files."""

import uuid
from typing import Any

import pytest
from django.core import signing
from django.core.files.base import ContentFile
from django.utils import timezone
from django.utils.html import escape

from accounts.models import Municipality
from kb.domain.readable import readable
from support.domain.links import SALT, status_token
from support.enums import TicketState
from support.models import Attachment, Message, Ticket
from tests.architecture.bad_input import (
    BROKEN_UTF8,
    MISLEADING,
    MULTIPART,
    TEXTS,
    UNSEEN,
    multipart,
    page_of,
    says,
    visitor,
)
from tests.factories import tickets

WRONG_TOKENS: dict[str, str] = {
    "word": "x",
    "three_parts": "a.b.c",
    "colons": ":::",
    "nul": "%00",
    "line_break": "%0a",
    "letters": "å" * 300,
    "broken_utf8": "%ff%fe",
    "direction": "%E2%80%AE",
    "emoji": "😀",
    "path": "..%2f..%2f",
    "very_long": "x" * 50_000,
    "many_parts": ":".join("abc" * 2_000),
}


@pytest.fixture
def ticket(alvhamra: Municipality) -> Ticket:
    return tickets.ticket(alvhamra)


@pytest.fixture
def address(ticket: Ticket) -> str:
    return f"/arende/{status_token(ticket)}/"


@pytest.mark.parametrize("language", ["sv", "en"])
@pytest.mark.parametrize("name", sorted(WRONG_TOKENS))
def test_token_that_is_none_says_that_the_link_does_not_work(ticket: Ticket, name: str, language: str) -> None:
    prefix = "" if language == "sv" else "/en"
    client, token = visitor(), WRONG_TOKENS[name]
    response = client.get(f"{prefix}/arende/{token}/")
    page = page_of(response, language)
    assert response.status_code == 404
    assert any(says(words, language) in page for words in ("The link does not work", "The page does not exist"))
    assert ticket.reference not in page
    assert client.post(f"{prefix}/arende/{token}/", {"body": "Hej"}).status_code == 404
    assert Message.objects.count() == 1


def forged(ticket: Ticket) -> dict[str, str]:
    token = status_token(ticket)
    return {
        "other_key": signing.dumps(ticket.reference, key="annan", salt=SALT),
        "other_purpose": signing.dumps(ticket.reference, salt=f"{SALT}.annat"),
        "unsigned": token.rpartition(":")[0],
        "signature_of_another": f"{token.rpartition(':')[0]}:{signing.dumps('X', salt=SALT).rpartition(':')[2]}",
        "last_letter_changed": token[:-1] + ("a" if token[-1] != "a" else "b"),
        "cut": token[:-5],
        "no_reference": signing.dumps("AAAA-AAAA", salt=SALT),
        "list": signing.dumps([ticket.reference], salt=SALT),
        "mapping": signing.dumps({"reference": ticket.reference}, salt=SALT),
        "number": signing.dumps(1, salt=SALT),
        "nothing": signing.dumps(None, salt=SALT),
    }


@pytest.mark.parametrize("name", sorted(forged(Ticket(reference="AAAA-BBBB"))))
def test_forged_token_opens_and_writes_nothing(ticket: Ticket, name: str) -> None:
    client, address = visitor(), f"/arende/{forged(ticket)[name]}/"
    response = client.get(address)
    assert response.status_code == 404
    assert says("The link does not work") in page_of(response)
    assert client.post(address, {"body": "Hej"}).status_code == 404
    assert Message.objects.count() == 1


def test_token_that_has_grown_too_old_opens_and_writes_nothing(ticket: Ticket, address: str, settings: Any) -> None:
    settings.SUPPORT_LINK_DAYS = -1
    client = visitor()
    assert [client.get(address).status_code, client.post(address, {"body": "Hej"}).status_code] == [404, 404]
    assert Message.objects.count() == 1


@pytest.mark.parametrize("name", sorted(TEXTS))
def test_odd_message_is_kept_readable_or_refused_with_its_text(ticket: Ticket, address: str, name: str) -> None:
    client, typed = visitor(), TEXTS[name]
    response = client.post(address, {"key": str(uuid.uuid4()), "body": typed})
    if name in UNSEEN | {"megabyte"}:
        assert (response.status_code, set(response.context["form"].errors)) == (422, {"body"})
        assert Message.objects.count() == 1
        shown = response
    else:
        assert response.status_code == 302
        assert ticket.messages.get(body=readable(typed).strip()).kind == "request"
        shown = client.get(address)
    page = page_of(shown)
    assert MISLEADING.findall(page) == []
    assert "<script>" not in page
    assert [line for line in escape(readable(typed)).splitlines() if line.strip() not in page] == []


@pytest.mark.parametrize("language", ["sv", "en"])
def test_nothing_written_is_answered_in_words(ticket: Ticket, address: str, language: str) -> None:
    response = visitor().post(address if language == "sv" else f"/en{address}", {})
    assert response.status_code == 422
    assert says("Write something first.", language) in page_of(response, language)


@pytest.mark.parametrize("name", sorted(BROKEN_UTF8))
def test_message_in_broken_bytes_keeps_what_can_be_read(ticket: Ticket, address: str, name: str) -> None:
    body = multipart({"body": BROKEN_UTF8[name]})
    assert visitor().generic("POST", address, body, content_type=MULTIPART).status_code == 302
    assert "\ufffd" in ticket.messages.order_by("-pk")[0].body


@pytest.mark.parametrize("key", ["", "x", "\x00", "1" * 5_000, "0b6f6f0e"])
def test_message_with_a_lost_or_spoilt_key_is_taken(ticket: Ticket, address: str, key: str) -> None:
    assert visitor().post(address, {"key": key, "body": "Hej igen"}).status_code == 302
    assert ticket.messages.filter(body="Hej igen").count() == 1


def test_key_of_another_tickets_message_hides_nothing(ticket: Ticket, address: str) -> None:
    other = tickets.ticket(ticket.municipality).messages.get()
    data = {"key": str(other.idempotency_key), "body": "Hej igen"}
    assert visitor().post(address, data).status_code == 302
    assert ticket.messages.filter(body="Hej igen").count() == 1


def test_form_shown_again_after_a_spoilt_key_carries_a_good_one(ticket: Ticket, address: str) -> None:
    response = visitor().post(address, {"key": "x", "body": ""})
    assert uuid.UUID(response.context["form"]["key"].value())


def test_message_to_a_closed_question_is_given_back(ticket: Ticket, address: str) -> None:
    Ticket.objects.update(state=TicketState.CLOSED, solved_at=timezone.now())
    client = visitor()
    assert "<textarea" not in page_of(client.get(address))
    response = client.post(address, {"body": "Det hände igen."})
    page = page_of(response)
    assert response.status_code == 422
    assert says("The question is closed, so this was not sent. Copy it and ask a new question.") in page
    assert "Det hände igen.</textarea>" in page
    assert Message.objects.count() == 1


@pytest.mark.parametrize("query", ["?sida=-1", "?token=x&fil=%00", "?q=%ff", "?" + "a" * 50_000])
def test_odd_questions_to_the_page_change_nothing(ticket: Ticket, address: str, query: str) -> None:
    response = visitor().get(address + query)
    assert response.status_code == 200
    assert ticket.reference in page_of(response)


@pytest.mark.parametrize("key", ["x", "%00", "0b6f6f0e-6c9a-4b7e-9d4e-1de1a8a1a001", "../../secret_key", "1" * 5_000])
def test_file_that_does_not_exist_is_not_found(ticket: Ticket, address: str, key: str) -> None:
    response = visitor().get(f"{address}fil/{key}/")
    assert response.status_code == 404
    assert says("The page does not exist") in page_of(response)


def test_file_of_another_ticket_or_with_another_token_is_not_found(ticket: Ticket, address: str) -> None:
    other = tickets.ticket(ticket.municipality)
    files = [
        Attachment.objects.create(message=t.messages.get(), file=ContentFile(b"x", "a"), name="a.txt", size=1)
        for t in (ticket, other)
    ]
    client = visitor()
    seen = [client.get(f"/arende/{status_token(t)}/fil/{f.pk}/").status_code for t in (ticket, other) for f in files]
    assert seen == [200, 404, 404, 200]
    ticket_token = status_token(ticket)
    assert client.get(f"/arende/{ticket_token[:-1]}/fil/{files[0].pk}/").status_code == 404


def test_file_whose_bytes_are_gone_is_not_found(ticket: Ticket, address: str) -> None:
    file = Attachment.objects.create(message=ticket.messages.get(), file=ContentFile(b"x", "a"), name="a.txt", size=1)
    file.file.storage.delete(file.file.name)
    assert visitor().get(f"{address}fil/{file.pk}/").status_code == 404
