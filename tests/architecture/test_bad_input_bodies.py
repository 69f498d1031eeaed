"""Bodies that are bad as a whole: too large, too much, cut off, of another kind, in another charset."""

from collections.abc import Iterable, Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from django.test import RequestFactory

from accounts.models import Municipality
from accounts.roles import TECHNICAL_AGENT
from config.wsgi import CHUNK_BYTES, MOST_UNREAD_BYTES, application
from support.domain.links import status_token
from support.models import Attachment, Message, RequestDraft, Ticket
from tests.architecture.bad_input import BOUNDARY, MANY, MULTIPART, URLENCODED, multipart, page_of, says, visitor
from tests.factories import organisation, pages

FORM = "/alvhamra/fraga/"
ANSWERS = {"what": "Jag kommer inte in.", "email": "amina@exempel.example", "role": "guardian"}
TOO_LONG = "The text that was sent is too long. Shorten it and try again."
TOO_MANY_FIELDS = "There were more fields than any page of ours has. Begin again from the page that you came from."
TOO_MANY_FILES = "There were too many files. You can attach at most %(most)s."
NOT_WHOLE = "The form did not arrive whole. Check your connection and send it again."
WHOLE = multipart(ANSWERS, [('filename="brev.txt"', b"hej")])
UNREADABLE: dict[str, tuple[str, bytes, str]] = {
    "long_body": (URLENCODED, b"what=" + b"x" * 2_600_000, TOO_LONG),
    "long_field": (MULTIPART, multipart({"what": "x" * 2_600_000}), TOO_LONG),
    "long_name_of_a_field": (URLENCODED, b"x" * 2_600_000, TOO_LONG),
    "many_fields": (URLENCODED, MANY.encode(), TOO_MANY_FIELDS),
    "many_parts": (MULTIPART, multipart({f"f{number}": "1" for number in range(1_100)}), TOO_MANY_FIELDS),
    "many_files": (MULTIPART, multipart({}, [('filename="a.txt"', b"x")] * 101), TOO_MANY_FILES),
    "no_boundary": ("multipart/form-data", WHOLE, NOT_WHOLE),
    "empty_boundary": ("multipart/form-data; boundary=", WHOLE, NOT_WHOLE),
    "odd_boundary": ("multipart/form-data; boundary=å", WHOLE, NOT_WHOLE),
    "endless_head": (MULTIPART, f"--{BOUNDARY}\r\nX: ".encode() + b"x" * 5_000, NOT_WHOLE),
    "cut_base64": (
        MULTIPART,
        WHOLE.replace(b"\r\n\r\nhej", b"\r\nContent-Transfer-Encoding: base64\r\n\r\naGV"),
        NOT_WHOLE,
    ),
}


def nothing_is_stored() -> bool:
    return not RequestDraft.objects.exists() and not Attachment.objects.exists()


# Too large, too much, cut off


@pytest.mark.parametrize(("language", "strict"), [("sv", True), ("en", False)])
@pytest.mark.parametrize("name", sorted(UNREADABLE))
def test_body_that_cannot_be_read_is_refused_with_what_was_wrong(
    place: Municipality, name: str, language: str, strict: bool
) -> None:
    kind, body, message = UNREADABLE[name]
    address = FORM if language == "sv" else f"/en{FORM}"
    response = visitor(strict=strict).generic("POST", address, body, content_type=kind)
    page = page_of(response, language)
    assert response.status_code == 400
    assert (says(message, language, most=5) if "%" in message else says(message, language)) in page
    assert (
        says("Nothing has been saved. Go back in the browser: what you wrote is usually still there.", language) in page
    )
    assert nothing_is_stored()


@pytest.mark.parametrize("name", ["long_body", "many_fields", "many_files", "no_boundary"])
def test_body_that_cannot_be_read_is_refused_at_every_form(ticket: Ticket, name: str) -> None:
    kind, body, message = UNREADABLE[name]
    own = f"/alvhamra/arenden/{ticket.reference}"
    forms = ["/konto/login/", "/konto/password/reset/", f"/arende/{status_token(ticket)}/"]
    seen = {address: visitor().generic("POST", address, body, content_type=kind) for address in forms}
    agent = visitor(organisation.person(TECHNICAL_AGENT, ticket.municipality))
    for action in ("svara", "anteckna", "flytta"):
        seen[action] = agent.generic("POST", f"{own}/{action}/", body, content_type=kind)
    assert {address: response.status_code for address, response in seen.items()} == dict.fromkeys(seen, 400)
    words = says(message, most=5) if "%" in message else says(message)
    assert [address for address, response in seen.items() if words not in page_of(response)] == []
    assert Message.objects.count() == 1


@pytest.mark.parametrize("left", [len(WHOLE) - 60, 200, 60, 5, 1, 0])
def test_body_cut_off_on_the_way_attaches_no_half_file(place: Municipality, left: int) -> None:
    response = visitor().generic("POST", FORM, WHOLE[:left], content_type=MULTIPART)
    assert response.status_code == (302 if left == len(WHOLE) - 60 else 422)
    assert not Attachment.objects.exists()


def test_ten_thousand_questions_in_the_address_are_refused_or_passed_over(tree: pages.Tree, ticket: Ticket) -> None:
    """Pages that read their address refuse; those that do not, do not notice."""
    agent = visitor(organisation.person(TECHNICAL_AGENT, ticket.municipality))
    pages.guide(tree.shared, "Logga in", slug="logga-in")
    expected = {
        "/": 200,
        "/alvhamra/": 200,
        "/alvhamra/gemensamt/logga-in/": 200,
        "/alvhamra/fraga/": 400,
        "/alvhamra/sok/": 400,
        "/en/alvhamra/ej-oversatt/": 400,
        "/alvhamra/arenden/": 400,
        f"/alvhamra/arenden/{ticket.reference}/": 200,
        f"/arende/{status_token(ticket)}/": 200,
        "/alvhamra/personuppgifter/": 200,
        "/demo/mail/": 200,
        "/media/x.png": 404,
    }
    seen = {address: agent.get(f"{address}?{MANY}") for address in expected}
    for way_in in ("/konto/login/", "/admin/login/"):
        seen[way_in], expected[way_in] = visitor().get(f"{way_in}?{MANY}"), 400
    assert {address: response.status_code for address, response in seen.items()} == expected
    refused = [page_of(r, "en" if a.startswith("/en/") else "sv") for a, r in seen.items() if r.status_code == 400]
    assert [says(TOO_MANY_FIELDS) in page or says(TOO_MANY_FIELDS, "en") in page for page in refused] == [True] * 6


# Of the wrong kind


@pytest.mark.parametrize(
    "kind", ["application/json", "text/plain", "text/xml", "", "x", "multipart/mixed", "application/octet-stream"]
)
def test_body_of_another_kind_is_an_empty_form(place: Municipality, ticket: Ticket, kind: str) -> None:
    client, body = visitor(), b'{"what": "Hej", "body": "Hej", "email": "a@exempel.example"}'
    assert client.generic("POST", FORM, body, content_type=kind).status_code == 422
    assert client.generic("POST", f"/arende/{status_token(ticket)}/", body, content_type=kind).status_code == 422
    sign_in = client.generic("POST", "/konto/login/", body, content_type=kind)
    assert sign_in.status_code == (400 if kind == "application/json" else 200)  # allauth answers JSON with JSON
    assert nothing_is_stored()
    assert Message.objects.count() == 1


def test_upload_of_a_file_under_every_name_of_a_field_is_left_out(place: Municipality) -> None:
    data = {name: SimpleUploadedFile("a.txt", b"x") for name in ("what", "email", "role", "key", "origin", "remove")}
    response = visitor().post(FORM, data)
    assert (response.status_code, set(response.context["form"].errors)) == (422, {"what", "email", "role"})
    assert nothing_is_stored()


# In another charset: through the application that gunicorn serves, because the test client goes past it


TOKEN = "a" * 32


@pytest.fixture
def _open_connection(db: None) -> Iterator[None]:
    """The end of a request would close the test's own transaction; the test client takes care of that, too."""
    signals = (request_started, request_finished)
    for signal in signals:
        signal.disconnect(close_old_connections)
    yield
    for signal in signals:
        signal.connect(close_old_connections)


def served(method: str, address: str, kind: str, body: bytes = b"") -> tuple[int, str]:
    path, _, query = address.partition("?")
    known = RequestFactory().generic(method, path, body, content_type="text/plain", QUERY_STRING=query).environ
    head = {"CONTENT_TYPE": kind, "HTTP_COOKIE": f"csrftoken={TOKEN}", "HTTP_X_CSRFTOKEN": TOKEN}
    sent = BytesIO(body)
    statuses: list[str] = []

    def start_response(status: str, headers: Iterable[Any], *more: Any) -> None:
        statuses.append(status)

    content = b"".join(application({**known, **head, "wsgi.input": sent}, start_response))
    assert sent.read() == b""  # a browser that still sends does not see our answer
    return int(statuses[0][:3]), content.decode()


@pytest.mark.parametrize(
    "charset",
    ["rot13", "hex", "undefined", "utf-7", "utf-16", "latin-1", "idna", "nonsens", '"utf-7"', "x; charset=rot13"],
)
@pytest.mark.parametrize("kind", [URLENCODED, MULTIPART])
@pytest.mark.usefixtures("_open_connection")
def test_charset_that_the_sender_names_is_not_asked_for(place: Municipality, kind: str, charset: str) -> None:
    answers = {**ANSWERS, "what": "Blå +2AA- text"}
    body = multipart(answers) if kind == MULTIPART else b"what=Bl%C3%A5+%2B2AA-+text&email=a%40b.example&role=guardian"
    status, _ = served("POST", FORM, f"{kind}; Charset = {charset}", body)
    assert status == 302
    assert RequestDraft.objects.get().answers["what"] == "Blå +2AA- text"


@pytest.mark.parametrize("parameter", ["charset*=utf-8''rot13", "charset*0=rot; charset*1=13", "charset=rot13"])
@pytest.mark.usefixtures("_open_connection")
def test_charset_named_in_any_way_is_no_crash(place: Municipality, parameter: str) -> None:
    status, page = served("GET", "/alvhamra/sok/?q=%2B2AA-", f"text/plain; {parameter}")
    assert (status, 'value="+2AA-"' in page) == (200, True)
    status, page = served("GET", f"/alvhamra/sok/?{MANY}", f"text/plain; {parameter}")
    assert (status, says(TOO_MANY_FIELDS) in page) == (400, True)


@pytest.mark.usefixtures("_open_connection")
def test_body_refused_before_it_was_read_is_read_to_its_end(place: Municipality) -> None:
    status, page = served("POST", FORM, URLENCODED, b"what=" + b"x" * 10_000_000)
    assert (status, says(TOO_LONG) in page) == (400, True)


class Endless:
    """A body that goes on; counts what is read of it."""

    def __init__(self) -> None:
        self.taken = 0

    def read(self, size: int = -1) -> bytes:
        assert size > 0
        self.taken += size
        return b"a" * size

    readline = read


@pytest.mark.parametrize(
    "address", ["/", FORM, "/health/live", "/konto/login/", "/admin/login/", "/admin/documents/add/"]
)
@pytest.mark.usefixtures("_open_connection")
def test_body_larger_than_any_form_of_ours_is_refused_and_not_written_to_the_disk(
    place: Municipality, tmp_path: Path, settings: Any, address: str
) -> None:
    settings.FILE_UPLOAD_TEMP_DIR = tmp_path
    known = RequestFactory().post(address).environ
    body = Endless()
    head = {"CONTENT_LENGTH": "700000000", "CONTENT_TYPE": f"{MULTIPART}; boundary=x", "wsgi.input": body}
    statuses: list[str] = []

    def start_response(status: str, headers: Iterable[Any], *more: Any) -> None:
        statuses.append(status)

    content = b"".join(application({**known, **head}, start_response))
    assert statuses == ["413 Request Entity Too Large"]
    assert "Skicka högst 60 MB åt gången." in content.decode()
    assert body.taken <= MOST_UNREAD_BYTES + CHUNK_BYTES
    assert list(tmp_path.iterdir()) == []
