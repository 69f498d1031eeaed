"""The weekly test comes due and sees the week's tickets, however often another model is taken into use."""

from datetime import timedelta

import numpy as np
from django.utils import timezone

from accounts.models import Municipality
from tests.factories import tickets
from triage.domain.certificates import recertify
from triage.domain.monitoring import check_due_queues, late_confidences
from triage.enums import Stage
from triage.models import Decision, QueueStage


def automatic(place: Municipality, **fields: object) -> QueueStage:
    stage = QueueStage.objects.get(queue__municipality=place, queue__kind="technical")
    values = {"stage": Stage.AUTOMATIC, "threshold": 0.9, "certified_model": "a" * 64, **fields}
    QueueStage.objects.filter(pk=stage.pk).update(**values)
    stage.refresh_from_db()
    return stage


def decided(place: Municipality, **fields: object) -> Decision:
    ticket = tickets.ticket(place)
    return Decision.objects.create(
        ref=ticket.reference, ticket_reference=ticket.reference, municipality_slug=place.slug, **fields
    )


def test_another_model_does_not_put_the_weekly_test_off(alvhamra: Municipality) -> None:
    tested = timezone.now() - timedelta(days=6)
    stage = automatic(alvhamra, looked_at=tested)
    recertify("b" * 64, ["pedagogical", "technical"], [], np.zeros((0, 2)))
    stage.refresh_from_db()
    assert (stage.certified_model, stage.looked_at) == ("", tested)


def test_queue_is_tested_once_a_week(alvhamra: Municipality) -> None:
    stage = automatic(alvhamra, looked_at=timezone.now() - timedelta(days=7))
    now = timezone.now()
    assert check_due_queues(now) == []
    stage.refresh_from_db()
    assert (stage.stage, stage.looked_at) == (Stage.AUTOMATIC, now)


def test_shift_is_looked_for_in_tickets_of_all_models_of_the_week(alvhamra: Municipality) -> None:
    stage = automatic(alvhamra)
    decided(alvhamra, model_sha256="a" * 64, confidence=0.9)
    decided(alvhamra, model_sha256="b" * 64, confidence=0.8)
    decided(alvhamra, model_sha256="", confidence=0.7)
    decided(alvhamra, model_sha256="b" * 64, confidence=0.6, created_at=timezone.now() - timedelta(days=8))
    assert late_confidences(stage, timezone.now() - timedelta(days=7)) == [0.9, 0.8]
