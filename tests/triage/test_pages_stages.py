"""The support lead's page: the figures beside each switch, the switches, and who may use them."""

import html
import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import Municipality, User
from accounts.roles import MUNICIPALITY_ADMINISTRATOR, SUPPORT_LEAD, SYSTEM_ADMINISTRATOR, TECHNICAL_AGENT
from support.enums import QueueKind
from tests.factories import organisation
from tests.triage.cards import REPORT, SHA, certify, model_in_use, stage, tried
from triage.domain.stages import change_stage
from triage.enums import Stage
from triage.models import QueueStage, StageChange

ADDRESS = "/alvhamra/sortering/"
TECHNICAL = "/alvhamra/sortering/ko/technical/"


def words_of(content: bytes) -> str:
    """The text of a page as a reader has it: one line, with ordinary spaces."""
    text = html.unescape(re.sub(r"<[^>]+>", " ", content.decode()))
    return " ".join(text.replace("\u00a0", " ").split())


def page(client: Client, address: str = ADDRESS) -> str:
    return words_of(client.get(address).content)


def test_certificate_is_told_in_plain_words(as_lead: Client, alvhamra: Municipality) -> None:
    model_in_use()
    certify(alvhamra)
    assert (
        "0 fel bland 59 ärenden som modellen aldrig hade sett: med 95 % säkerhet högst 5 % fel. "
        "Gäller från sannolikheten 0,91. Så säker är modellen på 56 % av de ärenden som den skulle lägga i kön."
    ) in page(as_lead)


def test_certificate_promises_the_target_and_not_the_luckier_bound_of_the_tickets_it_chose(
    as_lead: Client, alvhamra: Municipality
) -> None:
    model_in_use()
    certify(alvhamra)
    QueueStage.objects.update(certificate={"threshold": 0.9, "n": 93, "errors": 1, "bound": 0.0411, "coverage": 0.5})
    assert "1 fel bland 93 ärenden som modellen aldrig hade sett: med 95 % säkerhet högst 5 % fel." in page(as_lead)


def test_too_many_errors_among_the_surest_are_the_reason_given(as_lead: Client, alvhamra: Municipality) -> None:
    model_in_use()
    tried(alvhamra, seen=97, wrong=24)
    assert (
        "Inget certifikat. Av 97 ärenden som modellen skulle lägga i kön hörde 24 till en annan kö. "
        "Även bland de ärenden som modellen är säkrast på är felen för många för att lova högst 5 % fel."
    ) in page(as_lead)


def test_too_few_tickets_are_counted_up_to_what_it_takes(as_lead: Client, alvhamra: Municipality) -> None:
    model_in_use()
    tried(alvhamra, seen=40, wrong=2)
    assert (
        "Det krävs minst 59 slumpvis utvalda ärenden för att med 95 % säkerhet lova högst 5 % fel, "
        "och fler om modellen har fel om något av dem. "
        "Det finns 40 som modellen skulle lägga i kön, varav 2 hörde till en annan kö. Minst 19 till behövs."
    ) in page(as_lead)


def test_lead_is_told_to_wait_while_one_queue_is_certified_and_all_are_silent(
    as_lead: Client, alvhamra: Municipality
) -> None:
    model_in_use()
    certify(alvhamra)
    QueueStage.objects.update(stage=Stage.SHADOW)
    assert (
        "Vänta tills alla köer är certifierade Har certifikat: Tekniskt stöd. Saknar certifikat: Pedagogiskt stöd. "
        "Så länge alla köer är i skugga kan varje ärende användas för att pröva modellen."
    ) in page(as_lead)


def test_lead_is_told_that_a_queue_which_shows_suggestions_slows_the_others(
    as_lead: Client, alvhamra: Municipality
) -> None:
    model_in_use()
    certify(alvhamra)
    QueueStage.objects.update(stage=Stage.SHADOW)
    change_stage(stage=stage(alvhamra), to=Stage.AUTOMATIC, by=None)
    assert (
        "Just nu tar det lång tid att få ett certifikat Saknar certifikat: Pedagogiskt stöd. "
        "Så länge någon kö visar förslag eller sorterar själv kan bara vart tjugonde ärende användas"
    ) in page(as_lead)


@pytest.mark.parametrize("pedagogical", ["off", "certified"])
def test_no_advice_where_no_queue_waits_for_a_certificate(
    as_lead: Client, alvhamra: Municipality, pedagogical: str
) -> None:
    model_in_use()
    certify(alvhamra)
    if pedagogical == "off":
        change_stage(stage=stage(alvhamra, QueueKind.PEDAGOGICAL), to=Stage.OFF, by=None)
    else:
        certify(alvhamra, QueueKind.PEDAGOGICAL)
    assert "sk-notice" not in as_lead.get(ADDRESS).content.decode()


@pytest.mark.parametrize("tried_for", [f"{SHA}:0.02", f"{'1' * 64}:0.05"])
def test_model_that_is_not_tried_yet_is_told(as_lead: Client, alvhamra: Municipality, tried_for: str) -> None:
    model_in_use()
    QueueStage.objects.filter(pk=stage(alvhamra).pk).update(
        trials={tried_for: {"seen": 97, "wrong": 24, "passed": False}}
    )
    assert (
        "Inget certifikat. Modellen i bruk är inte prövad mot gränsen högst 5 % fel än. "
        "Det görs vid nästa körning, senast i natt."
    ) in page(as_lead)


def test_certificate_of_a_former_model_is_not_shown_as_valid(as_lead: Client, alvhamra: Municipality) -> None:
    model_in_use(sha256="1" * 64)
    certify(alvhamra)  # by SHA, which is not in use
    text = page(as_lead)
    assert ("0 fel bland 59" in text, "Inget certifikat." in text) == (False, True)


def test_without_a_model_the_page_says_that_only_guides_are_asked(as_lead: Client) -> None:
    assert page(as_lead).count("Ingen modell är tränad än. Förslagen bygger bara på guiderna.") == 3  # top and queues


def test_last_four_weeks_stand_beside_the_switch(as_lead: Client, alvhamra: Municipality) -> None:
    QueueStage.objects.filter(pk=stage(alvhamra).pk).update(report=REPORT)
    text = page(as_lead)
    assert (
        "Modellen gissade på den här kön 111 av 322 Stickprov, sorterade utan förslag 25 "
        "Sorterade av modellen 47 Flyttade därifrån av människor, även äldre ärenden 3 "
        "Uppskattad andel fel: 4 % (med 95 % säkerhet mellan 1 % och 14,4 %), efter ett stickprov på 24 ärenden."
    ) in text
    assert "Siffrorna räknas varje natt; det finns inga än." in text  # the other queue
    assert "så säker som certifikatet kräver" not in text


def test_automatic_is_offered_to_a_certified_queue_only(as_lead: Client, alvhamra: Municipality) -> None:
    model_in_use()
    certify(alvhamra)
    offered = set(re.findall(r'id="(\w+_automatic)"', as_lead.get(ADDRESS).content.decode()))
    assert offered == {"technical_automatic"}


def test_stage_is_changed_with_name_and_reason_in_the_history(
    as_lead: Client, lead: User, alvhamra: Municipality
) -> None:
    response = as_lead.post(TECHNICAL, {"stage": "shadow", "why": "Vi mäter först."})
    assert (response.status_code, response["Location"]) == (302, ADDRESS)
    assert stage(alvhamra).stage == Stage.SHADOW
    change = StageChange.objects.get()
    assert (change.before, change.after, change.by, change.why) == ("suggest", "shadow", lead, "Vi mäter först.")
    text = page(as_lead)
    assert "Tekniskt stöd: I skugga." in text
    assert f"Tekniskt stöd Föreslår → till I skugga {lead} Vi mäter först." in text


def test_change_by_the_machine_is_the_systems(as_lead: Client, alvhamra: Municipality) -> None:
    change_stage(stage=stage(alvhamra), to=Stage.SHADOW, by=None, why="Veckoprovet")
    assert "Föreslår → till I skugga Systemet Veckoprovet" in page(as_lead)


def test_automatic_without_a_certificate_is_refused_and_the_choice_kept(
    as_lead: Client, alvhamra: Municipality
) -> None:
    response = as_lead.post(TECHNICAL, {"stage": "automatic", "why": "Nu kör vi"})
    content = response.content.decode()
    assert response.status_code == 422
    assert words_of(response.content).count("Kön är inte certifierad för modellen i bruk.") == 2  # summary and field
    assert re.search(r'id="technical_automatic"[^>]*value="automatic" checked', content)
    assert 'value="Nu kör vi"' in content
    assert re.search(r'id="pedagogical_suggest"[^>]*checked', content)
    assert (stage(alvhamra).stage, StageChange.objects.count()) == (Stage.SUGGEST, 0)


@pytest.mark.parametrize("data", [{}, {"stage": ""}, {"stage": "finns-inte"}, {"stage": "off", "why": "x" * 301}])
def test_form_that_says_nothing_usable_changes_nothing(
    as_lead: Client, alvhamra: Municipality, data: dict[str, str]
) -> None:
    assert as_lead.post(TECHNICAL, data).status_code == 422
    assert (stage(alvhamra).stage, StageChange.objects.count()) == (Stage.SUGGEST, 0)


def test_queue_without_a_stage_is_unknown(as_lead: Client) -> None:
    assert as_lead.post("/alvhamra/sortering/ko/unsorted/", {"stage": "off"}).status_code == 404


def test_certified_queue_sorts_by_itself_after_the_form(as_lead: Client, alvhamra: Municipality) -> None:
    model_in_use()
    certify(alvhamra)
    as_lead.post(TECHNICAL, {"stage": "automatic"})
    assert (stage(alvhamra).stage, stage(alvhamra).certified_model) == (Stage.AUTOMATIC, SHA)


def test_off_switch_turns_off_all_queues_of_the_municipality_and_no_other(
    as_lead: Client, lead: User, alvhamra: Municipality, ekeryd: Municipality
) -> None:
    change_stage(stage=stage(alvhamra), to=Stage.OFF, by=lead)
    as_lead.post("/alvhamra/sortering/av/")
    assert {s.stage for s in QueueStage.objects.filter(queue__municipality=alvhamra)} == {Stage.OFF}
    assert {s.stage for s in QueueStage.objects.filter(queue__municipality=ekeryd)} == {Stage.SUGGEST}
    assert StageChange.objects.filter(by=lead).count() == 2  # the one above, and the other queue
    text = page(as_lead)
    assert "Sorteringen är avstängd i 1 kö." in text
    assert "Sorteringen är avstängd i alla köer. Välj ett annat steg ovan" in text


def test_history_of_another_municipality_is_not_shown(
    as_lead: Client, alvhamra: Municipality, ekeryd: Municipality
) -> None:
    change_stage(stage=stage(ekeryd), to=Stage.OFF, by=None, why="Ekeryds hemliga skäl")
    assert "hemliga" not in page(as_lead)


@pytest.mark.parametrize("address", [TECHNICAL, "/alvhamra/sortering/av/"])
def test_only_the_municipalitys_lead_turns_the_switches(
    address: str, tree: object, alvhamra: Municipality, ekeryd: Municipality
) -> None:
    people = {
        "agent": organisation.person(TECHNICAL_AGENT, alvhamra),
        "administrator": organisation.person(MUNICIPALITY_ADMINISTRATOR, alvhamra),
        "system": organisation.person(SYSTEM_ADMINISTRATOR),
        "foreign_lead": organisation.person(SUPPORT_LEAD, ekeryd),
    }
    seen = {}
    for name, user in people.items():
        client = Client()
        client.force_login(user)
        seen[name] = client.post(address, {"stage": "off"}).status_code
    assert seen == {"agent": 403, "administrator": 403, "system": 404, "foreign_lead": 404}
    assert StageChange.objects.count() == 0


def test_system_administrator_reads_without_switches(client: Client, tree: object, alvhamra: Municipality) -> None:
    client.force_login(organisation.person(SYSTEM_ADMINISTRATOR))
    content = client.get(ADDRESS).content.decode()
    assert "Tekniskt stöd" in content
    assert 'action="/alvhamra/sortering/' not in content


def test_lead_is_led_here_and_an_agent_is_not(client: Client, tree: object, alvhamra: Municipality) -> None:
    for role, leads in ((SUPPORT_LEAD, True), (TECHNICAL_AGENT, False)):
        client.force_login(organisation.person(role, alvhamra))
        assert ('href="/alvhamra/sortering/"' in client.get("/alvhamra/arenden/").content.decode()) is leads


@pytest.mark.parametrize("changes", [1, 3])
def test_page_needs_the_same_queries_for_any_number_of_changes(
    as_lead: Client, lead: User, alvhamra: Municipality, changes: int
) -> None:
    model_in_use()
    for number in range(changes):
        change_stage(stage=stage(alvhamra), to=(Stage.OFF, Stage.SHADOW)[number % 2], by=lead)
    with CaptureQueriesContext(connection) as queries:
        as_lead.get(ADDRESS)
    assert len(queries) == 7


def test_page_in_english_is_whole(as_lead: Client, alvhamra: Municipality) -> None:
    model_in_use()
    certify(alvhamra)
    assert (
        "0 errors in 59 tickets that the model had never seen: with 95 % certainty at most 5 % errors. "
        "Holds from confidence 0.91;"
    ) in page(as_lead, "/en/alvhamra/sortering/")
