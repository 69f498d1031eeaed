"""The list of models, and the way back to the one before."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import Municipality
from accounts.roles import SUPPORT_LEAD, SYSTEM_ADMINISTRATOR
from tests.factories import organisation
from tests.triage.cards import BEFORE, SHA, card, certify, model_in_use, stage
from tests.triage.test_pages_stages import page
from triage.domain import store
from triage.domain.stages import change_stage
from triage.enums import Stage
from triage.models import StageChange, TrainedModel

ADDRESS = "/alvhamra/sortering/modeller/"
BACK = "/alvhamra/sortering/modeller/tillbaka/"


@pytest.fixture(autouse=True)
def _own_folder(settings: Any, tmp_path: Path) -> None:
    settings.TRIAGE_MODEL_FOLDER = tmp_path


@pytest.fixture
def lead(tree: object, alvhamra: Municipality) -> Client:
    client = Client()
    client.force_login(organisation.person(SUPPORT_LEAD, alvhamra))
    return client


@pytest.fixture
def system(tree: object) -> Client:
    client = Client()
    client.force_login(organisation.person(SYSTEM_ADMINISTRATOR))
    return client


def former(sha256: str = BEFORE, *, with_file: bool = True, **changes: Any) -> TrainedModel:
    if with_file:
        store.file_of(sha256).write_bytes(b"")
    long_ago = timezone.now() - timedelta(days=3)
    return model_in_use(sha256=sha256, active=False, promoted_at=long_ago, created_at=long_ago, **changes)


def test_list_says_what_became_of_each_model(lead: Client) -> None:
    former()
    model_in_use()
    model_in_use(sha256="2" * 64, active=False, promoted_at=None, refused_because="worse in log_loss")
    model_in_use(sha256="3" * 64, active=False, card={}, trouble="the file cannot be read (BadZipFile)")
    model_in_use(sha256="4" * 64, active=False, promoted_at=None, refused_because="uncertified for hagnas/technical")
    text = page(lead, ADDRESS)
    today = text[text.index("I bruk sedan") :]
    assert today.startswith("I bruk sedan den ")
    assert text.count("80,6 % av 150") == 4
    assert "Inte tagen i bruk: den är sämre än modellen i bruk: Logförlust" in text
    assert "Inte tagen i bruk: en kö som sorterar själv skulle behöva sluta med det: modellen är inte certif" in text
    assert "hagnas" not in text
    assert "Kan inte användas: the file cannot be read (BadZipFile)" in text
    assert text.count("Tidigare, togs i bruk den") == 2


def test_each_model_leads_to_its_card(lead: Client) -> None:
    former()
    model_in_use()
    content = lead.get(ADDRESS).content.decode()
    assert all(f'href="/alvhamra/sortering/kort/{sha[:12]}/"' in content for sha in (SHA, BEFORE))


def test_lead_sees_the_list_and_no_way_back(lead: Client) -> None:
    former()
    model_in_use()
    assert BACK not in lead.get(ADDRESS).content.decode()
    assert (lead.get(BACK).status_code, lead.post(BACK).status_code) == (403, 403)
    assert TrainedModel.objects.in_use().sha256 == SHA


def test_system_administrator_is_asked_before_the_model_is_changed(system: Client, alvhamra: Municipality) -> None:
    former()
    model_in_use()
    certify(alvhamra)
    change_stage(stage=stage(alvhamra), to=Stage.AUTOMATIC, by=None)
    assert BACK in system.get(ADDRESS).content.decode()
    text = page(system, BACK)
    assert f"I bruk nu {SHA[:12]}, tränad den" in text
    assert f"Efteråt {BEFORE[:12]}, tränad den" in text
    assert "Alla certifikat upphör att gälla. 1 kö som i dag sorterar själv går tillbaka till att föreslå." in text
    assert TrainedModel.objects.in_use().sha256 == SHA


def test_way_back_takes_the_former_model_into_use_and_stops_the_queues(system: Client, alvhamra: Municipality) -> None:
    former()
    model_in_use()
    certify(alvhamra)
    change_stage(stage=stage(alvhamra), to=Stage.AUTOMATIC, by=None)
    response = system.post(BACK)
    assert (response.status_code, response["Location"]) == (302, ADDRESS)
    assert TrainedModel.objects.in_use().sha256 == BEFORE
    assert (stage(alvhamra).stage, stage(alvhamra).certified_model) == (Stage.SUGGEST, "")
    assert StageChange.objects.first().by is not None
    assert f"Modellen {BEFORE[:12]} är i bruk igen." in page(system, ADDRESS)


def test_model_without_its_file_is_no_way_back(system: Client) -> None:
    former(with_file=False)
    model_in_use()
    assert BACK not in system.get(ADDRESS).content.decode()
    assert "Det finns ingen tidigare modell vars fil går att använda." in page(system, BACK)
    system.post(BACK)
    assert TrainedModel.objects.in_use().sha256 == SHA
    assert "Det finns ingen tidigare modell vars fil går att använda." in page(system, ADDRESS)


@pytest.mark.parametrize("count", [1, 3])
def test_list_needs_the_same_queries_for_any_number_of_models(lead: Client, count: int) -> None:
    for number in range(count):
        TrainedModel.objects.create(sha256=f"{number}" * 64, card=card())
    with CaptureQueriesContext(connection) as queries:
        lead.get(ADDRESS)
    assert len(queries) == 5
