"""Asking for help as a visitor does: write, check, send, read the reference."""

import re
import uuid
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client, RequestFactory
from django.utils import timezone

from accounts.models import Municipality
from accounts.roles import TEACHER
from accounts.senders import sender_address
from jobs.models import Job, OutgoingMail
from support.domain import drafts
from support.domain.links import status_token
from support.models import Attachment, Message, RequestDraft, Ticket, TicketEvent, WorkItem
from tests.factories import organisation, tickets

ANSWERS = {"what": "Jag kommer inte in i Lärvyn.", "email": "Amina@Exempel.example", "role": "guardian"}


def write(client: Client, key: uuid.UUID | None = None, **changes: object) -> str:
    """Post the form and return the address of the page that follows."""
    data = {**ANSWERS, "key": str(key or uuid.uuid4()), **changes}
    response = client.post("/alvhamra/fraga/", data)
    assert response.status_code == 302, response.content.decode()
    return response["Location"]


@pytest.fixture
def place(alvhamra: Municipality, tree: object) -> Municipality:
    return alvhamra


def test_request_sent_by_a_visitor_becomes_a_ticket_with_receipt(client: Client, place: Municipality) -> None:
    school = organisation.school(place)
    check = write(client, school=school.code, origin="/alvhamra/gemensamt/logga-in/?q=hemligt", subject="Inloggning")
    page = client.get(check).content.decode()
    assert "Jag kommer inte in i Lärvyn." in page
    assert Ticket.objects.count() == 0

    receipt = client.post(check)["Location"]
    ticket = Ticket.objects.get()
    assert ticket.reference in client.get(receipt).content.decode()
    assert (ticket.requester_email, ticket.requester_role, ticket.school, ticket.origin) == (
        "amina@exempel.example",
        "guardian",
        school,
        "/alvhamra/gemensamt/logga-in/",
    )
    assert list(ticket.work_items.values_list("queue__kind", flat=True)) == ["unsorted"]
    assert list(TicketEvent.objects.values_list("verb", flat=True)) == ["created"]
    assert set(Job.objects.values_list("task", flat=True)) >= {
        "support.tasks.route_new_ticket",
        "support.tasks.confirm_receipt",
    }


def test_request_sent_twice_stays_one_ticket(client: Client, place: Municipality, run_jobs: Callable[[], int]) -> None:
    check = write(client)
    first, second = client.post(check)["Location"], client.post(check)["Location"]
    assert first == second
    run_jobs()
    assert (Ticket.objects.count(), Message.objects.count(), OutgoingMail.objects.count()) == (1, 1, 1)


def test_form_posted_again_after_sending_leads_to_the_receipt(client: Client, place: Municipality) -> None:
    key = uuid.uuid4()
    receipt = client.post(write(client, key))["Location"]
    assert write(client, key) == receipt
    assert Ticket.objects.count() == 1


def test_form_posted_twice_before_sending_keeps_one_draft(client: Client, place: Municipality) -> None:
    key = uuid.uuid4()
    assert write(client, key) == write(client, key, what="Ny text.")
    assert RequestDraft.objects.get().answers["what"] == "Ny text."


def test_change_link_gives_back_what_was_written(client: Client, place: Municipality) -> None:
    school = organisation.school(place)
    key = uuid.uuid4()
    write(client, key, school=school.code, phone="070-174 06 50")
    page = client.get(f"/alvhamra/fraga/?utkast={key}").content.decode()
    for value in (
        "Jag kommer inte in i Lärvyn.",
        "amina@exempel.example",
        "070-174 06 50",
        f'value="{school.code}" selected',
    ):
        assert value in page


def test_form_without_text_and_address_says_what_is_missing_and_keeps_the_rest(
    client: Client, place: Municipality
) -> None:
    response = client.post("/alvhamra/fraga/", {"what": "", "email": "fel", "name": "Amina", "role": "guardian"})
    assert response.status_code == 422
    assert set(response.context["form"].errors) == {"what", "email"}
    assert 'value="Amina"' in response.content.decode()
    assert 'href="#id_what"' in response.content.decode()


@pytest.mark.parametrize(
    ("name", "content", "fragment"),
    [
        ("virus.exe", b"MZ", "cannot be attached"),
        ("bild.svg", b"<svg><script>alert(1)</script></svg>", "cannot be attached"),
        ("brev.pdf", b"MZ\x90 not a pdf", "is not the kind of file"),
        ("tom.txt", b"", "is empty"),
        ("stor.txt", b"a" * 10_000_001, "is too large"),
    ],
)
def test_file_that_may_not_be_attached_is_named(
    client: Client, place: Municipality, name: str, content: bytes, fragment: str
) -> None:
    data = {**ANSWERS, "files": SimpleUploadedFile(name, content)}
    response = client.post("/en/alvhamra/fraga/", data)
    assert response.status_code == 422
    assert [name in error and fragment in error for error in response.context["form"].errors["files"]] == [True]
    assert Attachment.objects.count() == 0


def test_attachment_follows_from_draft_to_ticket(client: Client, place: Municipality) -> None:
    check = write(client, files=SimpleUploadedFile("skärm.png", b"\x89PNG\r\n\x1a\nbild"))
    assert "skärm.png" in client.get(check).content.decode()
    client.post(check)
    attachment = Attachment.objects.get()
    assert (attachment.message.ticket, attachment.draft, attachment.name) == (Ticket.objects.get(), None, "skärm.png")
    assert "skärm" not in attachment.file.name


def test_signed_in_person_is_not_asked_what_we_know(client: Client, place: Municipality) -> None:
    school = organisation.school(place)
    teacher = organisation.person(TEACHER, place, school)
    client.force_login(teacher)
    page = client.get("/alvhamra/fraga/").content.decode()
    assert f'value="{teacher.email}"' in page
    assert f'value="{school.code}" selected' in page
    assert 'value="teacher" selected' in page
    client.post(write(client, role="teacher"))
    assert Ticket.objects.get().requester == teacher


def test_limit_per_email_address_refuses_politely(client: Client, place: Municipality, settings: object) -> None:
    settings.SUPPORT_MAX_TICKETS_PER_EMAIL = 2
    for _ in range(2):
        client.post(write(client))
    response = client.post(write(client))
    assert response.status_code == 429
    assert "Jag kommer inte in i Lärvyn." in response.content.decode()
    assert Ticket.objects.count() == 2


def test_limit_per_sender_refuses_the_form_and_keeps_the_text(
    client: Client, place: Municipality, settings: object
) -> None:
    settings.SUPPORT_MAX_REQUESTS_PER_ADDRESS = 1
    write(client)
    response = client.post("/alvhamra/fraga/", {**ANSWERS, "key": str(uuid.uuid4())})
    assert response.status_code == 429
    assert "Jag kommer inte in i Lärvyn." in response.content.decode()
    assert RequestDraft.objects.count() == 1


def test_sender_address_is_stored_nowhere(client: Client, place: Municipality) -> None:
    client.post("/alvhamra/fraga/", {**ANSWERS, "key": str(uuid.uuid4())}, REMOTE_ADDR="198.51.100.7")
    draft = RequestDraft.objects.get()
    assert "198.51.100.7" not in f"{draft.answers}{draft.sender_digest}"
    assert re.fullmatch("[0-9a-f]{64}", draft.sender_digest)


def test_answers_leave_the_draft_when_it_is_sent(client: Client, place: Municipality) -> None:
    client.post(write(client))
    assert RequestDraft.objects.get().answers == {}


def test_draft_of_another_municipality_does_not_exist(
    client: Client, place: Municipality, ekeryd: Municipality
) -> None:
    check = write(client)
    assert client.get(check.replace("/alvhamra/", "/ekeryd/")).status_code == 404


def test_school_of_another_municipality_is_refused(client: Client, place: Municipality, ekeryd: Municipality) -> None:
    foreign = organisation.school(ekeryd, "Byskolan", "byskolan")
    response = client.post("/alvhamra/fraga/", {**ANSWERS, "school": foreign.code})
    assert (response.status_code, list(response.context["form"].errors)) == (422, ["school"])


def test_origin_of_another_site_is_dropped(client: Client, place: Municipality) -> None:
    client.post(write(client, origin="//ond.example/x"))
    assert Ticket.objects.get().origin == ""


def test_draft_never_sent_is_forgotten_after_a_day_with_its_files(
    client: Client, place: Municipality, django_capture_on_commit_callbacks: object
) -> None:
    write(client, files=SimpleUploadedFile("bild.png", b"\x89PNG\r\n\x1a\n"))
    stored = Attachment.objects.get().file
    RequestDraft.objects.update(created_at=timezone.now() - timedelta(hours=25))
    with django_capture_on_commit_callbacks(execute=True):
        assert drafts.forget_old_drafts() == 1
    assert (RequestDraft.objects.count(), Attachment.objects.count()) == (0, 0)
    assert not stored.storage.exists(stored.name)


def test_draft_that_became_a_ticket_is_forgotten_without_the_tickets_files(client: Client, place: Municipality) -> None:
    client.post(write(client, files=SimpleUploadedFile("bild.png", b"\x89PNG\r\n\x1a\n")))
    RequestDraft.objects.update(created_at=timezone.now() - timedelta(hours=25))
    drafts.forget_old_drafts()
    assert Attachment.objects.get().message.ticket == Ticket.objects.get()


def test_ticket_and_confirmation_are_rolled_back_together(alvhamra: Municipality) -> None:
    from django.db import transaction  # only this test rolls back

    with pytest.raises(RuntimeError), transaction.atomic():
        tickets.ticket(alvhamra)
        raise RuntimeError
    assert [model.objects.count() for model in (Ticket, WorkItem, Message, OutgoingMail, Job)] == [0, 0, 0, 0, 0]


@pytest.mark.parametrize(
    ("hops", "seen"), [(0, "127.0.0.1"), (1, "203.0.113.9"), (2, "198.51.100.7"), (3, "127.0.0.1")]
)
def test_sender_is_whom_our_own_proxy_saw(rf: RequestFactory, settings: object, hops: int, seen: str) -> None:
    settings.TRUSTED_PROXIES = hops
    assert sender_address(rf.get("/", headers={"X-Forwarded-For": "198.51.100.7, 203.0.113.9"})) == seen


def test_school_deleted_before_sending_costs_the_school_not_the_ticket(client: Client, place: Municipality) -> None:
    school = organisation.school(place)
    check = write(client, school=school.code)
    school.delete()
    assert client.post(check).status_code == 302
    assert Ticket.objects.get().school is None


@pytest.mark.parametrize(
    "origin", ["/arende/abcdefgh:1x:yz/", "/en/arende/abcdefgh:1x:yz/", "/alvhamra/fraga/0b6f6f0e-6c9a/"]
)
def test_address_that_is_a_key_never_becomes_a_tickets_origin(client: Client, place: Municipality, origin: str) -> None:
    client.post(write(client, origin=origin))
    assert Ticket.objects.get().origin == ""


def test_pages_that_are_keys_do_not_pass_their_address_on(client: Client, place: Municipality) -> None:
    page = client.get(f"/arende/{status_token(tickets.ticket(place))}/").content.decode()
    assert "fran=/arende" not in page
    assert "next=/arende" not in page


def test_key_of_another_municipality_is_no_key_here(client: Client, place: Municipality, ekeryd: Municipality) -> None:
    key = uuid.uuid4()
    write(client, key)
    response = client.post("/ekeryd/fraga/", {**ANSWERS, "key": str(key)})
    assert response.status_code == 302
    assert str(key) not in response["Location"]


def test_same_file_from_a_second_click_is_kept_once(client: Client, place: Municipality) -> None:
    key = uuid.uuid4()
    for _ in range(2):
        write(client, key, files=SimpleUploadedFile("bild.png", b"\x89PNG\r\n\x1a\n"))
    assert Attachment.objects.count() == 1


def test_language_at_sending_is_the_tickets_language(client: Client, place: Municipality) -> None:
    check = write(client)
    client.post(f"/en{check}")
    assert Ticket.objects.get().language == "en"


def test_form_refused_for_its_age_gives_back_the_text(place: Municipality) -> None:
    strict = Client(enforce_csrf_checks=True)
    response = strict.post("/alvhamra/fraga/", {**ANSWERS, "what": "En lång text"})
    assert response.status_code == 403
    assert "En lång text" in response.content.decode()


@pytest.mark.parametrize("path", ["/%00/", "/%00/sok/", "/alvhamra/arenden/%00/", "/arende/%00/", "/alvhamra/%C3%A5/"])
def test_odd_addresses_are_not_found(client: Client, place: Municipality, path: str) -> None:
    assert client.get(path).status_code == 404
