"""What the bad input sweep sends and how: odd texts, odd bodies, and a visitor to whom a crash is a 500."""

import re
from collections.abc import Iterable, Mapping
from typing import Any

from django.test import Client
from django.utils.html import escape
from django.utils.translation import gettext, override

from accounts.models import User
from support.urls import urlpatterns

ACTIONS = "support.views.actions"
URLENCODED = "application/x-www-form-urlencoded"
BOUNDARY = "Grans7"
MULTIPART = f"multipart/form-data; boundary={BOUNDARY}"

TEXTS: dict[str, str] = {
    "empty": "",
    "only_spaces": " \t\r\n ",
    "only_unseen": "\u202e\u200b\x00\u2066",
    "nul": "före\x00efter",
    "controls": "före" + "".join(map(chr, (*range(9), *range(14, 32), *range(127, 133), *range(134, 160)))) + "efter",
    "odd_breaks": "före\r\n1\r2\v3\f4\x855\u20286\u2029efter",
    "direction": "före \u202egnp.exe\u202c \u2067efter\u2069",
    "half_pair": "före \ufffd efter",
    "emoji": "👩‍👧‍👦🏳️‍🌈 ä́",
    "markup": "</p><script>alert(1)</script>\"'&amp;",
    "template": "{{ 7|add:7 }}{% now 'Y' %}",
    "percent": "100 %s %(name)s %d {0}",
    "quotes": "'; DROP TABLE support_ticket; --",
    "long_word": "x" * 5_000,
    "megabyte": "x" * 1_000_000,
}
"""A half of a surrogate pair cannot be sent in UTF-8; as broken bytes it comes out as U+FFFD."""
UNSEEN = {"empty", "only_spaces", "only_unseen"}

BROKEN_UTF8: dict[str, bytes] = {
    "half_pair": b"f\xc3\xb6re \xed\xa0\x80 efter",
    "lone_continuation": b"f\xc3\xb6re \x80 efter",
    "cut_letter": b"f\xc3\xb6re \xf0\x9f\x98 efter",
    "latin_1": b"f\xf6re efter",
}
PAGE_NUMBERS: dict[str, tuple[str, int]] = {
    "empty": ("", 1),
    "word": ("x", 1),
    "nul": ("\x00", 1),
    "zero": ("0", 2),
    "negative": ("-1", 2),
    "past_the_end": ("3", 2),
    "huge": ("9" * 30, 2),
    "longer_than_python_reads": ("9" * 5_000, 1),
    "fraction": ("1.5", 1),
    "not_a_number": ("nan", 1),
    "infinite": ("1e400", 1),
    "arabic_digit": ("٢", 2),
}
"""What is sent, and the page of two that is shown."""

MISLEADING = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
MANY = "&".join(f"f{number}=1" for number in range(10_000))


def visitor(user: User | None = None, *, strict: bool = False) -> Client:
    """`strict` asks for the CSRF token, as outside tests."""
    client = Client(raise_request_exception=False, enforce_csrf_checks=strict)
    if user is not None:
        client.force_login(user)
    return client


def multipart(fields: Mapping[str, str | bytes], files: Iterable[tuple[str, bytes]] = (), *, end: bool = True) -> bytes:
    """A body written by hand. A file comes with the raw parameter of its name: `filename="a.txt"`."""
    parts = [(f'name="{name}"', value.encode() if isinstance(value, str) else value) for name, value in fields.items()]
    parts += [(f'name="files"; {name}', content) for name, content in files]
    body = b"".join(
        f"--{BOUNDARY}\r\nContent-Disposition: form-data; {head}\r\n\r\n".encode() + content + b"\r\n"
        for head, content in parts
    )
    return body + (f"--{BOUNDARY}--\r\n".encode() if end else b"")


def percent_encoded(raw: bytes) -> str:
    return "".join(f"%{byte:02x}" for byte in raw)


def says(message: str, language: str = "sv", **values: Any) -> str:
    """Our message as it stands in a page of that language."""
    with override(language):
        return escape(gettext(message) % values if values else gettext(message))


def page_of(response: Any, language: str = "sv") -> str:
    """The page's text, which must be a whole page of ours in the language."""
    text: str = response.content.decode()
    assert f'<html lang="{language}"' in text
    assert "</main>" in text
    return text


def ticket_actions() -> list[str]:
    """The last parts of the addresses by which agents change a ticket."""
    parts = [str(one.pattern).rstrip("/").split("/")[-1] for one in urlpatterns if one.callback.__module__ == ACTIONS]
    return sorted(parts)
