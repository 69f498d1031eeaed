"""A place where triage can be watched: a model folder of one's own, two guides, and a history of solved tickets."""

import pytest
from django.core.management import call_command
from django.test import Client

from accounts.models import Municipality, User
from accounts.roles import SUPPORT_LEAD
from support.models import Ticket
from tests.factories import organisation, pages
from tests.factories.tickets import import_examples
from tests.triage.test_classifier import made_up
from triage.classifier.guides import GuideHit
from triage.domain import evidence, store
from triage.domain.similar import forget_all
from triage.domain.texts import roster_pattern, text_of

SAID_BY_GUIDES: dict[str, list[GuideHit]] = {}


@pytest.fixture(autouse=True)
def _own_folder(settings: object, tmp_path: object) -> None:
    settings.TRIAGE_MODEL_FOLDER = tmp_path / "models"
    store._loaded.cache_clear()
    roster_pattern.cache_clear()
    forget_all()


@pytest.fixture
def lead(alvhamra: Municipality, tree: object) -> User:
    return organisation.person(SUPPORT_LEAD, alvhamra)


@pytest.fixture
def as_lead(client: Client, lead: User) -> Client:
    client.force_login(lead)
    return client


@pytest.fixture
def guides(tree: pages.Tree, index: object) -> None:
    pages.guide(tree.shared, "Byt lösenord", text="lösenord inloggning wifi", topic="sign_in")
    pages.guide(tree.shared, "Läs betyg", text="betyg omdöme utvecklingssamtal", topic="grades")
    call_command("rebuild_index", verbosity=0)


@pytest.fixture
def history(alvhamra: Municipality, guides: None) -> None:
    """320 tickets that an agent has solved without seeing a suggestion. The guides are asked in the first test only."""
    imported = import_examples(alvhamra, made_up(320))
    evidence.remember({ticket.pk: hits_of(ticket) for ticket in imported})


def hits_of(ticket: Ticket) -> list[GuideHit]:
    text = text_of(ticket).joined
    if text not in SAID_BY_GUIDES:
        SAID_BY_GUIDES[text] = evidence.search(ticket)
    return SAID_BY_GUIDES[text]
