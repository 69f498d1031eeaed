"""Imported tickets: the guides are searched for them once a month, not at every training."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import Municipality
from support.models import Ticket
from tests.factories.tickets import import_examples
from tests.triage.test_classifier import made_up
from triage.classifier.guides import GuideHit
from triage.domain.evidence import KEPT, remember
from triage.domain.labels import labelled_tickets
from triage.models import GuideEvidence

REMEMBERED = [GuideHit("En guide som inte finns", "pedagogical", 99.0, "/borta/")]


@pytest.fixture
def imported(alvhamra: Municipality, guides: None) -> list[Ticket]:
    return import_examples(alvhamra, made_up(6))


def test_guides_are_searched_for_once(imported: list[Ticket]) -> None:
    first = [one.hits for one in labelled_tickets()]
    assert any(first)
    with CaptureQueriesContext(connection) as queries:
        assert [one.hits for one in labelled_tickets()] == first
    assert len(queries) <= 6


@pytest.mark.parametrize(("days", "searched"), [(29, False), (31, True)])
def test_evidence_is_found_anew_after_a_month(imported: list[Ticket], days: int, searched: bool) -> None:
    assert KEPT.days == 30
    remember({ticket.pk: REMEMBERED for ticket in imported})
    GuideEvidence.objects.update(found_at=timezone.now() - timedelta(days=days))
    assert all((one.hits != REMEMBERED) == searched for one in labelled_tickets())
    assert GuideEvidence.objects.count() == 6


def test_evidence_goes_with_its_ticket(imported: list[Ticket]) -> None:
    labelled_tickets()
    imported[0].delete()
    assert set(GuideEvidence.objects.values_list("ticket_id", flat=True)) == {ticket.pk for ticket in imported[1:]}
