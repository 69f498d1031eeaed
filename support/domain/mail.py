"""E-mails to requesters, in their language."""

from typing import Any

from accounts.domain.letters import send_letter
from support.domain.links import status_url
from support.models import Message, Ticket


def send_receipt(ticket: Ticket) -> None:
    send("receipt", ticket)


def send_reply(ticket: Ticket, message: Message) -> None:
    send("reply", ticket, message=message)


def send_solved(ticket: Ticket) -> None:
    send("solved", ticket)


def send(name: str, ticket: Ticket, **more: Any) -> None:
    send_letter(
        name,
        to=ticket.requester_email,
        language=ticket.language,
        municipality=ticket.municipality,
        headers={"X-Skolstod-Reference": ticket.reference},
        ticket=ticket,
        status_url=status_url(ticket),
        **more,
    )
