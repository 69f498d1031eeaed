"""No address of Wagtail's admin lets an editor see or touch what belongs to others, and none is forgotten here."""

from collections.abc import Iterator
from itertools import groupby

import pytest
from django.contrib.messages import get_messages
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from tests.kb.ownership.addresses import ADDRESSES, NOTES, Address, call
from tests.kb.ownership.conftest import signed_in
from tests.kb.ownership.listings import LISTINGS, TAKES_NO_OBJECT
from tests.kb.ownership.world import FOREIGN, OWN, SCHOOLS, World, secret, stored

ADMIN_HOME = "/admin/"
ROOTS = ("admin/", "documents/")


def wagtail_addresses(resolver: URLResolver, prefix: str = "", namespace: str = "") -> Iterator[str]:
    for entry in resolver.url_patterns:
        path = prefix + str(entry.pattern)
        if isinstance(entry, URLResolver):
            inner = f"{namespace}{entry.namespace}:" if entry.namespace else namespace
            yield from wagtail_addresses(entry, path, inner)
        elif isinstance(entry, URLPattern) and path.lstrip("^").startswith(ROOTS):
            yield f"{namespace}{entry.name or path}"


def test_every_address_of_the_admin_is_known_here() -> None:
    """A new version of Wagtail, or a new tool, brings new addresses: they need a line, and a thought."""
    known = {*ADDRESSES, *LISTINGS, *TAKES_NO_OBJECT}
    found = set(wagtail_addresses(get_resolver()))
    assert {"unknown": found - known, "gone": known - found} == {"unknown": set(), "gone": set()}


def refused(response: object, world: World) -> bool:
    """Turned away, or led to the own section."""
    if response.status_code == 302:
        return response["Location"] in {ADMIN_HOME, f"{ADMIN_HOME}pages/{world.places[OWN].parent.pk}/"}
    return response.status_code in {403, 404, 405}


def leaks(response: object, place: str) -> bool:
    """Also in what Wagtail keeps for the next page: its messages."""
    kept = " ".join(str(message) for message in get_messages(response.wsgi_request))
    return secret(place) in b"".join(response).decode(errors="replace") + kept


def attack(client: Client, name: str, address: Address, world: World, place: str, method: str) -> str:
    """What is wrong with the answer; empty if it is refused, tells nothing and changes nothing."""
    with transaction.atomic():
        before = stored()
        response = call(client, name, address, world, world.places[place], method)
        faults = {
            f"answered {response.status_code}": not refused(response, world),
            "told the secret": leaks(response, place),
            "changed something": stored() != before,
        }
        transaction.set_rollback(True)
    return ", ".join(fault for fault, there in faults.items() if there)


# One world serves a whole group: it takes longer to build than to attack, and each attack is rolled back.
GROUPS = {name: list(names) for name, names in groupby(sorted(ADDRESSES), key=lambda name: name.split(":")[0])}


@pytest.mark.parametrize("group", GROUPS)
def test_editor_is_refused_what_belongs_to_others(group: str, world: World, editor: Client) -> None:
    wrong = {
        (name, place, method): attack(editor, name, ADDRESSES[name], world, place, method)
        for name in GROUPS[group]
        for place in (SCHOOLS if name in NOTES else FOREIGN)
        for method in ("get", "post")
    }
    assert {key: fault for key, fault in wrong.items() if fault} == {}


def owners_call(name: str, world: World) -> tuple[int, bool, bool]:
    """What the owner is answered, whether that is the way out, and whether something has changed."""
    address = ADDRESSES[name]
    client = signed_in(world, address.owner)
    with transaction.atomic():
        before = stored()
        response = call(client, name, address, world, world.places[OWN])
        seen = (response.status_code, response.headers.get("Location") == ADMIN_HOME, stored() != before)
        transaction.set_rollback(True)
    return seen


@pytest.mark.parametrize("group", GROUPS)
def test_owner_is_let_in(group: str, world: World) -> None:
    """Else the test above could not fail."""
    names = [name for name in GROUPS[group] if ADDRESSES[name].own]
    seen = {name: owners_call(name, world) for name in names}
    assert seen == {name: (ADDRESSES[name].own, False, ADDRESSES[name].changes) for name in names}
