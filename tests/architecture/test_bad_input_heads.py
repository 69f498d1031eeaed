"""Bad heads of requests: the wrong method, no token of ours, another site or host, odd cookies and languages."""

from typing import Any

import pytest

from accounts.models import Municipality
from accounts.roles import TECHNICAL_AGENT
from support.domain.links import status_token
from support.models import Message, RequestDraft, Ticket
from tests.architecture.bad_input import URLENCODED, page_of, says, visitor
from tests.factories import organisation, pages

FORM = "/alvhamra/fraga/"
ANSWERS = {"what": "Jag kommer inte in.", "email": "amina@exempel.example", "role": "guardian"}


def nothing_is_stored() -> bool:
    return not RequestDraft.objects.exists() and Message.objects.count() <= 1


# By the wrong method

METHODS = ("PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "CONNECT", "PROPFIND", "BREW")
ADDRESSES = (
    FORM,
    "/arende/{token}/",
    "/alvhamra/sok/",
    "/alvhamra/gemensamt/x/",
    "/alvhamra/personuppgifter/",
    "/alvhamra/ej-oversatt/",
    "/media/x.png",
    "/demo/mail/",
    "/admin/login/",
)
NO_ANSWER = "The address does not answer to this. Go back in the browser, or begin from the start page."


@pytest.mark.parametrize("method", METHODS)
def test_method_that_an_address_does_not_know_is_refused_in_words(ticket: Ticket, method: str) -> None:
    for address in ADDRESSES:
        path = address.format(token=status_token(ticket))
        response = visitor().generic(method, path, b"what=x&body=x", content_type=URLENCODED)
        assert (address, response.status_code) == (address, 405)
        assert "GET" in response["Allow"]
        assert says(NO_ANSWER) in page_of(response)
    assert nothing_is_stored()


def test_reload_of_an_address_of_forms_says_where_to_go(ticket: Ticket) -> None:
    agent = visitor(organisation.person(TECHNICAL_AGENT, ticket.municipality))
    for action in ("ta", "svara", "anteckna", "flytta", "los", "oppna"):
        response = agent.get(f"/en/alvhamra/arenden/{ticket.reference}/{action}/")
        assert (response.status_code, response["Allow"]) == (405, "POST")
        assert says(NO_ANSWER, "en") in page_of(response, "en")


# Not ours: without a token, from another site, for another host

TOKENS = {
    "none": "",
    "short": "x",
    "forged": "a" * 64,
    "nul": "\x00" * 64,
    "letters": "å" * 64,
    "very_long": "a" * 50_000,
}
OPEN_AGAIN = "Nothing has been sent. Open the form again and send once more. Allow cookies from this site."


@pytest.mark.parametrize("name", sorted(TOKENS))
@pytest.mark.parametrize("language", ["sv", "en"])
def test_form_without_our_token_is_refused_and_its_text_given_back(ticket: Ticket, name: str, language: str) -> None:
    prefix = "" if language == "sv" else "/en"
    agent = visitor(organisation.person(TECHNICAL_AGENT, ticket.municipality), strict=True)
    agent.get(f"{prefix}{FORM}?q=x")  # now there is a cookie
    written = "</textarea><b>Ett långt svar"
    fields = {
        FORM: "what",
        f"/arende/{status_token(ticket)}/": "body",
        f"/alvhamra/arenden/{ticket.reference}/svara/": "body",
    }
    for address, field in fields.items():
        response = agent.post(prefix + address, {field: written, "csrfmiddlewaretoken": TOKENS[name]})
        page = page_of(response, language)
        assert response.status_code == 403
        assert says(OPEN_AGAIN, language) in page
        assert "&lt;/textarea&gt;&lt;b&gt;Ett långt svar</textarea>" in page
    assert nothing_is_stored()


@pytest.mark.parametrize(
    "address",
    ["/konto/login/", "/konto/logout/", "/konto/password/reset/", f"{FORM}0b6f6f0e-6c9a-4b7e-9d4e-1de1a8a1a001/"],
)
def test_other_forms_without_our_token_are_refused(place: Municipality, address: str) -> None:
    response = visitor(strict=True).post(address, {"login": "x", "password": "hemligt", "email": "x"})
    assert response.status_code == 403
    assert "hemligt" not in page_of(response)


@pytest.mark.parametrize(
    "origin", ["https://ond.example", "null", "http://testserver.ond.example", "\x00", "http://[", "å"]
)
def test_form_from_another_site_is_refused(place: Municipality, origin: str) -> None:
    client = visitor(strict=True)
    client.get(f"{FORM}?q=x")
    data = {**ANSWERS, "csrfmiddlewaretoken": client.cookies["csrftoken"].value}
    assert client.post(FORM, data, HTTP_ORIGIN=origin).status_code == 403
    assert nothing_is_stored()
    assert client.post(FORM, data, HTTP_ORIGIN="http://testserver").status_code == 302


def test_host_that_is_not_ours_is_refused(tree: pages.Tree, settings: Any) -> None:
    settings.ALLOWED_HOSTS = ["skolstod.example"]
    for host in ("ond.example", "a b", "", "skolstod.example:x", "[::", "skolstod.example/x"):
        response = visitor().get("/alvhamra/sok/", HTTP_HOST=host)
        assert (host, response.status_code) == (host, 400)
        assert "ond.example" not in page_of(response)


COOKIES = {
    "session_nul": 'sessionid="abcdefgh\\000"',
    "session_unknown": "sessionid=" + "a" * 32,
    "session_very_long": "sessionid=" + "a" * 50_000,
    "session_swedish": "sessionid=ååååååååå",
    "token_odd": 'csrftoken="\\000\\001"',
    "language_path": "django_language=../../en",
    "language_nul": 'django_language="en\\000"',
    "messages_odd": "messages=x; messages=:::",
    "no_name": "=; ;;; =x; å=ä",
}


@pytest.mark.parametrize("name", sorted(COOKIES))
def test_odd_cookies_are_none(ticket: Ticket, name: str) -> None:
    cookie = COOKIES[name]
    seen = [
        visitor().get("/alvhamra/fraga/", HTTP_COOKIE=cookie).status_code,
        visitor().get("/alvhamra/arenden/", HTTP_COOKIE=cookie).status_code,
        visitor().post(FORM, ANSWERS, HTTP_COOKIE=cookie).status_code,
    ]
    assert seen == [200, 302, 302]


@pytest.mark.parametrize(
    "value", ["\x00", "xx,,;q=", "en;q=" + "9" * 500, "x" * 50_000, "../../en", "sv-" + "SE-" * 500]
)
def test_odd_languages_asked_for_are_answered_in_swedish(place: Municipality, value: str) -> None:
    response = visitor().get("/alvhamra/fraga/", HTTP_ACCEPT_LANGUAGE=value)
    assert response.status_code == 200
    page_of(response)
