"""E-mails to requesters, in their language."""

from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives

from accounts.domain.letters import letter
from jobs.models import OutgoingMail
from support.domain.links import status_url
from support.enums import MessageKind
from support.models import Message, Ticket


def send_receipt(ticket: Ticket) -> None:
    letter_about(ticket, "receipt").send()


def send_reply(ticket: Ticket, message: Message) -> None:
    reply_letter(ticket, message).send()


def send_solved(ticket: Ticket) -> None:
    letter_about(ticket, "solved").send()


def withhold_answers(ticket: Ticket) -> None:
    """Mails that wait to be delivered are written anew, without the answer if the ticket is secret by now.

    The only mails with words of a ticket are those with an answer.
    """
    for message in ticket.messages.filter(kind=MessageKind.REPLY):
        waiting = OutgoingMail.objects.filter(message_id=message_id(message), sent_at=None)
        if waiting.exists():
            written = reply_letter(ticket, message).message()
            waiting.update(raw=written.as_bytes(linesep="\r\n"))  # type: ignore[call-arg]  # Django's own argument


def reply_letter(ticket: Ticket, message: Message) -> EmailMultiAlternatives:
    return letter_about(ticket, "reply", {"Message-ID": message_id(message)}, message=message)


def message_id(message: Message) -> str:
    """Always the same, so that the mail with an answer is found while it waits."""
    return f"<answer-{message.ticket.reference}-{message.pk}@{settings.MAIL_DOMAIN}>"


def letter_about(
    ticket: Ticket, name: str, headers: dict[str, str] | None = None, **more: Any
) -> EmailMultiAlternatives:
    return letter(
        name,
        to=ticket.requester_email,
        language=ticket.language,
        municipality=ticket.municipality,
        headers={"X-Skolstod-Reference": ticket.reference, **(headers or {})},
        ticket=ticket,
        status_url=status_url(ticket),
        **more,
    )
