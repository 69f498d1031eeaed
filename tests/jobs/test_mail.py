"""Mail goes out through the queue, with the same Message-ID however often it is tried, and is forgotten when sent."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.mail import send_mail
from django.db import transaction
from django.utils import timezone

from jobs.models import Job, OutgoingMail
from jobs.tasks import tidy_jobs


@pytest.fixture(autouse=True)
def _own_folder(settings: object, tmp_path: Path) -> None:
    settings.MAIL_FOLDER = tmp_path


def send() -> None:
    send_mail("Ämne", "Hej där", "Skola <skola@exempel.example>", ["mottagare@exempel.example"])


def test_mail_is_stored_and_delivered_by_a_job(db: None, run_jobs: Callable[[], int], tmp_path: Path) -> None:
    send()
    assert list(tmp_path.iterdir()) == []
    run_jobs()
    (file,) = tmp_path.glob("*.eml")
    assert b"To: mottagare@exempel.example" in file.read_bytes()


def test_sent_mail_keeps_neither_text_nor_recipient(db: None, run_jobs: Callable[[], int]) -> None:
    send()
    run_jobs()
    mail = OutgoingMail.objects.get()
    assert (bytes(mail.raw), mail.recipients, mail.sent_at is not None) == (b"", [], True)


def test_mail_in_a_rolled_back_transaction_is_never_sent(db: None, run_jobs: Callable[[], int], tmp_path: Path) -> None:
    with pytest.raises(RuntimeError), transaction.atomic():
        send()
        raise RuntimeError
    run_jobs()
    assert (OutgoingMail.objects.count(), list(tmp_path.iterdir())) == (0, [])


def test_mail_that_cannot_be_delivered_is_kept_for_the_next_try(
    db: None, run_jobs: Callable[[], int], settings: object
) -> None:
    settings.MAIL_DELIVERY = "jobs.delivery.SmtpDelivery"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9  # nobody listens there
    send()
    run_jobs()
    assert Job.objects.get().failures == 1
    assert b"Hej d" in bytes(OutgoingMail.objects.get().raw)


def test_mail_without_recipients_is_not_stored(db: None) -> None:
    send_mail("Ämne", "Hej", "a@exempel.example", [])
    assert OutgoingMail.objects.count() == 0


def test_address_with_swedish_letters_can_be_delivered(db: None) -> None:
    send_mail("Ämne", "Hej", '"Lund, Skola" <skola@exempel.example>', ["Åsa <asa@örebro.example>"])
    mail = OutgoingMail.objects.get()
    assert [address.isascii() for address in (mail.sender, *mail.recipients)] == [True, True]


def test_mail_never_delivered_is_forgotten_after_a_month(db: None) -> None:
    send()
    OutgoingMail.objects.update(created_at=timezone.now() - timedelta(days=31))
    tidy_jobs.call()
    assert OutgoingMail.objects.count() == 0
