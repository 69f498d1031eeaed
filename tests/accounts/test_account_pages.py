"""allauth's pages and e-mails in our words, in Swedish and English."""

import email
import re
from email.policy import default
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from accounts.enums import Colour
from accounts.models import Municipality, User
from accounts.roles import PRINCIPAL
from jobs.models import OutgoingMail
from tests.factories import organisation

THEIR_WORDS = ("Epost", "mail", "Bad Token", "inlogging", "Password Reset", "Change Password", "reauthenticate")
"""How allauth says things, in Swedish ("mail", "Epost") and English."""
OPEN_PAGES = {
    "login/": ("Logga in", "Sign in"),
    "signup/": ("Kommunen lägger upp konton", "Accounts come from the municipality"),
    "inactive/": ("Ditt konto är stängt", "Your account is closed"),
    "password/reset/": ("Välj ett nytt lösenord", "Choose a new password"),
    "password/reset/done/": ("Titta i din e-post", "Look in your e-mail"),
    "password/reset/key/1-trasig/": ("Länken fungerar inte längre", "The link no longer works"),
    "password/reset/key/done/": ("Ditt nya lösenord är sparat", "Your new password is saved"),
}
OWN_PAGES = {
    "logout/": ("Vill du logga ut?", "Do you want to sign out?"),
    "password/change/": ("Byt lösenord", "Change your password"),
    "reauthenticate/": ("Skriv ditt lösenord igen", "Write your password again"),
}
NOT_OFFERED = ("email/", "confirm-email/", "confirm-email/abc/", "password/set/", "login/code/confirm/")


@pytest.fixture
def principal(alvhamra: Municipality, tree: object) -> User:
    user = organisation.person(PRINCIPAL, alvhamra)
    user.set_password("tre ord i rad")
    user.save()
    return user


def page_text(html: str) -> str:
    """What is read: without markup, and without the addresses of e-mails and pages."""
    return re.sub(r"<[^>]*>|\S+@\S+|\S+://\S+", " ", html)


def heading(html: str) -> str:
    found = re.search(r"<h1[^>]*>(.*?)</h1>", html, re.DOTALL)
    assert found is not None
    return found[1].strip()


def check(client: Client, address: str, swedish: str, english: str) -> None:
    for prefix, title in (("/konto/", swedish), ("/en/konto/", english)):
        html = client.get(prefix + address).content.decode()
        assert heading(html) == title
        text = page_text(html).replace("e-mail", "").replace("E-mail", "").replace("demoversionens mejl", "")
        assert [word for word in THEIR_WORDS if word in text] == []


@pytest.mark.parametrize("address", OPEN_PAGES)
def test_page_for_visitors_speaks_our_words(client: Client, tree: object, address: str) -> None:
    check(client, address, *OPEN_PAGES[address])


@pytest.mark.parametrize("address", OWN_PAGES)
def test_page_for_those_signed_in_speaks_our_words(client: Client, principal: User, address: str) -> None:
    client.force_login(principal)
    check(client, address, *OWN_PAGES[address])


@pytest.mark.parametrize("address", NOT_OFFERED)
def test_what_the_municipality_does_itself_is_not_offered(client: Client, principal: User, address: str) -> None:
    client.force_login(principal)
    assert client.get(f"/konto/{address}").status_code == 404
    assert client.post(f"/konto/{address}", {"email": "annan@exempel.example", "action_add": "1"}).status_code == 404
    principal.refresh_from_db()
    assert principal.email != "annan@exempel.example"


def test_password_is_changed_and_the_person_stays_signed_in(client: Client, principal: User) -> None:
    client.force_login(principal)
    new = "fyra nya ord igen"
    data = {"oldpassword": "tre ord i rad", "password1": new, "password2": new}
    response = client.post("/konto/password/change/", data, follow=True)
    assert response.redirect_chain == [("/alvhamra/", 302)]
    assert "Ditt nya lösenord är sparat." in response.content.decode()
    principal.refresh_from_db()
    assert principal.check_password(new)


@pytest.mark.parametrize(
    ("answers", "error"),
    [
        (("fel", "fyra nya ord igen", "fyra nya ord igen"), "Det är inte det lösenord som du har nu."),
        (
            ("tre ord i rad", "fyra nya ord igen", "fem andra ord då"),
            "De två nya lösenorden är olika. Skriv samma två gånger.",
        ),
    ],
)
def test_wrong_password_is_explained(
    client: Client, principal: User, answers: tuple[str, str, str], error: str
) -> None:
    client.force_login(principal)
    data = dict(zip(("oldpassword", "password1", "password2"), answers, strict=True))
    html = client.post("/konto/password/change/", data).content.decode()
    assert html.count(error) == 2  # in the box at the top, and by the field
    assert not any(answer in html for answer in answers[1:])


def test_password_rule_names_the_length_that_is_asked_for(client: Client, principal: User) -> None:
    client.force_login(principal)
    assert f"Minst {settings.PASSWORD_MIN_LENGTH} tecken." in client.get("/konto/password/change/").content.decode()
    short = "å" * (settings.PASSWORD_MIN_LENGTH - 1)
    data = {"oldpassword": "tre ord i rad", "password1": short, "password2": short}
    assert set(client.post("/konto/password/change/", data).context["form"].errors) == {"password1"}


def parts(mail: OutgoingMail) -> tuple[str, str, str]:
    """Subject, plain text, HTML."""
    message: Any = email.message_from_bytes(bytes(mail.raw), policy=default)
    text, html = (str(message.get_body((kind,)).get_content()) for kind in ("plain", "html"))
    return str(message["Subject"]), text, html


@pytest.mark.parametrize(("language", "title"), [("", "Välj ett nytt lösenord"), ("/en", "Choose a new password")])
def test_link_for_a_new_password_comes_in_the_readers_language(
    client: Client, principal: User, language: str, title: str
) -> None:
    Municipality.objects.update(colour=Colour.ROWAN)
    client.post(f"{language}/konto/password/reset/", {"email": principal.email})
    subject, text, html = parts(OutgoingMail.objects.get())
    assert (subject, heading(html)) == (title, title)
    link = re.search(rf"http://testserver{language}/konto/password/reset/key/\S+/", text)
    assert link is not None
    assert f'href="{link[0]}"' in html
    assert "Älvhamra kommun" in text
    assert Colour.ROWAN.code in html
    assert heading(client.get(link[0], follow=True).content.decode()) == title


def test_unknown_address_gets_to_know_that_there_is_no_account(client: Client, tree: object) -> None:
    client.post("/konto/password/reset/", {"email": "okand@exempel.example"})
    subject, text, html = parts(OutgoingMail.objects.get())
    assert subject == "Det finns inget konto med den här adressen"
    for body in (text, html):
        assert "okand@exempel.example" in body
        assert "signup" not in body


def test_colours_of_mails_are_those_of_the_pages() -> None:
    css = (Path(settings.BASE_DIR) / "static/css/skolstod.css").read_text(encoding="utf-8")
    light = css.partition("@media")[0] + "".join(re.findall(r'^\[data-colour="\w+"\].*$', css, re.MULTILINE))
    assert [colour for colour in Colour if f"--sk-brand: {colour.code};" not in light] == []


def test_fourth_mail_for_a_new_password_within_an_hour_is_not_sent(client: Client, principal: User) -> None:
    addresses = [principal.email] * 3 + [principal.email.upper(), "annan@exempel.example"]
    seen = [client.post("/konto/password/reset/", {"email": address}).status_code for address in addresses]
    assert seen == [302, 302, 302, 429, 302]
    to_principal = [mail for mail in OutgoingMail.objects.all() if mail.recipients == [principal.email]]
    assert len(to_principal) == 3
