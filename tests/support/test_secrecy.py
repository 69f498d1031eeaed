"""Secret tickets show less, mail less and teach nothing."""

import uuid
from email import message_from_bytes
from email.policy import default

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import Municipality, User
from accounts.roles import GUARDIAN
from jobs.models import OutgoingMail
from support.domain import conversations, routing
from support.domain.labels import confirmed_labels
from support.domain.marks import set_mark
from support.domain.tickets import solve
from support.enums import Mark
from support.models import Ticket, WorkItem
from support.router import RouteSuggestion
from tests.factories import organisation, tickets

SCHOOL, NAME, EMAIL, PHONE = "Hemliga skolan", "Amina Dold", "amina@exempel.example", "070-174 06 50"
DETAILS = (SCHOOL, NAME, EMAIL, PHONE)


@pytest.fixture
def item(alvhamra: Municipality, agent: User) -> WorkItem:
    school = organisation.school(alvhamra, name=SCHOOL)
    requester = organisation.person(GUARDIAN, alvhamra)
    User.objects.filter(pk=requester.pk).update(first_name="Amina", last_name="Dold")
    requester.refresh_from_db()
    return tickets.in_queue(
        alvhamra, "technical", school=school, name=NAME, email=EMAIL, phone=PHONE, requester=requester
    )


def shown(client: Client, address: str) -> list[str]:
    page = client.get(address).content.decode()
    return [detail for detail in DETAILS if detail in page]


def test_requesters_details_are_one_click_away(signed_in: Client, item: WorkItem, agent: User) -> None:
    address = f"/alvhamra/arenden/{item.ticket.reference}/"
    assert shown(signed_in, address) == list(DETAILS)
    set_mark(item=item, mark=Mark.SECRET, on=True, by=agent)
    assert shown(signed_in, address) == []
    page = signed_in.get(address).content.decode()
    assert f'href="{address}?visa=kontakt"' in page
    assert '<span class="ds-tag" data-size="sm" data-color="warning">Sekretess</span>' in page
    assert shown(signed_in, f"{address}?visa=kontakt") == list(DETAILS)
    assert shown(signed_in, f"{address}?visa=annat") == []


def test_refused_answer_shows_no_details_either(signed_in: Client, item: WorkItem, agent: User) -> None:
    set_mark(item=item, mark=Mark.SECRET, on=True, by=agent)
    response = signed_in.post(f"/alvhamra/arenden/{item.ticket.reference}/svara/", {"body": ""})
    assert response.status_code == 422
    assert [detail for detail in DETAILS if detail in response.content.decode()] == []


def test_list_shows_the_mark_and_not_the_school(signed_in: Client, item: WorkItem, agent: User) -> None:
    assert shown(signed_in, "/alvhamra/arenden/") == [SCHOOL]
    set_mark(item=item, mark=Mark.SECRET, on=True, by=agent)
    assert shown(signed_in, "/alvhamra/arenden/") == []
    assert ">Sekretess</span>" in signed_in.get("/alvhamra/arenden/").content.decode()


def test_mails_carry_the_reference_and_neither_subject_nor_answer(item: WorkItem, agent: User) -> None:
    Ticket.objects.update(subject="Ny adress i Boden")
    set_mark(item=item, mark=Mark.SECRET, on=True, by=agent)
    item = tickets.item(item.ticket)
    conversations.reply(item=item, body="Skolan i Boden vet.", key=uuid.uuid4(), by=agent)
    solve(item=item, by=agent)
    mails = [message_from_bytes(bytes(mail.raw), policy=default) for mail in OutgoingMail.objects.order_by("pk")]
    assert len(mails) == 2
    for mail in mails:
        words = "".join([str(mail["Subject"]), *(part.get_content() for part in mail.iter_parts())])
        assert item.ticket.reference in words
        assert [secret for secret in ("Boden", str(agent), *DETAILS) if secret in words] == []


def words_of(mail: OutgoingMail) -> str:
    message = message_from_bytes(bytes(mail.raw), policy=default)
    return "".join([str(message["Subject"]), *(part.get_content() for part in message.iter_parts())])


def test_answer_that_waits_to_be_mailed_goes_without_its_text(item: WorkItem, agent: User) -> None:
    conversations.reply(item=item, body="Skolan i Boden vet.", key=uuid.uuid4(), by=agent)
    before = OutgoingMail.objects.get()
    assert "Boden" in words_of(before)
    set_mark(item=item, mark=Mark.SECRET, on=True, by=agent)
    after = OutgoingMail.objects.get()
    headers = message_from_bytes(bytes(after.raw), policy=default)
    assert (after.message_id, after.recipients) == (before.message_id, before.recipients)
    assert (headers["Message-ID"], headers["To"]) == (before.message_id, EMAIL)
    assert [secret for secret in ("Boden", str(agent)) if secret in words_of(after)] == []
    assert item.ticket.reference in words_of(after)


def test_answer_written_before_the_mark_was_seen_is_mailed_without_its_text(item: WorkItem, agent: User) -> None:
    read_before = tickets.item(item.ticket)
    set_mark(item=item, mark=Mark.SECRET, on=True, by=agent)
    conversations.reply(item=read_before, body="Skolan i Boden vet.", key=uuid.uuid4(), by=agent)
    assert "Boden" not in words_of(OutgoingMail.objects.get())


def test_mails_of_other_tickets_and_those_that_have_left_stay_as_they_are(
    alvhamra: Municipality, item: WorkItem, agent: User
) -> None:
    for one in (item, tickets.in_queue(alvhamra, "technical"), item):
        conversations.reply(item=one, body="Skolan i Boden vet.", key=uuid.uuid4(), by=agent)
    left, others, waiting = OutgoingMail.objects.order_by("pk")
    OutgoingMail.objects.filter(pk=left.pk).update(sent_at=timezone.now(), raw=b"", recipients=[])
    set_mark(item=item, mark=Mark.SECRET, on=True, by=agent)
    assert bytes(OutgoingMail.objects.get(pk=left.pk).raw) == b""
    assert "Boden" in words_of(OutgoingMail.objects.get(pk=others.pk))
    assert "Boden" not in words_of(OutgoingMail.objects.get(pk=waiting.pk))


def test_machine_leaves_a_marked_ticket_where_it_lies(alvhamra: Municipality, agent: User, settings: object) -> None:
    settings.SUPPORT_TICKET_ROUTER = "support.router.ManualRouter"
    ticket = tickets.ticket(alvhamra)
    set_mark(item=tickets.item(ticket), mark=Mark.SECRET, on=True, by=agent)
    certain = RouteSuggestion(queue="technical", confidence=0.99, automatic=True)
    assert not routing.store_suggestion(ticket=ticket, suggestion=certain)


def test_secret_ticket_teaches_nothing(alvhamra: Municipality, agent: User) -> None:
    secret, plain = tickets.in_queue(alvhamra, "technical"), tickets.in_queue(alvhamra, "technical")
    for item in (secret, plain):
        solve(item=item, by=agent)
    set_mark(item=secret, mark=Mark.SECRET, on=True, by=agent)
    assert [label.ticket for label in confirmed_labels()] == [plain.ticket]


@pytest.mark.parametrize("count", [1, 3])
def test_labels_need_the_same_queries_for_any_number_of_tickets(
    alvhamra: Municipality, agent: User, count: int
) -> None:
    for _ in range(count):
        solve(item=tickets.in_queue(alvhamra, "technical"), by=agent)
    with CaptureQueriesContext(connection) as queries:
        texts = [label.ticket.messages.all()[0].body for label in confirmed_labels()]
    assert (len(texts), len(queries)) == (count, 3)


@pytest.mark.parametrize("joint", [False, True])
def test_ticket_page_needs_few_queries(signed_in: Client, item: WorkItem, agent: User, joint: bool) -> None:
    if joint:
        routing.handle_jointly(ticket=item.ticket, by=agent)
    with CaptureQueriesContext(connection) as queries:
        signed_in.get(f"/alvhamra/arenden/{item.ticket.reference}/")
    assert len(queries) == 10
