"""EMAIL_BACKEND: sending a mail, by whomever, writes rows in the caller's transaction; a job delivers it later."""

from collections.abc import Sequence
from email.utils import make_msgid

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.core.mail.message import sanitize_address
from django.db import transaction

from jobs.models import OutgoingMail


class QueuedEmailBackend(BaseEmailBackend):
    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        from jobs.tasks import deliver_mail  # tasks need the app registry, and settings name this module

        addressed = [message for message in email_messages if message.recipients()]
        for message in addressed:
            with transaction.atomic(savepoint=False):
                deliver_mail.enqueue(store(message).pk)
        return len(addressed)


def store(message: EmailMessage) -> OutgoingMail:
    """Keep the finished bytes: a resend carries the same Message-ID."""
    headers = {name.lower(): value for name, value in message.extra_headers.items()}
    message_id = headers.get("message-id")
    if message_id is None:
        message_id = make_msgid(domain=settings.MAIL_DOMAIN)
        message.extra_headers["Message-ID"] = message_id
    return OutgoingMail.objects.create(
        message_id=message_id,
        sender=sanitize_address(message.from_email, "utf-8"),
        recipients=[sanitize_address(address, "utf-8") for address in message.recipients()],
        raw=message.message().as_bytes(linesep="\r\n"),  # type: ignore[call-arg]  # Django's own argument
    )
