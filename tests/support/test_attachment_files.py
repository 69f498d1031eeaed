"""A file in private storage lives exactly as long as its row."""

from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from django.core.files.base import ContentFile
from django.db import transaction

from accounts.models import Municipality
from support.models import Attachment, RequestDraft, Ticket
from tests.factories import tickets

Commit = Callable[..., AbstractContextManager[object]]


def is_there(attachment: Attachment) -> bool:
    return attachment.file.storage.exists(attachment.file.name)


def attach(owner: Ticket | RequestDraft, name: str) -> Attachment:
    place = {"message": owner.messages.get()} if isinstance(owner, Ticket) else {"draft": owner}
    return Attachment.objects.create(file=ContentFile(b"x", name), name=name, size=1, **place)


def test_file_of_a_deleted_ticket_is_gone_and_another_tickets_stays(
    alvhamra: Municipality, django_capture_on_commit_callbacks: Commit
) -> None:
    ticket, other = tickets.ticket(alvhamra), tickets.ticket(alvhamra)
    gone, kept = attach(ticket, "a.txt"), attach(other, "b.txt")
    with django_capture_on_commit_callbacks(execute=True):
        ticket.delete()
        assert (is_there(gone), is_there(kept)) == (True, True)
    assert (is_there(gone), is_there(kept)) == (False, True)


def test_file_of_a_deleted_draft_is_gone(alvhamra: Municipality, django_capture_on_commit_callbacks: Commit) -> None:
    draft = RequestDraft.objects.create(municipality=alvhamra, answers={"what": "x"})
    file = attach(draft, "a.txt")
    with django_capture_on_commit_callbacks(execute=True):
        RequestDraft.objects.all().delete()
    assert not is_there(file)


def test_file_of_a_ticket_whose_deletion_was_rolled_back_stays(
    alvhamra: Municipality, django_capture_on_commit_callbacks: Commit
) -> None:
    file = attach(tickets.ticket(alvhamra), "a.txt")
    with django_capture_on_commit_callbacks(execute=True), pytest.raises(RuntimeError), transaction.atomic():
        Ticket.objects.all().delete()
        raise RuntimeError
    assert (is_there(file), Attachment.objects.count()) == (True, 1)
