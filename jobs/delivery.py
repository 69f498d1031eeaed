"""Where mail goes when it leaves: an SMTP server, or a folder (the demo). Chosen by settings.MAIL_DELIVERY."""

import hashlib
import smtplib
from pathlib import Path
from typing import Protocol

from django.conf import settings
from django.utils.module_loading import import_string

from jobs.models import OutgoingMail

SMTP_SECONDS = 15


class Delivery(Protocol):
    def deliver(self, mail: OutgoingMail) -> None: ...


class SmtpDelivery:
    def deliver(self, mail: OutgoingMail) -> None:
        with smtplib.SMTP(settings.EMAIL_HOST, settings.EMAIL_PORT, timeout=SMTP_SECONDS) as server:
            if settings.EMAIL_USE_TLS:
                server.starttls()
            if settings.EMAIL_HOST_USER:
                server.login(settings.EMAIL_HOST_USER, settings.EMAIL_HOST_PASSWORD)
            server.sendmail(mail.sender, mail.recipients, bytes(mail.raw))


class FolderDelivery:
    """Writes one .eml file a message; delivering twice writes the same file again."""

    def deliver(self, mail: OutgoingMail) -> None:
        folder = Path(settings.MAIL_FOLDER)
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        name = hashlib.sha256(mail.message_id.encode()).hexdigest()[:32]
        part = folder / f"{name}.part"
        part.write_bytes(bytes(mail.raw))
        part.replace(folder / f"{name}.eml")


def delivery() -> Delivery:
    chosen: Delivery = import_string(settings.MAIL_DELIVERY)()
    return chosen
