"""Bad input to signing in, and to asking for a new password."""

from typing import Any

import pytest
from django.utils.html import escape

from accounts.models import Municipality, User
from accounts.roles import PRINCIPAL
from jobs.models import OutgoingMail
from tests.architecture.bad_input import BROKEN_UTF8, MULTIPART, TEXTS, multipart, page_of, visitor
from tests.factories import organisation

SIGN_IN = "/konto/login/"
RESET = "/konto/password/reset/"
HOME = "/alvhamra/"


@pytest.fixture
def principal(alvhamra: Municipality) -> User:
    return organisation.person(PRINCIPAL, alvhamra)


def is_signed_in(client: Any) -> bool:
    return "_auth_user_id" in client.session


@pytest.mark.parametrize("name", sorted(TEXTS))
def test_odd_address_signs_nobody_in_and_stays_in_the_form(principal: User, name: str) -> None:
    client = visitor()
    response = client.post(SIGN_IN, {"login": TEXTS[name], "password": "hemligt-9"})
    page = page_of(response)
    assert (response.status_code, set(response.context["form"].errors)) == (200, {"login"})
    assert f'value="{escape(TEXTS[name])}"' in page or not TEXTS[name]
    assert "<script>" not in page
    assert "hemligt-9" not in page
    assert not is_signed_in(client)


@pytest.mark.parametrize("name", sorted(TEXTS))
def test_odd_password_signs_nobody_in_and_is_not_shown(principal: User, name: str) -> None:
    client = visitor()
    response = client.post(SIGN_IN, {"login": principal.email, "password": TEXTS[name]})
    page = page_of(response)
    assert response.status_code == 200
    assert response.context["form"].errors
    assert f'value="{principal.email}"' in page
    assert 'type="password"' in page
    assert not TEXTS[name].strip() or f'value="{escape(TEXTS[name])}"' not in page
    assert not is_signed_in(client)


@pytest.mark.parametrize("language", ["sv", "en"])
def test_empty_form_says_what_is_missing(principal: User, language: str) -> None:
    response = visitor().post(SIGN_IN if language == "sv" else f"/en{SIGN_IN}", {})
    page_of(response, language)
    assert (response.status_code, set(response.context["form"].errors)) == (200, {"login", "password"})


@pytest.mark.parametrize("field", ["login", "password"])
@pytest.mark.parametrize("name", sorted(BROKEN_UTF8))
def test_broken_bytes_sign_nobody_in(principal: User, field: str, name: str) -> None:
    client = visitor()
    body = multipart({"login": principal.email, "password": "x", field: BROKEN_UTF8[name]})
    assert client.generic("POST", SIGN_IN, body, content_type=MULTIPART).status_code == 200
    assert not is_signed_in(client)


def test_address_and_password_sent_twice_count_once_with_the_last_value(principal: User) -> None:
    client = visitor()
    data = {"login": ["x", principal.email], "password": ["x", "lösenord"]}
    assert (client.post(SIGN_IN, data)["Location"], is_signed_in(client)) == (HOME, True)


ELSEWHERE = {
    **TEXTS,
    "site": "https://ond.example/",
    "no_scheme": "//ond.example/",
    "backslash": "/\\ond.example/",
    "tab": "/\t/ond.example/",
    "script": "javascript:alert(1)",
    "user": "http://testserver@ond.example/",
    "line_break": "/\r\nX-Ond: 1",
}


@pytest.mark.parametrize("name", sorted(set(ELSEWHERE) - {"line_break"}))
def test_sign_in_goes_on_to_ones_home_and_to_nothing_odd(principal: User, name: str) -> None:
    data = {"login": principal.email, "password": "lösenord", "next": ELSEWHERE[name]}
    response = visitor().post(SIGN_IN, data)
    assert (response.status_code, response["Location"]) == (302, HOME)


def test_line_break_in_the_way_on_makes_no_header(principal: User) -> None:
    data = {"login": principal.email, "password": "lösenord", "next": ELSEWHERE["line_break"]}
    response = visitor().post(SIGN_IN, data)
    assert (response.status_code, response["Location"]) == (302, "/%0D%0AX-Ond:%201")
    assert "X-Ond" not in response.headers


def test_odd_way_on_after_sign_in_is_only_text(principal: User) -> None:
    for name, address in ELSEWHERE.items():
        response = visitor().get(SIGN_IN, {"next": address})
        page = page_of(response)
        assert (name, response.status_code) == (name, 200)
        assert ("<script>" in page, 'href="https://ond.example' in page) == (False, False)


def test_wagtails_sign_in_passes_the_way_on_as_a_parameter(db: None) -> None:
    for name in set(ELSEWHERE) - {"megabyte"}:
        response = visitor().get("/admin/login/", {"next": ELSEWHERE[name]})
        assert (name, response.status_code) == (name, 302)
        assert response["Location"].startswith("/konto/login/?next=")
        assert "X-Ond" not in response.headers


@pytest.mark.parametrize("name", sorted(TEXTS))
def test_new_password_is_sent_to_no_odd_address(principal: User, name: str) -> None:
    response = visitor().post(RESET, {"email": TEXTS[name]})
    page = page_of(response)
    assert (response.status_code, set(response.context["form"].errors)) == (200, {"email"})
    assert "<script>" not in page
    assert not OutgoingMail.objects.exists()


ODD_RESET_KEYS = {
    "forged": "1-abcdef-0123456789abcdef",
    "huge_person": "z" * 300 + "-abc",
    "no_person": "0-abc",
    "path": "1-..%2f..%2f",
    "direction": "1-%E2%80%AE",
    "very_long": "1-" + "a" * 5_000,
}


@pytest.mark.parametrize("name", sorted(ODD_RESET_KEYS))
def test_odd_key_of_a_new_password_opens_no_form(principal: User, name: str) -> None:
    response = visitor().get(f"{RESET}key/{ODD_RESET_KEYS[name]}/")
    page = page_of(response)
    assert response.status_code == 200
    assert 'type="password"' not in page


@pytest.mark.parametrize("key", ["%00-a", "1-%00", "a", "%ff-%ff", "-"])
def test_what_is_no_key_of_a_new_password_is_not_found(principal: User, key: str) -> None:
    assert visitor().get(f"{RESET}key/{key}/").status_code == 404
