"""What all tests share: a place, its people, a search index of one's own, and a way to carry out waiting jobs."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.conf import settings
from django.core.cache import caches
from django.test import Client
from django.utils.translation import override
from wagtail.models import Site

from accounts.models import Municipality, User
from accounts.roles import TECHNICAL_AGENT
from jobs import runner
from jobs.dispatcher import queues
from kb.search.backend import SearchBackend
from support.router import router
from tests.factories import organisation, pages

MAX_ROUNDS = 20


@pytest.fixture(autouse=True)
def _fresh_caches() -> None:
    """Sites, routers and models are kept by the process; a test must not meet another test's."""
    Site.clear_site_root_paths_cache()
    router.cache_clear()
    for name in settings.CACHES:
        caches[name].clear()


@pytest.fixture(autouse=True)
def _swedish() -> Iterator[None]:
    """A request in English leaves its language to the thread, and so to the next test."""
    with override(settings.LANGUAGE_CODE):
        yield


@pytest.fixture(autouse=True)
def _mail_goes_through_the_queue(settings: Any) -> None:
    """Django's test runner would put its own backend in the place of ours."""
    settings.EMAIL_BACKEND = "jobs.mail.QueuedEmailBackend"


@pytest.fixture
def alvhamra(db: None) -> Municipality:
    return organisation.municipality("Älvhamra kommun", "alvhamra")


@pytest.fixture
def ekeryd(db: None) -> Municipality:
    return organisation.municipality("Ekeryds kommun", "ekeryd")


@pytest.fixture
def index(db: None) -> Iterator[SearchBackend]:
    """An empty search index; `rebuild_index()` fills it."""
    backend = SearchBackend.current()
    backend.engine.clear()
    yield backend
    backend.engine.clear()


@pytest.fixture
def tree(alvhamra: Municipality, ekeryd: Municipality) -> pages.Tree:
    """Start page, two homes and the shared section, in Swedish."""
    return pages.tree([alvhamra, ekeryd])


@pytest.fixture
def run_jobs(db: None) -> Callable[[], int]:
    """Carry out all due jobs in this process, as the dispatcher does while the broker is away."""

    def run() -> int:
        total = 0
        for _ in range(MAX_ROUNDS):
            tried = runner.run_due_here(queues())
            total += tried
            if not tried:
                break
        return total

    return run


@pytest.fixture
def agent(alvhamra: Municipality, tree: object) -> User:
    """Works with the technical queue."""
    return organisation.person(TECHNICAL_AGENT, alvhamra)


@pytest.fixture
def signed_in(client: Client, agent: User) -> Client:
    client.force_login(agent)
    return client
