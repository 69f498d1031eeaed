"""The demo's mailbox: what would have been sent. Exists only where settings.DEMO is true."""

import email
import re
from email.message import EmailMessage
from email.policy import default
from pathlib import Path

import nh3
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

NEWEST = 50
NAME = re.compile(r"^[0-9a-f]{32}$")
TAGS = {"p", "a", "h1", "h2", "br", "strong", "div", "blockquote"}


@require_safe
def mailbox(request: HttpRequest) -> HttpResponse:
    files = sorted(Path(settings.MAIL_FOLDER).glob("*.eml"), key=lambda file: file.stat().st_mtime, reverse=True)
    mails = [(file.stem, read(file)) for file in files[:NEWEST]]
    return render(request, "demo/mailbox.html", {"mails": mails})


@require_safe
def mail(request: HttpRequest, name: str) -> HttpResponse:
    file = Path(settings.MAIL_FOLDER) / f"{name}.eml"
    if not NAME.match(name) or not file.exists():
        raise Http404
    message = read(file)
    html = message.get_body(("html",))
    text = message.get_body(("plain",))
    context = {
        "mail": message,
        "text": text.get_content() if text else "",
        "html": nh3.clean(html.get_content(), tags=TAGS) if html else "",
    }
    return render(request, "demo/mail.html", context)


def read(file: Path) -> EmailMessage:
    return email.message_from_bytes(file.read_bytes(), policy=default)
