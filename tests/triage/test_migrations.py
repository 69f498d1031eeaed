"""What the migrations make of older data."""

from datetime import timedelta
from importlib import import_module

from django.apps import apps
from django.utils import timezone

from accounts.models import Municipality
from tests.triage.cards import SHA, certify, model_in_use, stage
from triage.enums import Stage
from triage.models import Decision, QueueStage, StageChange

TRIALS = import_module("triage.migrations.0005_trials")


def test_older_decisions_are_fair_only_while_every_queue_was_silent(alvhamra: Municipality) -> None:
    now = timezone.now()
    technical, pedagogical = stage(alvhamra), stage(alvhamra, "pedagogical")
    QueueStage.objects.filter(queue__municipality=alvhamra).update(stage=Stage.SHADOW)
    for queue, days, before, after in [
        (technical, 40, "suggest", "shadow"),
        (pedagogical, 30, "suggest", "shadow"),  # from here on both are silent
        (technical, 20, "shadow", "automatic"),
        (technical, 10, "automatic", "shadow"),  # and again
    ]:
        StageChange.objects.create(stage=queue, before=before, after=after, at=now - timedelta(days=days))
    for days in (45, 35, 25, 15, 5):
        decision(days, stage="shadow", created_at=now - timedelta(days=days))
    decision(16, stage="automatic", audit="random", audit_probability=0.05, created_at=now - timedelta(days=16))
    TRIALS.mark_fair(apps, None)
    assert set(Decision.objects.filter(fair=True).values_list("ref", flat=True)) == {"25", "5", "16"}


def decision(ref: int, **fields: object) -> Decision:
    return Decision.objects.create(ref=str(ref), ticket_reference="SK-1", municipality_slug="alvhamra", **fields)


def test_what_the_model_in_use_was_tried_on_is_remembered(alvhamra: Municipality) -> None:
    model_in_use()
    certify(alvhamra)
    TRIALS.remember_trials(apps, None)
    assert stage(alvhamra).trial_of(SHA) == {"seen": 97, "wrong": 24, "passed": True}
    assert stage(alvhamra, "pedagogical").trial_of(SHA) == {"seen": 40, "wrong": 2, "passed": False}
