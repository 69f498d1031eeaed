"""E-mails to those who look after pages, in their language. Sent through the queue, so rolled back with it."""

from email.utils import formataddr
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils import translation

from accounts.models import Municipality, User


def send(name: str, to: User, municipality: Municipality | None, **context: Any) -> None:
    """Render `mail/<name>.txt`, whose first line is the subject, and `mail/<name>.html`."""
    with translation.override(to.language):
        values = {"person": to, "municipality": municipality, **context}
        subject, _, text = render_to_string(f"mail/{name}.txt", values).strip().partition("\n")
        html = render_to_string(f"mail/{name}.html", {**values, "subject": subject})
    mail = EmailMultiAlternatives(
        subject=" ".join(subject.split()),
        body=text.strip() + "\n",
        from_email=formataddr((municipality.name, municipality.email)) if municipality else settings.DEFAULT_FROM_EMAIL,
        to=[to.email],
        headers={"Auto-Submitted": "auto-generated"},
    )
    mail.attach_alternative(html, "text/html")
    mail.send()
