"""A place where triage can be watched: a model folder of one's own, two guides, and a history of solved tickets."""

import pytest
from django.core.management import call_command

from accounts.models import Municipality
from tests.factories import pages
from tests.factories.tickets import import_examples
from tests.triage.test_classifier import made_up
from triage.domain import store
from triage.domain.similar import forget_all
from triage.domain.texts import roster_pattern


@pytest.fixture(autouse=True)
def _own_folder(settings: object, tmp_path: object) -> None:
    settings.TRIAGE_MODEL_FOLDER = tmp_path / "models"
    store._loaded.cache_clear()
    roster_pattern.cache_clear()
    forget_all()


@pytest.fixture
def guides(tree: pages.Tree, index: object) -> None:
    pages.guide(tree.shared, "Byt lösenord", text="lösenord inloggning wifi", topic="sign_in")
    pages.guide(tree.shared, "Läs betyg", text="betyg omdöme utvecklingssamtal", topic="grades")
    call_command("rebuild_index", verbosity=0)


@pytest.fixture
def history(alvhamra: Municipality) -> None:
    """320 tickets that an agent has solved without seeing a suggestion."""
    import_examples(alvhamra, made_up(320))
