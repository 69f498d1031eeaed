"""The request form's memory between its steps: answers and files, for a day."""

import uuid
from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.crypto import salted_hmac

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
    browser: str,
) -> RequestDraft:
    """Save the typed answers under the form's own key. Raises TooManyRequests before anything is written.

    A key that belongs to another browser's or municipality's draft is no key here: the answers get a new one.
    """
    digest = sender_digest(sender_address, purpose="request")
    check_sender_limit(digest, key)
    draft = RequestDraft(
        key=key,
        municipality=municipality,
        answers=dict(answers),
        requester=by,
        sender_digest=digest,
        browser_digest=browser_digest(browser),
    )
    if not write_under_its_key(draft):
        draft.key = uuid.uuid4()
        draft.save(force_insert=True)
    for pk in remove:
        draft.attachments.filter(pk=pk).delete()
    for file in files:
        attach(draft, file)
    return draft


def write_under_its_key(draft: RequestDraft) -> bool:
    """Whether the key was free or the browser's own. Two who write at the same moment never get each other's draft."""
    own = still_kept(draft.municipality, draft.browser_digest).filter(key=draft.key)
    if not own.exists() and Ticket.objects.filter(idempotency_key=draft.key).exists():
        return False
    RequestDraft.objects.bulk_create([draft], ignore_conflicts=True)
    values = {"answers": draft.answers, "requester": draft.requester, "sender_digest": draft.sender_digest}
    return own.update(**values) > 0


def draft_of_browser(*, key: uuid.UUID, municipality: Municipality, browser: str) -> RequestDraft | None:
    """None for whoever has the key but did not write the draft, and for all when its day is over."""
    return still_kept(municipality, browser_digest(browser)).select_related("requester").filter(key=key).first()


def still_kept(municipality: Municipality, digest: str) -> QuerySet[RequestDraft]:
    """The browser's drafts of the last day, sent or not; older ones only wait to be forgotten."""
    since = timezone.now() - KEEP
    return RequestDraft.objects.filter(municipality=municipality, browser_digest=digest, created_at__gte=since)


def browser_digest(browser: str) -> str:
    """64 hexadecimal digits, from which nobody can go back to the browser's secret."""
    return salted_hmac("support.draft", browser, algorithm="sha256").hexdigest()


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


def forget_old_drafts() -> int:
    """Delete what was never sent, files included. Returns how many drafts."""
    old = RequestDraft.objects.filter(created_at__lt=timezone.now() - KEEP)
    count = 0
    for draft in old.iterator():
        draft.delete()
        count += 1
    return count
