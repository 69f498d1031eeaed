"""The model's card: exact figures, for the reader's municipality, on a page without a line of computing."""

from xml.etree import ElementTree

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import Municipality
from accounts.roles import MUNICIPALITY_ADMINISTRATOR, SUPPORT_LEAD, SYSTEM_ADMINISTRATOR, TECHNICAL_AGENT
from tests.factories import organisation
from tests.triage.cards import BEFORE, REPORT, SHA, card, certify, figures, model_in_use, stage
from tests.triage.test_pages_stages import page, words_of
from triage.domain.monitoring import write_reports
from triage.domain.training import train_and_promote
from triage.models import QueueStage, TrainedModel
from triage.reading.plot import LEFT, SIDE, TOP, bars, reliability

LATEST = "/alvhamra/sortering/kort/"


@pytest.fixture
def agent(client: Client, tree: object, alvhamra: Municipality) -> Client:
    client.force_login(organisation.person(TECHNICAL_AGENT, alvhamra))
    return client


def test_card_says_what_the_model_was_taught_and_how_well_it_does(agent: Client) -> None:
    model_in_use()
    text = page(agent, LATEST)
    for part in (
        "Modellkortet abcdef012345",
        "på ärenden från den 27 december 2025 till den 22 november 2026.",
        "Rätt första gissning 80,6 % hur ofta den troligaste kön var den rätta med 95 % säkerhet högst 23,1 % fel",
        "F1 i medel 0,78",
        "Logförlust 0,51",
        "Kalibreringsfel 7,0 %",
        "Mätt på 150 ärenden som modellen inte lärt sig av",
        "med vikten 5,21, och de guider som passar ärendet, med vikten 0,76.",
        "Tekniskt stöd wifi 0,55",
        "Att fördela Inget ord än.",
    ):
        assert part in text


def test_confusion_has_the_truth_in_rows_and_marks_what_is_right(agent: Client) -> None:
    model_in_use()
    text = page(agent, LATEST)
    assert (
        "Hörde till Lärt av Prövat på Modellen skulle ha valt Rätt Pedagogiskt stöd Tekniskt stöd Att fördela "
        "Pedagogiskt stöd 150 50 38 9 3 76 % Tekniskt stöd 160 75 2 73 0 97 % Att fördela 90 25 0 15 10 40 %"
    ) in text
    assert agent.get(LATEST).content.decode().count('class="sk-right"') == 3


def test_groups_of_fewer_than_twenty_have_no_share(agent: Client) -> None:
    model_in_use()
    text = page(agent, LATEST)
    assert "Svenska 131 83 % Engelska 19 för få" in text
    assert "11 %" not in text


def test_other_municipalities_are_shown_to_system_administrators_only(
    agent: Client, alvhamra: Municipality, ekeryd: Municipality
) -> None:
    model_in_use()
    text = page(agent, LATEST)
    assert "Älvhamra kommun 118 81 %" in text
    assert "I siffrorna ovan räknas också 1 annan kommun, vars egna siffror inte visas här." in text
    assert ("Ekeryd" in text, "77 %" in text) == (False, False)
    system = Client()
    system.force_login(organisation.person(SYSTEM_ADMINISTRATOR))
    whole = page(system, LATEST)
    assert "Älvhamra kommun 118 81 % Ekeryds kommun 32 77 %" in whole
    assert "vars egna siffror" not in whole


def test_card_in_another_municipality_shows_that_ones_slice(tree: object, ekeryd: Municipality) -> None:
    model_in_use()
    client = Client()
    client.force_login(organisation.person(MUNICIPALITY_ADMINISTRATOR, ekeryd))
    text = page(client, "/ekeryd/sortering/kort/")
    assert ("Ekeryds kommun 32 77 %" in text, "118" in text) == (True, False)


def test_coverage_counts_what_certified_queues_would_take(agent: Client, alvhamra: Municipality) -> None:
    model_in_use()
    certify(alvhamra)
    text = page(agent, LATEST)
    assert (
        "Täckning: certifierade köer skulle kunna ta emot omkring 50 % av ärendena i Älvhamra kommun" in text
    )  # 59 of 118
    assert "0 fel bland 59 ärenden som modellen aldrig hade sett:" in text


def test_former_model_has_a_card_without_certificates(agent: Client, alvhamra: Municipality) -> None:
    model_in_use(sha256=BEFORE)
    model_in_use(active=False)
    certify(alvhamra)
    text = page(agent, f"{LATEST}{SHA[:12]}/")
    assert ("En tidigare modell." in text, "0 fel bland 59" in text) == (True, False)
    assert "Ingenting: bara modellen i bruk sorterar, och bara den har certifikat." in text


def test_model_that_was_refused_says_in_what_it_was_worse(agent: Client) -> None:
    model_in_use(
        active=False, promoted_at=None, refused_because="worse in macro_f1, ece", trouble="the model's file is missing"
    )
    text = page(agent, f"{LATEST}{SHA[:12]}/")
    assert (
        "Aldrig tagen i bruk. Skäl: den är sämre än modellen i bruk: F1 i medel, Kalibreringsfel. "
        "Den kan inte användas: filen saknas."
    ) in text


def test_changes_since_the_model_before_say_which_way_is_better(agent: Client) -> None:
    model_in_use()
    text = page(agent, LATEST)
    assert "Rätt första gissning 0,784 0,806 +0,022 bättre" in text
    assert "F1 i medel 0,777 0,777 +0,000 Logförlust 0,495 0,505 +0,010 sämre Kalibreringsfel 0,070 0,070" in text
    assert f'href="{LATEST}{BEFORE[:12]}/"' in agent.get(LATEST).content.decode()


def test_last_weeks_of_the_own_queues_tell_of_drift(agent: Client, alvhamra: Municipality) -> None:
    model_in_use()
    QueueStage.objects.filter(pk=stage(alvhamra).pk).update(report=REPORT)
    assert "Flyttade därifrån av människor, även äldre ärenden 3" in page(agent, LATEST)


def test_without_held_out_tickets_the_card_says_so_and_shows_those_left_out_in_turn(agent: Client) -> None:
    slices = {"language": {}, "role": {}, "municipality": {}}
    model_in_use(card=card(figures={"n": 0}, slices=slices, before={}))
    text = page(agent, LATEST)
    assert "Mätt på de 400 ärenden som den lärt sig av" in text
    assert "Rätt första gissning 70,0 %" in text
    assert ("Täckning" in text, "Det här var den första modellen." in text) == (False, True)


@pytest.mark.parametrize(
    ("address", "status"),
    [(f"{LATEST}{SHA[:12]}/", 200), (f"{LATEST}{SHA}/", 404), (f"{LATEST}abcdef/", 404), (f"{LATEST}{'0' * 12}/", 404)],
)
def test_card_is_found_by_twelve_digits_only(agent: Client, address: str, status: int) -> None:
    model_in_use()
    assert agent.get(address).status_code == status


def test_no_model_and_a_model_without_a_card_have_pages(agent: Client) -> None:
    assert "Ingen modell är tränad än" in page(agent, LATEST)
    model_in_use(card={})
    assert "Modellen tränades innan det fanns modellkort." in page(agent, LATEST)


def test_plot_is_a_picture_with_words_and_the_same_figures_as_its_table(agent: Client) -> None:
    model_in_use()
    content = agent.get(LATEST).content.decode()
    start = content.index('<svg class="sk-plot-picture"')
    picture = ElementTree.fromstring(content[start : content.index("</svg>", start) + len("</svg>")])  # noqa: S314  # our own page
    named = {child.get("id") for child in picture if child.tag in {"title", "desc"}}
    assert set(picture.attrib["aria-labelledby"].split()) == named
    points = [(child.get("cx"), child.get("cy"), child.get("r")) for child in picture if child.tag == "circle"]
    assert points == [("220", "194", "10"), ("340", "23", "16")]
    assert "50–60 % 30 56 % 40 % 90–100 % 120 96 % 97 %" in words_of(content.encode())


def test_points_stay_within_the_picture() -> None:
    corners = [
        {"from": 0.0, "n": 1, "confidence": 0.0, "right": 1.0},
        {"from": 0.9, "n": 9, "confidence": 1, "right": 0},
    ]
    first, last = reliability(corners).points
    assert (first.x, first.y, first.diagonal) == (LEFT, TOP, TOP + SIDE)
    assert (last.x, last.y, last.diagonal) == (LEFT + SIDE, TOP + SIDE, TOP)


def test_bars_point_right_for_and_left_against() -> None:
    assert [(bar.x, bar.width) for bar in bars([2.0, -1.0, 0.0])] == [(100, 100), (50, 50), (100, 0)]
    assert bars([]) == []


@pytest.mark.parametrize("languages", [1, 3])
def test_card_needs_the_same_queries_for_any_number_of_groups(agent: Client, languages: int) -> None:
    groups = {code: figures(30, 0.5) for code in ("sv", "en", "so")[:languages]}
    model_in_use(card=card(slices={**card()["slices"], "language": groups}))
    with CaptureQueriesContext(connection) as queries:
        agent.get(LATEST)
    assert len(queries) == 7


def test_card_of_a_real_training_stands_on_the_page(
    client: Client,
    alvhamra: Municipality,
    guides: None,
    history: None,
) -> None:
    """Everything that the page reads is what `triage.domain.card` and the nightly report write."""
    model = train_and_promote().model
    write_reports()
    client.force_login(organisation.person(SUPPORT_LEAD, alvhamra))
    text = page(client, LATEST)
    measured, taught = model.card["figures"], model.card["taught"]["by_queue"]
    assert f"Modellkortet {model}" in text
    assert f"Mätt på {measured['n']} ärenden som modellen inte lärt sig av" in text
    technical = model.card["classes"].index("technical")
    assert f"Tekniskt stöd {taught['technical']} {sum(measured['confusion'][technical])} " in text
    assert model.card["words"]["technical"][0][0] in text
    assert "Modellen gissade på den här kön 0 av 0" in text
    assert "Det här var den första modellen." in text
    proof = stage(alvhamra).certificate
    assert f"{proof['errors']} fel bland {proof['n']} ärenden som modellen aldrig hade sett:" in text
    assert TrainedModel.objects.in_use() == model
