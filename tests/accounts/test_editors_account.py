"""What editors can change about themselves in Wagtail, and where they are sent who are no editors."""

import pytest
from django.test import Client

from accounts.models import Municipality, User
from accounts.roles import EDITOR, TEACHER
from tests.factories import organisation

FIELDS = {
    "name_email-first_name": "Ny",
    "name_email-last_name": "Namn",
    "name_email-email": "ond@exempel.example",
    "theme-theme": "system",
    "theme-contrast": "system",
    "theme-density": "default",
    "theme-keyboard_shortcuts": "on",
}


@pytest.fixture
def editor(alvhamra: Municipality, tree: object) -> User:
    return organisation.person(EDITOR, alvhamra)


def test_account_page_changes_the_name_and_not_the_sign_in_address(client: Client, editor: User) -> None:
    client.force_login(editor)
    assert 'name="name_email-email"' not in client.get("/admin/account/").content.decode()
    response = client.post("/admin/account/", FIELDS)
    after = User.objects.get(pk=editor.pk)
    assert (response.status_code, after.first_name, after.email) == (302, "Ny", editor.email)


@pytest.mark.parametrize("path", ["/admin/", "/admin/pages/", "/admin/login/"])
def test_signed_in_person_who_is_no_editor_is_refused_once_and_not_sent_in_circles(
    client: Client, alvhamra: Municipality, tree: object, path: str
) -> None:
    client.force_login(organisation.person(TEACHER, alvhamra))
    response = client.get(path, follow=True)
    assert response.status_code == 403
    assert [address.partition("?")[0] for address, _ in response.redirect_chain] in ([], ["/admin/login/"])
    assert "Du har inte" in response.content.decode()


def test_editor_who_is_signed_in_already_goes_on_from_wagtails_sign_in(client: Client, editor: User) -> None:
    client.force_login(editor)
    response = client.get("/admin/login/?next=/admin/reports/", follow=True)
    assert [address for address, _ in response.redirect_chain][:2] == [
        "/konto/login/?next=%2Fadmin%2Freports%2F",
        "/admin/reports/",
    ]
