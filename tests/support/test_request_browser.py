"""A draft belongs to the browser that wrote it: whoever else gets its address reads nothing and changes nothing."""

import uuid
from datetime import timedelta

import pytest
from django.db import transaction
from django.test import Client
from django.utils import timezone

from accounts.models import Municipality
from support.domain import drafts
from support.models import RequestDraft, Ticket
from tests.factories import tickets

FORM = "/alvhamra/fraga/"
TEXT = "Jag kommer inte in i Lärvyn."
ANSWERS = {"what": TEXT, "email": "amina@exempel.example", "role": "guardian"}
BAIT = {"what": "Lockbete", "email": "ond@exempel.example", "role": "staff"}


@pytest.fixture
def place(alvhamra: Municipality, tree: object) -> Municipality:
    return alvhamra


@pytest.fixture
def attacker(place: Municipality) -> Client:
    return Client()


@pytest.fixture
def planted(attacker: Client) -> uuid.UUID:
    """The key of a draft that the attacker saved, to send its address to somebody."""
    attacker.post(FORM, BAIT)
    return RequestDraft.objects.get().key


def key_in_form(client: Client, address: str) -> uuid.UUID:
    return uuid.UUID(str(client.get(address).context["form"]["key"].value()))


def test_foreign_draft_in_the_address_opens_an_empty_form(client: Client, planted: uuid.UUID) -> None:
    response = client.get(f"{FORM}?utkast={planted}")
    assert response.status_code == 200
    assert uuid.UUID(str(response.context["form"]["key"].value())) != planted
    assert "Lockbete" not in response.content.decode()


def test_draft_written_from_a_planted_address_is_not_the_attackers(
    client: Client, attacker: Client, planted: uuid.UUID
) -> None:
    key = key_in_form(client, f"{FORM}?utkast={planted}")
    check = client.post(f"{FORM}?utkast={planted}", {**ANSWERS, "key": str(key)})["Location"]
    seen = [attacker.get(f"{FORM}{planted}/").content.decode(), attacker.get(check).content.decode()]
    receipt = client.post(check)["Location"]
    seen += [attacker.get(f"{FORM}{planted}/tack/").content.decode(), attacker.get(receipt).content.decode()]
    ticket = Ticket.objects.get()
    assert [word for word in (TEXT, "amina@", ticket.reference, "/arende/") if word in "".join(seen)] == []


def test_foreign_key_sent_with_the_form_gets_a_new_one_and_keeps_the_text(
    client: Client, attacker: Client, planted: uuid.UUID
) -> None:
    check = client.post(FORM, {**ANSWERS, "key": str(planted)})["Location"]
    assert str(planted) not in check
    assert TEXT in client.get(check).content.decode()
    assert RequestDraft.objects.get(key=planted).answers["what"] == "Lockbete"
    assert RequestDraft.objects.count() == 2


def test_key_of_a_sent_foreign_question_gets_a_new_one(client: Client, attacker: Client, planted: uuid.UUID) -> None:
    attacker.post(f"{FORM}{planted}/")
    check = client.post(FORM, {**ANSWERS, "key": str(planted)})["Location"]
    assert (check.endswith("/tack/"), str(planted) in check) == (False, False)
    client.post(check)
    assert Ticket.objects.count() == 2


def test_key_of_a_question_whose_draft_is_forgotten_gets_a_new_one(client: Client, planted: uuid.UUID) -> None:
    RequestDraft.objects.all().delete()
    ticket = tickets.ticket(Municipality.objects.get(slug="alvhamra"), idempotency_key=planted)
    check = client.post(FORM, {**ANSWERS, "key": str(planted)})["Location"]
    client.post(check)
    assert Ticket.objects.exclude(pk=ticket.pk).get().messages.get().body == TEXT


@pytest.mark.parametrize("prefix", ["", "/en"])
@pytest.mark.parametrize("end", ["", "tack/"])
def test_foreign_check_page_and_receipt_say_where_to_go(
    client: Client, attacker: Client, planted: uuid.UUID, end: str, prefix: str
) -> None:
    if end:
        attacker.post(f"{FORM}{planted}/")
        assert attacker.get(f"{FORM}{planted}/tack/").status_code == 200
    response = client.get(f"{prefix}{FORM}{planted}/{end}")
    page = response.content.decode()
    assert response.status_code == 404
    assert f'href="{prefix}{FORM}"' in page.split("<main")[1]
    assert "Lockbete" not in page


def test_foreign_draft_cannot_be_sent(client: Client, planted: uuid.UUID) -> None:
    assert client.post(f"{FORM}{planted}/").status_code == 404
    assert not Ticket.objects.exists()


def test_first_key_of_a_browser_is_taken_as_it_is(client: Client, place: Municipality) -> None:
    key = uuid.uuid4()
    assert client.post(FORM, {**ANSWERS, "key": str(key)})["Location"] == f"{FORM}{key}/"
    assert client.post(f"{FORM}{key}/")["Location"] == f"{FORM}{key}/tack/"
    assert Ticket.objects.get().idempotency_key == key


def test_draft_saved_at_the_same_moment_under_a_foreign_key_is_kept_apart(place: Municipality) -> None:
    fields = {"municipality": place, "files": [], "remove": [], "by": None, "sender_address": "203.0.113.9"}
    key = uuid.uuid4()
    with transaction.atomic():
        first = drafts.save_draft(key=key, answers=BAIT, browser="a", **fields)
        second = drafts.save_draft(key=key, answers=ANSWERS, browser="b", **fields)
        again = drafts.save_draft(key=key, answers={**BAIT, "what": "Ändrat"}, browser="a", **fields)
    assert (first.key, second.key != key, again.key) == (key, True, key)
    assert RequestDraft.objects.get(key=key).answers["what"] == "Ändrat"
    assert RequestDraft.objects.get(key=second.key).answers["what"] == TEXT


def test_draft_from_before_drafts_had_browsers_is_nobodys(client: Client, place: Municipality) -> None:
    old = RequestDraft.objects.create(municipality=place, answers=ANSWERS)
    assert client.get(f"{FORM}{old.key}/").status_code == 404


def test_form_sets_no_other_cookie_than_that_of_its_token(client: Client, place: Municipality) -> None:
    response = client.get(FORM)
    cookie = response.cookies["csrftoken"]
    assert list(response.cookies) == ["csrftoken"]
    assert (cookie["httponly"], cookie["samesite"]) == (True, "Lax")


def test_two_tabs_of_a_browser_have_two_drafts(client: Client, place: Municipality) -> None:
    one, two = key_in_form(client, FORM), key_in_form(client, FORM)
    for key, text in ((one, "Ett"), (two, "Två")):
        client.post(FORM, {**ANSWERS, "key": str(key), "what": text})
    assert [client.get(f"{FORM}?utkast={key}").context["form"].initial["what"] for key in (one, two)] == ["Ett", "Två"]


def test_receipt_leads_to_the_question_for_a_day_only(client: Client, place: Municipality) -> None:
    receipt = client.post(client.post(FORM, ANSWERS)["Location"])["Location"]
    assert 'href="/arende/' in client.get(receipt).content.decode()
    RequestDraft.objects.update(created_at=timezone.now() - timedelta(hours=25))
    response = client.get(receipt)
    assert (response.status_code, "/arende/" in response.content.decode()) == (404, False)


def test_receipt_of_a_secret_question_has_the_reference_and_no_link(client: Client, place: Municipality) -> None:
    receipt = client.post(client.post(FORM, ANSWERS)["Location"])["Location"]
    Ticket.objects.update(secret=True)
    page = client.get(receipt).content.decode()
    assert (Ticket.objects.get().reference in page, "/arende/" in page) == (True, False)


def test_form_of_the_day_before_gets_a_new_key_and_keeps_the_text(client: Client, place: Municipality) -> None:
    key = uuid.uuid4()
    client.post(client.post(FORM, {**ANSWERS, "key": str(key)})["Location"])
    RequestDraft.objects.update(created_at=timezone.now() - timedelta(hours=25))
    check = client.post(FORM, {**ANSWERS, "key": str(key), "what": "En ny fråga"})["Location"]
    assert str(key) not in check
    assert "En ny fråga" in client.get(check).content.decode()
