"""A decision's page: why the machine said what it said, and when nobody may know it yet."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import Municipality, User
from accounts.roles import PEDAGOGICAL_AGENT, SUPPORT_LEAD
from support.domain import routing
from support.domain import tickets as ticket_verbs
from support.models import Suggestion, Ticket, WorkItem
from tests.factories import organisation, tickets
from tests.triage.cards import SHA, model_in_use
from tests.triage.test_pages_stages import page
from triage.classifier.features import role_term
from triage.classifier.text import TicketText
from triage.models import Decision

REASONS = [
    {"kind": "guide", "name": "Koppla kortläsaren", "weight": 1.427},
    {"kind": "word", "name": "kortläsare", "weight": 0.341},
    {"kind": "word", "name": "betyg", "weight": -0.522},
]
REST = {"kind": "rest", "name": "", "weight": 0.254}
SECRET = ("wifi", "ordet ”kortläsare”", "98,9", "Koppla kortläsaren")


@pytest.fixture
def item(alvhamra: Municipality) -> WorkItem:
    return tickets.in_queue(alvhamra, "technical")


def decide(ticket: Ticket, **changes: Any) -> Decision:
    fields = {
        "ref": "d" * 32,
        "ticket_reference": ticket.reference,
        "municipality_slug": ticket.municipality.slug,
        "model_sha256": SHA,
        "text_sha256": "0" * 64,
        "text": {"subject": "", "body": "wifi"},
        "written_in": "sv",
        "guide_hits": [
            {"title": "Koppla kortläsaren", "queue": "technical", "score": 9.0, "url": "/alvhamra/gemensamt/byt/"}
        ],
        "probabilities": {"pedagogical": 0.0081, "technical": 0.98851, "unsorted": 0.00339},
        "queue": "technical",
        "confidence": 0.98851,
        "novelty": -2.8,
        "reasons": REASONS,
        "threshold": 0.9084,
        "stage": "suggest",
        **changes,
    }
    return Decision.objects.create(**fields)


def address(decision: Decision) -> str:
    return f"/alvhamra/sortering/beslut/{decision.ref}/"


def test_page_tells_all_that_was_weighed(signed_in: Client, item: WorkItem) -> None:
    model_in_use()
    decision = decide(item.ticket)
    text = page(signed_in, address(decision))
    for part in (
        "Beslutet : Tekniskt stöd, 98,9 %".replace(" :", ":"),
        "Tekniskt stöd 98,9 % Pedagogiskt stöd 0,8 % Att fördela 0,3 %",
        "guiden Koppla kortläsaren +1,43 ordet ”kortläsare” +0,34 ordet ”betyg” −0,52 Summa av de visade +1,25",
        "Bara de tyngsta skälen sparas.",
        "Steg för kön Föreslår Lägsta sannolikhet för att sortera själv 0,908 (nåddes, med 0,989)",
        "Textens språk Svenska Hur ny likt det som modellen har mött förut (−2,80) Modell abcdef012345",
        "En människa bestämmer, och kan se förslaget.",
    ):
        assert part in text
    content = signed_in.get(address(decision)).content.decode()
    assert 'href="/alvhamra/gemensamt/byt/"' in content
    assert 'href="/alvhamra/sortering/kort/abcdef012345/"' in content


def test_stored_rest_makes_the_sum_whole(signed_in: Client, item: WorkItem) -> None:
    text = page(signed_in, address(decide(item.ticket, reasons=[*REASONS, REST])))
    assert "resten: hur vanlig kön är, hur bekant texten är +0,25 Summa +1,50" in text
    assert "Bara de tyngsta skälen sparas." not in text


def test_role_among_the_words_is_told_as_a_role(signed_in: Client, item: WorkItem) -> None:
    role = {"kind": "word", "name": role_term(TicketText("", "", "guardian")), "weight": 0.11}
    assert "frågeställarens roll: Vårdnadshavare +0,11" in page(signed_in, address(decide(item.ticket, reasons=[role])))


def test_guides_alone_have_no_model_and_no_novelty(signed_in: Client, item: WorkItem) -> None:
    decision = decide(item.ticket, model_sha256="", threshold=None, written_in="", trouble="no model has been trained")
    text = page(signed_in, address(decision))
    assert "ingen: kön var inte certifierad Textens språk för kort för att avgöra Modell ingen: bara guiderna" in text
    assert "Modellen i bruk gick inte att använda." in text
    assert "Hur ny" not in text


def test_sorted_without_a_person_says_so(signed_in: Client, item: WorkItem) -> None:
    text = page(signed_in, address(decide(item.ticket, moved=True, stage="automatic")))
    assert "Ärendet sorterades till kön utan att en människa gjorde det." in text


@pytest.mark.parametrize(
    "blind", [{"audit": "random", "audit_probability": 0.25}, {"stage": "shadow"}, {"stage": "off"}]
)
@pytest.mark.parametrize("confirmed_by", ["solving", "moving"])
def test_blind_decision_is_sealed_until_a_person_has_confirmed(
    client: Client, alvhamra: Municipality, tree: object, item: WorkItem, blind: dict[str, Any], confirmed_by: str
) -> None:
    lead = organisation.person(SUPPORT_LEAD, alvhamra)
    client.force_login(lead)
    decision = decide(item.ticket, **blind)
    sealed = page(client, address(decision))
    assert "Det här ärendet sorteras utan förslag" in sealed
    assert [word for word in SECRET if word in sealed] == []
    if confirmed_by == "solving":
        ticket_verbs.solve(item=item, by=lead)
    else:
        routing.route_ticket(ticket=item.ticket, queue=tickets.queue(alvhamra, "pedagogical"), by=lead, reason="")
    shown = page(client, address(decision))
    assert [word for word in SECRET if word not in shown] == ["wifi"]  # the ticket's text never stands here


def test_taking_or_answering_does_not_open_the_seal(signed_in: Client, agent: User, item: WorkItem) -> None:
    decision = decide(item.ticket, audit="least_sure", audit_probability=0.7)
    ticket_verbs.take(item=item, by=agent)
    assert "sorteras utan förslag" in page(signed_in, address(decision))


def test_opened_seal_says_why_the_ticket_was_drawn(signed_in: Client, agent: User, item: WorkItem) -> None:
    decision = decide(item.ticket, audit="least_sure", audit_probability=0.4)
    ticket_verbs.solve(item=item, by=agent)
    assert (
        "Ett stickprov som en människa sorterade utan att se förslaget: ett av dem som modellen var minst säker på. "
        "Chansen att ärendet skulle väljas ut var 40 %."
    ) in page(signed_in, address(decision))


def test_erased_decision_says_so_and_only_the_lead_reads_it(
    signed_in: Client, alvhamra: Municipality, item: WorkItem
) -> None:
    decision = decide(item.ticket)
    item.ticket.delete()
    assert signed_in.get(address(decision)).status_code == 403
    signed_in.force_login(organisation.person(SUPPORT_LEAD, alvhamra))
    text = page(signed_in, address(decision))
    assert "Ärendets ord är raderade, och med dem beslutets skäl." in text
    assert "Tekniskt stöd 98,9 %" in text
    assert [word for word in ("kortläsare", "betyg", "wifi") if word in text] == []


def test_agent_of_another_queue_and_of_another_municipality_are_refused(
    client: Client, tree: object, alvhamra: Municipality, ekeryd: Municipality, item: WorkItem
) -> None:
    decision = decide(item.ticket)
    client.force_login(organisation.person(PEDAGOGICAL_AGENT, alvhamra))
    assert client.get(address(decision)).status_code == 403
    client.force_login(organisation.person(SUPPORT_LEAD, ekeryd))
    assert client.get(address(decision)).status_code == 404
    assert client.get(f"/ekeryd/sortering/beslut/{decision.ref}/").status_code == 404


def test_unknown_decision_is_not_found(signed_in: Client) -> None:
    assert signed_in.get(f"/alvhamra/sortering/beslut/{'0' * 32}/").status_code == 404


@pytest.mark.parametrize(("ref", "there"), [("d" * 32, True), ("", False)])
def test_ticket_leads_to_its_decision(signed_in: Client, item: WorkItem, ref: str, there: bool) -> None:
    Suggestion.objects.create(ticket=item.ticket, queue_kind="technical", confidence=0.9, decision_ref=ref)
    content = signed_in.get(f"/alvhamra/arenden/{item.ticket.reference}/").content.decode()
    assert (f'href="/alvhamra/sortering/beslut/{"d" * 32}/"' in content) is there


@pytest.mark.parametrize("count", [1, 3])
def test_page_needs_the_same_queries_for_any_number_of_reasons(signed_in: Client, item: WorkItem, count: int) -> None:
    decision = decide(item.ticket, reasons=REASONS[:count])
    with CaptureQueriesContext(connection) as queries:
        signed_in.get(address(decision))
    assert len(queries) == 8
