"""E-mails in a municipality's name and colours, as plain text and HTML. Sent through the queue: rolled back with it."""

from collections.abc import Mapping
from email.utils import formataddr
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils import translation

from accounts.models import Municipality


def send_letter(name: str, **values: Any) -> None:
    """Write the letter and put it into the queue. Takes what `letter` takes."""
    letter(name, **values).send()


def letter(
    name: str,
    *,
    to: str,
    language: str,
    municipality: Municipality | None,
    headers: Mapping[str, str] | None = None,
    **context: Any,
) -> EmailMultiAlternatives:
    """Render `mail/<name>.txt`, whose first line is the subject, and `mail/<name>.html`, both for the address.

    The templates get the municipality and `context`. Without a municipality the installation writes.
    """
    values = {"municipality": municipality, **context}
    with translation.override(language):
        subject, _, text = render_to_string(f"mail/{name}.txt", values).strip().partition("\n")
        html = render_to_string(f"mail/{name}.html", {**values, "subject": subject})
    written = EmailMultiAlternatives(
        subject=" ".join(subject.split()),
        body=text.strip() + "\n",
        from_email=formataddr((municipality.name, municipality.email)) if municipality else settings.DEFAULT_FROM_EMAIL,
        to=[to],
        headers={"Auto-Submitted": "auto-generated", **(headers or {})},
    )
    written.attach_alternative(html, "text/html")
    return written
