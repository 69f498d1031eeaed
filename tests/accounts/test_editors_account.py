"""What editors can change about themselves in Wagtail, and where they are sent who are no editors."""

import pytest
from django.test import Client

from accounts.models import Municipality, User
from accounts.roles import EDITOR
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
