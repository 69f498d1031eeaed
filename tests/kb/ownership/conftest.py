"""The world that all these tests look at."""

import pytest
from django.test import Client

from accounts.models import Municipality
from tests.factories import pages
from tests.kb.ownership.world import OWN, World, build


@pytest.fixture
def world(tree: pages.Tree, alvhamra: Municipality, ekeryd: Municipality) -> World:
    return build(tree, {"alvhamra": alvhamra, "ekeryd": ekeryd})


@pytest.fixture
def editor(world: World) -> Client:
    """The editor of Lindskolan, signed in."""
    return signed_in(world, OWN)


def signed_in(world: World, name: str) -> Client:
    client = Client(raise_request_exception=True)
    client.force_login(world.people[name])
    return client
