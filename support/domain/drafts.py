"""The request form's memory between its steps: answers and files, for a day."""

import uuid
from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone

from accounts.models import Municipality, User
from accounts.senders import sender_digest
from support.domain.attachments import stored_as
from support.models import Attachment, RequestDraft, Ticket
from support.models.draft import KEEP


class TooManyRequests(Exception):
    """The sender has reached a limit; try again in an hour."""


@transaction.atomic
def save_draft(
    *,
    key: uuid.UUID,
    municipality: Municipality,
    answers: Mapping[str, Any],
    files: Iterable[UploadedFile[Any]],
    remove: Iterable[uuid.UUID],
    by: User | None,
    sender_address: str,
) -> RequestDraft:
    """Save the typed answers under the form's own key. Raises TooManyRequests before anything is written."""
    digest = sender_digest(sender_address, purpose="request")
    check_sender_limit(digest, key)
    draft = RequestDraft(key=key, municipality=municipality, answers=dict(answers), requester=by, sender_digest=digest)
    RequestDraft.objects.bulk_create(
        [draft], update_conflicts=True, unique_fields=["key"], update_fields=["answers", "requester", "sender_digest"]
    )
    for pk in remove:
        for attachment in draft.attachments.filter(pk=pk):
            delete_attachment(attachment)
    for file in files:
        attach(draft, file)
    return draft


def attach(draft: RequestDraft, file: UploadedFile[Any]) -> None:
    """A file that is already there comes from a second click."""
    name, size = stored_as(file), file.size or 0
    if not draft.attachments.filter(name=name, size=size).exists():
        Attachment.objects.create(draft=draft, file=file, name=name, size=size)


def check_sender_limit(digest: str, key: uuid.UUID) -> None:
    since = timezone.now() - timedelta(hours=1)
    sent = RequestDraft.objects.filter(sender_digest=digest, created_at__gte=since).exclude(key=key).count()
    if sent >= settings.SUPPORT_MAX_REQUESTS_PER_ADDRESS:
        raise TooManyRequests


def check_email_limit(email: str) -> None:
    since = timezone.now() - timedelta(hours=1)
    sent = Ticket.objects.filter(requester_email__iexact=email, created_at__gte=since).count()
    if sent >= settings.SUPPORT_MAX_TICKETS_PER_EMAIL:
        raise TooManyRequests


def delete_attachment(attachment: Attachment) -> None:
    """The file goes when the row is gone for good."""
    file = attachment.file
    attachment.delete()
    transaction.on_commit(lambda: file.delete(save=False))


def forget_old_drafts() -> int:
    """Delete what was never sent, files included. Returns how many drafts."""
    old = RequestDraft.objects.filter(created_at__lt=timezone.now() - KEEP)
    count = 0
    for draft in old.iterator():
        with transaction.atomic():
            for attachment in draft.attachments.all():
                delete_attachment(attachment)
            draft.delete()
        count += 1
    return count
