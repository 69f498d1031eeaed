"""E-mails to requesters, in their language, as plain text and HTML. Sent through the queue, so rolled back with it."""

from email.utils import formataddr
from typing import Any

from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils import translation

from support.domain.links import status_url
from support.models import Message, Ticket


def send_receipt(ticket: Ticket) -> None:
    send("receipt", ticket)


def send_reply(ticket: Ticket, message: Message) -> None:
    send("reply", ticket, message=message)


def send_solved(ticket: Ticket) -> None:
    send("solved", ticket)


def send(name: str, ticket: Ticket, **more: Any) -> None:
    """Render `mail/<name>.txt`, whose first line is the subject, and `mail/<name>.html`."""
    context = {
        "ticket": ticket,
        "municipality": ticket.municipality,
        "status_url": status_url(ticket),
        **more,
    }
    with translation.override(ticket.language):
        subject, _, text = render_to_string(f"mail/{name}.txt", context).strip().partition("\n")
        html = render_to_string(f"mail/{name}.html", {**context, "subject": subject})
    mail = EmailMultiAlternatives(
        subject=" ".join(subject.split()),
        body=text.strip() + "\n",
        from_email=formataddr((ticket.municipality.name, ticket.municipality.email)),
        to=[ticket.requester_email],
        headers={"Auto-Submitted": "auto-generated", "X-Skolstod-Reference": ticket.reference},
    )
    mail.attach_alternative(html, "text/html")
    mail.send()
