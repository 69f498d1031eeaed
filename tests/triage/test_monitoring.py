"""The weekly test comes due and sees the week's tickets, however often another model is taken into use."""

from datetime import timedelta

import numpy as np
import pytest
from django.utils import timezone

from accounts.models import Municipality
from tests.factories import tickets
from tests.triage.cards import model_in_use
from triage.domain.certificates import certify_queues
from triage.domain.monitoring import check_due_queues, familiarities
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
    model_in_use(sha256="b" * 64)
    certify_queues("b" * 64, ["pedagogical", "technical"], [], np.zeros((0, 2)))
    stage.refresh_from_db()
    assert (stage.certified_model, stage.looked_at) == ("", tested)


def test_queue_is_tested_once_a_week(alvhamra: Municipality) -> None:
    stage = automatic(alvhamra, looked_at=timezone.now() - timedelta(days=7))
    now = timezone.now()
    assert check_due_queues(now) == []
    stage.refresh_from_db()
    assert (stage.stage, stage.looked_at) == (Stage.AUTOMATIC, now)


def test_familiarities_are_those_of_all_models_in_the_time(alvhamra: Municipality) -> None:
    now = timezone.now()
    for days, model, novelty in [(6, "a", -1.5), (5, "b", 2.0), (4, "", 0.0), (3, "b", None), (8, "b", 1.0)]:
        decided(alvhamra, model_sha256=model, novelty=novelty, created_at=now - timedelta(days=days))
    assert familiarities(alvhamra, now - timedelta(days=7), now) == [1.5, -2.0]


@pytest.mark.parametrize(("last_week", "stage"), [(-1.0, Stage.AUTOMATIC), (1.0, Stage.SUGGEST)])
def test_week_of_stranger_tickets_stops_the_queue(alvhamra: Municipality, last_week: float, stage: Stage) -> None:
    now = timezone.now()
    automatic(alvhamra, looked_at=now - timedelta(days=7))
    for number in range(60):
        late = number < 30
        decided(
            alvhamra,
            model_sha256="a",
            novelty=last_week if late else -1.0,
            created_at=now - timedelta(days=3 if late else 20),
        )
    stopped = check_due_queues(now)
    assert [one.queue.kind for one in stopped] == (["technical"] if stage == Stage.SUGGEST else [])
    assert QueueStage.objects.get(queue__municipality=alvhamra, queue__kind="technical").stage == stage
