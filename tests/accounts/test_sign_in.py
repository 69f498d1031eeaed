"""Signing in with a password, through our own pages only."""

import pytest
from django.test import Client

from accounts.models import Municipality, User
from accounts.roles import PRINCIPAL, SYSTEM_ADMINISTRATOR
from tests.factories import organisation


@pytest.fixture
def principal(alvhamra: Municipality, tree: object) -> User:
    return organisation.person(PRINCIPAL, alvhamra)


def test_sign_in_leads_to_the_home_of_ones_own_municipality(client: Client, principal: User) -> None:
    response = client.post("/konto/login/", {"login": principal.email.upper(), "password": "lösenord"})
    assert (response.status_code, response["Location"]) == (302, "/alvhamra/")


def test_sign_in_goes_on_to_where_one_came_from(client: Client, principal: User) -> None:
    data = {"login": principal.email, "password": "lösenord", "next": "/alvhamra/sok/"}
    assert client.post("/konto/login/", data)["Location"] == "/alvhamra/sok/"


def test_wrong_password_keeps_the_address_and_says_so(client: Client, principal: User) -> None:
    response = client.post("/konto/login/", {"login": principal.email, "password": "fel"})
    assert response.status_code == 200
    assert principal.email in response.content.decode()
    assert response.context["form"].errors


def test_next_to_another_site_is_not_followed(client: Client, principal: User) -> None:
    data = {"login": principal.email, "password": "lösenord", "next": "https://ond.example/"}
    assert client.post("/konto/login/", data)["Location"] == "/alvhamra/"


@pytest.mark.parametrize("url", ["/admin/login/", "/admin/login/?next=/admin/pages/"])
def test_wagtails_own_sign_in_leads_to_ours(client: Client, db: None, url: str) -> None:
    response = client.get(url)
    assert response.status_code == 302
    assert response["Location"].startswith("/konto/login/?next=%2Fadmin%2F")


def test_nobody_registers_by_themselves(client: Client, principal: User) -> None:
    data = {"email": "ny@exempel.example", "password1": "ett långt lösenord"}
    client.post("/konto/signup/", data)
    assert not User.objects.filter(email="ny@exempel.example").exists()


def test_system_administrator_lands_among_the_tools(client: Client, tree: object) -> None:
    user = organisation.person(SYSTEM_ADMINISTRATOR)
    response = client.post("/konto/login/", {"login": user.email, "password": "lösenord"})
    assert response["Location"] == "/admin/"


@pytest.mark.parametrize(
    "address",
    [
        "/_util/login/",
        "/en/_util/login/",
        "/_util/authenticate_with_password/1/2/",
        "/en/_util/authenticate_with_password/1/2/",
        "/documents/authenticate_with_password/1/",
    ],
)
def test_wagtails_own_ways_to_sign_in_are_closed(client: Client, tree: object, address: str) -> None:
    """They count no failed attempts."""
    answers = (client.get(address), client.post(address, {"username": "a@b.example", "password": "x"}))
    assert [answer.status_code for answer in answers] == [404, 404]
