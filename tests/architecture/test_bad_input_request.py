"""Bad input to the request form, the page that checks it, and the receipt: every field, every odd text."""

import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from django.utils.html import escape

from accounts.models import Municipality
from accounts.roles import TECHNICAL_AGENT
from jobs.models import OutgoingMail
from kb.domain.readable import readable
from support.domain.drafts import forget_old_drafts
from support.domain.mail import send_receipt
from support.models import RequestDraft, Ticket
from tests.architecture.bad_input import (
    BROKEN_UTF8,
    MISLEADING,
    MULTIPART,
    TEXTS,
    UNSEEN,
    multipart,
    page_of,
    percent_encoded,
    says,
    visitor,
)
from tests.factories import organisation, tickets

ADDRESS = "/alvhamra/fraga/"
ANSWERS = {"what": "Jag kommer inte in i Lärvyn.", "email": "amina@exempel.example", "role": "guardian"}
LINES = ("subject", "name", "phone")
TOO_LONG = {"long_word", "megabyte"}
REFUSED: dict[str, set[str]] = {
    "what": UNSEEN | {"megabyte"},
    "email": set(TEXTS),
    "role": set(TEXTS),
    "school": set(TEXTS) - {"empty"},
    **dict.fromkeys(LINES, TOO_LONG),
    "key": set(),
    "origin": set(),
    "remove": set(),
}
"""Nobody can correct a hidden field, so what is odd there is left out and refuses nothing."""
CASES = [(field, name) for field in REFUSED for name in TEXTS]


def nothing_is_stored() -> bool:
    return not RequestDraft.objects.exists() and not Ticket.objects.exists()


def as_it_is_kept(field: str, text: str) -> str:
    return " ".join(readable(text).split()) if field in LINES else readable(text).strip()


@pytest.mark.parametrize(("field", "name"), CASES)
def test_odd_text_in_a_field_is_kept_readable_or_refused_in_words(place: Municipality, field: str, name: str) -> None:
    client, typed = visitor(), TEXTS[name]
    response = client.post(ADDRESS, {**ANSWERS, field: typed})
    if name in REFUSED[field]:
        assert response.status_code == 422
        assert set(response.context["form"].errors) == {field}
        assert nothing_is_stored()
        check_page = response
    else:
        assert response.status_code == 302
        kept = RequestDraft.objects.get().answers
        if field in {"what", *LINES}:
            assert kept[field] == ("" if name in UNSEEN else as_it_is_kept(field, typed))
        check_page = client.get(response["Location"])
        assert check_page.status_code == 200
    page = page_of(check_page)
    assert MISLEADING.findall(page) == []
    assert "<script>" not in page
    if field != "what":
        assert ANSWERS["what"] in page
    elif name not in UNSEEN:
        assert [line for line in escape(readable(typed)).splitlines() if line not in page] == []


@pytest.mark.parametrize("language", ["sv", "en"])
def test_empty_form_says_in_the_language_what_is_missing(place: Municipality, language: str) -> None:
    response = visitor().post(ADDRESS if language == "sv" else f"/en{ADDRESS}", {})
    page = page_of(response, language)
    assert response.status_code == 422
    assert set(response.context["form"].errors) == {"what", "email", "role"}
    for message in (
        "Write what you need help with.",
        "Write your e-mail address, so that we can answer you.",
        "Choose who you are from the list.",
    ):
        assert says(message, language) in page


@pytest.mark.parametrize("name", sorted(BROKEN_UTF8))
@pytest.mark.parametrize("field", ["what", *LINES])
def test_bytes_that_are_no_utf_8_become_replacement_signs(place: Municipality, field: str, name: str) -> None:
    body = multipart({**ANSWERS, field: BROKEN_UTF8[name]})
    response = visitor().generic("POST", ADDRESS, body, content_type=MULTIPART)
    assert response.status_code == 302
    kept = RequestDraft.objects.get().answers[field]
    assert (kept[0], kept[-5:], "\ufffd" in kept) == ("f", "efter", True)


NO_ADDRESSES = {
    "header": "a@exempel.example\r\nBcc: b@exempel.example",
    "two": "a@exempel.example,b@exempel.example",
    "name": "Amina <a@exempel.example>",
    "no_domain": "a@",
    "too_long": f"{'a' * 400}@exempel.example",
}


@pytest.mark.parametrize("name", sorted(NO_ADDRESSES))
def test_address_that_is_none_is_refused_with_an_example(place: Municipality, name: str) -> None:
    response = visitor().post(ADDRESS, {**ANSWERS, "email": NO_ADDRESSES[name]})
    assert (response.status_code, set(response.context["form"].errors)) == (422, {"email"})
    assert says("Write the e-mail address like this: name@example.se") in page_of(response)
    assert nothing_is_stored()


ODD_BUT_ONE = {
    "quoted_controls": ('"\x01a"@exempel.example', "a@exempel.example"),
    "quoted_comma": ('"a@exempel.example,b"@exempel.example', '"a@exempel.example,b"@exempel.example'),
    "swedish_domain": ("a@åäö.example", "a@xn--4cab6c.example"),
    "capitals": ("A@EXEMPEL.EXAMPLE", "a@exempel.example"),
}


@pytest.mark.parametrize("name", sorted(ODD_BUT_ONE))
def test_address_that_is_odd_but_one_gets_one_mail(place: Municipality, name: str) -> None:
    typed, recipient = ODD_BUT_ONE[name]
    client = visitor()
    assert client.post(client.post(ADDRESS, {**ANSWERS, "email": typed})["Location"]).status_code == 302
    send_receipt(Ticket.objects.get())
    assert [mail.recipients for mail in OutgoingMail.objects.all()] == [[recipient]]


@pytest.mark.parametrize(
    "pasted", ["\u200bamina@exempel.example\u200b", " amina@exempel.example\n", "\u202aamina@exempel.example\u202c"]
)
def test_address_pasted_with_signs_that_nobody_sees_is_taken(place: Municipality, pasted: str) -> None:
    assert visitor().post(ADDRESS, {**ANSWERS, "email": pasted}).status_code == 302
    assert RequestDraft.objects.get().answers["email"] == "amina@exempel.example"


ORIGINS = {
    "site": ("https://ond.example/", ""),
    "no_scheme": ("//ond.example/", ""),
    "backslash": ("/\\ond.example/", ""),
    "tab": ("/\t/ond.example/", "/ /ond.example/"),
    "script": ("javascript:alert(1)", ""),
    "status_page": ("/arende/abcdefgh:1x:yz/", ""),
    "draft": ("/alvhamra/fraga/0b6f6f0e-6c9a/", ""),
    "too_long": ("/" + "x" * 600, ""),
    "question": ("/alvhamra/sok/?q=hemligt", "/alvhamra/sok/"),
}
"""What is sent, and what is kept: an address within our site, or nothing."""


@pytest.mark.parametrize("name", sorted(ORIGINS))
def test_origin_never_leads_to_another_site(place: Municipality, name: str) -> None:
    sent, kept = ORIGINS[name]
    assert visitor().post(ADDRESS, {**ANSWERS, "origin": sent}).status_code == 302
    assert RequestDraft.objects.get().answers["origin"] == kept


@pytest.mark.parametrize("name", sorted(TEXTS))
def test_odd_text_in_the_address_opens_an_empty_form(place: Municipality, name: str) -> None:
    typed = TEXTS[name]
    response = visitor().get(ADDRESS, {"q": typed, "fran": typed, "utkast": typed})
    page = page_of(response)
    assert response.status_code == 200
    assert MISLEADING.findall(page.split("<main")[1]) == []
    assert f">\n{escape(readable(typed))}</textarea>" in page


def test_broken_bytes_in_the_address_open_the_form(place: Municipality) -> None:
    for raw in BROKEN_UTF8.values():
        query = percent_encoded(raw)
        assert visitor().get(f"{ADDRESS}?q={query}&fran={query}&utkast={query}").status_code == 200


def test_field_sent_twice_counts_once_with_the_last_value(place: Municipality) -> None:
    assert visitor().post(ADDRESS, {**ANSWERS, "what": ["Först", "Sist"], "role": ["x", "guardian"]}).status_code == 302
    assert RequestDraft.objects.get().answers["what"] == "Sist"


def test_unknown_fields_change_nothing(place: Municipality) -> None:
    extra = {"municipality": "ekeryd", "requester": "1", "answers": "{}", "language": "xx", "created_at": "1900-01-01"}
    assert visitor().post(ADDRESS, {**ANSWERS, **extra}).status_code == 302
    draft = RequestDraft.objects.get()
    assert (draft.municipality, draft.requester, draft.answers["language"]) == (place, None, "sv")


@pytest.mark.parametrize("field", ["role", "school"])
def test_choice_that_was_never_offered_is_refused(place: Municipality, ekeryd: Municipality, field: str) -> None:
    foreign = {"role": "technical_agent", "school": organisation.school(ekeryd).code}
    response = visitor().post(ADDRESS, {**ANSWERS, field: foreign[field]})
    assert (response.status_code, set(response.context["form"].errors)) == (422, {field})
    assert nothing_is_stored()


# The check page and the receipt

WRONG_KEYS = {
    "no_uuid": "nyckel",
    "too_short": "0b6f6f0e-6c9a",
    "capitals": "0B6F6F0E-6C9A-4B7E-9D4E-1DE1A8A1A001",
    "nul": "%00",
    "unknown": "0b6f6f0e-6c9a-4b7e-9d4e-1de1a8a1a001",
    "path": "..%2f..%2f",
    "very_long": "a" * 5_000,
}


@pytest.mark.parametrize("end", ["", "tack/"])
@pytest.mark.parametrize("name", sorted(WRONG_KEYS))
def test_wrong_key_of_a_draft_is_not_found(place: Municipality, name: str, end: str) -> None:
    client, address = visitor(), f"{ADDRESS}{WRONG_KEYS[name]}/{end}"
    response = client.get(address)
    assert response.status_code == 404
    assert says("The page does not exist") in page_of(response)
    assert client.post(address).status_code == (405 if end and name == "unknown" else 404)


def test_drafts_and_receipts_of_another_municipality_are_not_found(place: Municipality, ekeryd: Municipality) -> None:
    client = visitor()
    draft = tickets.draft(ekeryd, client, answers={"what": "x"})
    ticket = tickets.ticket(ekeryd)
    tickets.receipt_address(client, ticket)
    seen = {
        address: [client.get(address).status_code, client.post(address).status_code]
        for address in (f"{ADDRESS}{draft.key}/", f"{ADDRESS}{ticket.idempotency_key}/")
    }
    assert list(seen.values()) == [[404, 404], [404, 404]]
    assert client.get(f"{ADDRESS}{ticket.idempotency_key}/tack/").status_code == 404
    assert client.get(f"{ADDRESS}?utkast={draft.key}").context["form"].initial["key"] != draft.key


def test_draft_forgotten_after_its_day_is_not_found_and_sends_nothing(place: Municipality) -> None:
    client = visitor()
    address = client.post(ADDRESS, ANSWERS)["Location"]
    RequestDraft.objects.update(created_at=timezone.now() - timedelta(hours=25))
    forget_old_drafts()
    assert [client.get(address).status_code, client.post(address).status_code] == [404, 404]
    assert not Ticket.objects.exists()


def test_odd_fields_sent_with_the_check_page_change_nothing(place: Municipality) -> None:
    client = visitor()
    address = client.post(ADDRESS, ANSWERS)["Location"]
    changed: dict[str, Any] = {"what": "Annat", "email": "annan@exempel.example", "language": TEXTS["nul"]}
    assert client.post(f"{address}?utkast={uuid.uuid4()}", changed).status_code == 302
    ticket = Ticket.objects.get()
    assert (ticket.requester_email, ticket.messages.get().body) == (ANSWERS["email"], ANSWERS["what"])


# What the agent sees of it


@pytest.mark.parametrize("name", sorted(set(TEXTS) - TOO_LONG - UNSEEN))
def test_agent_sees_odd_texts_as_text(place: Municipality, name: str) -> None:
    client, typed = visitor(), TEXTS[name]
    fields = {**ANSWERS, **dict.fromkeys(("what", *LINES), typed[:40])}
    client.post(client.post(ADDRESS, fields)["Location"])
    ticket = Ticket.objects.get()
    agent = visitor(organisation.person(TECHNICAL_AGENT, place))
    for address in ("/alvhamra/arenden/", f"/alvhamra/arenden/{ticket.reference}/"):
        page = page_of(agent.get(address))
        assert escape(as_it_is_kept("subject", typed[:40])) in page
        assert MISLEADING.findall(page) == []
