"""The demo's mailbox: what would have been sent. Exists only where settings.DEMO is true."""

import email
import re
from email.message import EmailMessage
from email.policy import default
from pathlib import Path

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

NEWEST = 50
NAME = re.compile(r"^[0-9a-f]{32}$")
POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'"
"""E-mails bring their own styles and nothing else."""


@require_safe
def mailbox(request: HttpRequest) -> HttpResponse:
    files = sorted(Path(settings.MAIL_FOLDER).glob("*.eml"), key=lambda file: file.stat().st_mtime, reverse=True)
    mails = [(file.stem, read(file)) for file in files[:NEWEST]]
    return render(request, "demo/mailbox.html", {"mails": mails})


@require_safe
def mail(request: HttpRequest, name: str) -> HttpResponse:
    context = {"mail": find(name), "name": name, "text": part(find(name), "plain")}
    return render(request, "demo/mail.html", context)


@require_safe
def mail_html(request: HttpRequest, name: str) -> HttpResponse:
    """The e-mail as its reader gets it, for a frame; its links lead out of the frame."""
    html = part(find(name), "html").replace("<head>", '<head><base target="_top">', 1)
    return HttpResponse(html, headers={"Content-Security-Policy": POLICY})


def find(name: str) -> EmailMessage:
    file = Path(settings.MAIL_FOLDER) / f"{name}.eml"
    if not NAME.match(name) or not file.exists():
        raise Http404
    return read(file)


def part(message: EmailMessage, kind: str) -> str:
    body = message.get_body((kind,))
    return str(body.get_content()) if body else ""


def read(file: Path) -> EmailMessage:
    return email.message_from_bytes(file.read_bytes(), policy=default)
