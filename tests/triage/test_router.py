"""The classifier in its place: suggests, abstains, sorts only with a certificate, and survives its own failures."""

from collections.abc import Callable

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import Municipality
from support.domain.routing import store_suggestion
from support.models import Suggestion, Ticket
from support.router import router
from tests.factories import tickets
from triage.domain import store
from triage.domain.stages import NotCertified, change_stage, fall_back, quietest, stages_of
from triage.domain.training import train_and_promote
from triage.enums import Stage
from triage.health import probe_model
from triage.models import Decision, QueueStage, TrainedModel

TECHNICAL_TEXT = "Lösenord och inloggning: skrivaren och wifi krasch uppdatering"


def stage(place: Municipality, kind: str) -> QueueStage:
    return QueueStage.objects.get(queue__municipality=place, queue__kind=kind)


def suggestion_for(place: Municipality, run_jobs: Callable[[], int], body: str) -> Suggestion:
    ticket = tickets.ticket(place, subject="", body=body)
    run_jobs()
    return Suggestion.objects.get(ticket=ticket)


def test_guides_alone_suggest_on_the_first_day(
    alvhamra: Municipality, guides: None, run_jobs: Callable[[], int]
) -> None:
    suggestion = suggestion_for(alvhamra, run_jobs, "Jag har glömt mitt lösenord till inloggning")
    assert (suggestion.queue_kind, suggestion.automatic) == ("technical", False)
    assert next(reason["text"] for reason in suggestion.reasons if reason["kind"] == "guide") == "Byt lösenord"
    assert Decision.objects.get().ref == suggestion.decision_ref


def test_text_about_neither_gets_no_suggestion(
    alvhamra: Municipality, guides: None, run_jobs: Callable[[], int]
) -> None:
    suggestion = suggestion_for(alvhamra, run_jobs, "Zzz xyq")
    assert (suggestion.queue_kind, tickets.item(suggestion.ticket).queue.kind) == ("", "unsorted")


def test_certified_queue_sorts_by_itself_once_switched_on(
    alvhamra: Municipality, guides: None, history: None, run_jobs: Callable[[], int]
) -> None:
    train_and_promote()
    technical = stage(alvhamra, "technical")
    assert (technical.stage, technical.threshold is not None) == (Stage.SUGGEST, True)
    before = suggestion_for(alvhamra, run_jobs, TECHNICAL_TEXT)
    assert (before.queue_kind, before.automatic) == ("technical", False)
    change_stage(stage=technical, to=Stage.AUTOMATIC, by=None)
    after = suggestion_for(alvhamra, run_jobs, TECHNICAL_TEXT)
    assert (after.automatic, tickets.item(after.ticket).queue.kind) == (True, "technical")
    assert (before.summary, after.summary) == (
        "Maskinen är tillräckligt säker för att föreslå en kö.",
        "Maskinen är så säker som köns certifikat kräver.",
    )


def test_certificate_of_another_model_sorts_nothing(
    alvhamra: Municipality, guides: None, history: None, run_jobs: Callable[[], int]
) -> None:
    train_and_promote()
    technical = stage(alvhamra, "technical")
    change_stage(stage=technical, to=Stage.AUTOMATIC, by=None)
    QueueStage.objects.filter(pk=technical.pk).update(certified_model="f" * 64)
    assert not suggestion_for(alvhamra, run_jobs, TECHNICAL_TEXT).automatic


def test_other_municipality_without_own_tickets_is_not_certified(
    alvhamra: Municipality, ekeryd: Municipality, guides: None, history: None
) -> None:
    train_and_promote()
    assert stage(ekeryd, "technical").threshold is None
    with pytest.raises(NotCertified):
        change_stage(stage=stage(ekeryd, "technical"), to=Stage.AUTOMATIC, by=None)


@pytest.mark.parametrize(("other", "decisions"), [(Stage.OFF, 0), (Stage.SHADOW, 1), (Stage.SUGGEST, 1)])
def test_queue_that_is_off_shows_nothing_and_is_not_asked_about_when_the_other_is_off_too(
    alvhamra: Municipality, guides: None, run_jobs: Callable[[], int], other: Stage, decisions: int
) -> None:
    QueueStage.objects.filter(queue__kind="technical").update(stage=Stage.OFF)
    QueueStage.objects.filter(queue__kind="pedagogical").update(stage=other)
    suggestion = suggestion_for(alvhamra, run_jobs, "lösenord inloggning")
    assert (suggestion.shown, suggestion.queue_kind) == (False, "technical" if decisions else "")
    assert Decision.objects.count() == decisions


def test_shadow_shows_the_agent_nothing_and_keeps_its_decision(
    alvhamra: Municipality, guides: None, run_jobs: Callable[[], int]
) -> None:
    QueueStage.objects.update(stage=Stage.SHADOW)
    suggestion = suggestion_for(alvhamra, run_jobs, "lösenord inloggning")
    assert (suggestion.shown, Decision.objects.get().stage) == (False, Stage.SHADOW)


def test_alike_tickets_are_shown_although_sorting_is_off(
    alvhamra: Municipality, guides: None, history: None, run_jobs: Callable[[], int]
) -> None:
    QueueStage.objects.update(stage=Stage.OFF)
    text = Ticket.objects.earliest("pk").messages.get().body
    kinds = {reason["kind"] for reason in suggestion_for(alvhamra, run_jobs, text).reasons}
    assert "copy" in kinds
    assert kinds <= {"copy", "similar"}


@pytest.mark.parametrize("damage", ["missing", "flipped", "other version"])
def test_unusable_model_leaves_tickets_to_people_and_guides(
    alvhamra: Municipality, guides: None, history: None, run_jobs: Callable[[], int], damage: str, monkeypatch: object
) -> None:
    sha256 = train_and_promote().model.sha256
    change_stage(stage=stage(alvhamra, "technical"), to=Stage.AUTOMATIC, by=None)
    store._loaded.cache_clear()
    file = store.file_of(sha256)
    if damage == "missing":
        file.unlink()
        assert probe_model() == "the model's file is missing; an older model or the guides are asked"
    elif damage == "flipped":
        file.write_bytes(file.read_bytes()[:-1] + b"x")
    else:
        monkeypatch.setattr("sklearn.__version__", "0.1")
    suggestion = suggestion_for(alvhamra, run_jobs, TECHNICAL_TEXT)
    assert (suggestion.automatic, tickets.item(suggestion.ticket).queue.kind) == (False, "unsorted")
    assert Decision.objects.get().model_sha256 == ""


def test_training_keeps_one_model_in_use(alvhamra: Municipality, guides: None, history: None) -> None:
    train_and_promote()
    train_and_promote()
    assert TrainedModel.objects.filter(active=True).count() == 1


def test_two_models_in_use_are_refused_by_the_database(db: None) -> None:
    TrainedModel.objects.create(sha256="a", active=True, promoted_at=timezone.now())
    with pytest.raises(IntegrityError), transaction.atomic():
        TrainedModel.objects.create(sha256="b", active=True, promoted_at=timezone.now())


def test_automatic_without_a_certificate_is_refused_by_the_database(alvhamra: Municipality) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        QueueStage.objects.update(stage=Stage.AUTOMATIC)


def test_closed_queue_is_never_suggested(alvhamra: Municipality, guides: None, run_jobs: Callable[[], int]) -> None:
    alvhamra.queues.filter(kind="technical").update(closed=True)
    assert suggestion_for(alvhamra, run_jobs, "lösenord inloggning").queue_kind == ""


def test_router_named_by_the_setting_is_the_classifier() -> None:
    assert type(router()).__name__ == "ClassifierRouter"


def test_ticket_of_neither_queue_is_silent_while_one_queue_is_in_shadow(
    alvhamra: Municipality,
) -> None:
    ticket = tickets.ticket(alvhamra)
    QueueStage.objects.filter(queue__kind="technical").update(stage=Stage.SHADOW)
    assert quietest(stages_of(ticket.municipality)) == Stage.SHADOW
    QueueStage.objects.update(stage=Stage.AUTOMATIC, threshold=0.9, certified_model="a")
    assert quietest(stages_of(ticket.municipality)) == Stage.AUTOMATIC


def test_queue_that_was_switched_off_after_the_model_was_asked_gets_nothing(
    alvhamra: Municipality, guides: None, history: None
) -> None:
    train_and_promote()
    change_stage(stage=stage(alvhamra, "technical"), to=Stage.AUTOMATIC, by=None)
    moved = {}
    for to in (Stage.AUTOMATIC, Stage.OFF):
        ticket = tickets.ticket(alvhamra, subject="", body=TECHNICAL_TEXT)
        suggestion = router().suggest(ticket)
        assert suggestion.automatic
        change_stage(stage=stage(alvhamra, "technical"), to=to, by=None)
        moved[to] = store_suggestion(ticket=ticket, suggestion=suggestion)
    assert moved == {Stage.AUTOMATIC: True, Stage.OFF: False}


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite locks the whole file")
def test_machine_locks_the_stage_and_not_its_queue(alvhamra: Municipality, guides: None, history: None) -> None:
    """An agent who moves the ticket holds it and needs the queue; a machine that held the queue would block both."""
    train_and_promote()
    change_stage(stage=stage(alvhamra, "technical"), to=Stage.AUTOMATIC, by=None)
    ticket = tickets.ticket(alvhamra, subject="", body=TECHNICAL_TEXT)
    suggestion = router().suggest(ticket)
    with CaptureQueriesContext(connection) as queries:
        assert store_suggestion(ticket=ticket, suggestion=suggestion)
    locking = [query["sql"].partition("FOR UPDATE")[2] for query in queries if "FOR UPDATE" in query["sql"]]
    assert ' OF "triage_queuestage"' in locking
    assert not [tables for tables in locking if "support_queue" in tables]


def test_machine_does_not_take_back_to_suggest_what_was_switched_off(alvhamra: Municipality) -> None:
    """The weekly test had read the queue as automatic."""
    queue = stage(alvhamra, "technical")
    change_stage(stage=queue, to=Stage.OFF, by=None)
    fall_back(stage=queue, why="Veckoprovet")
    assert stage(alvhamra, "technical").stage == Stage.OFF
    assert [change.after for change in queue.changes.all()] == [Stage.OFF]


def test_urgent_ticket_is_never_sorted_by_itself(
    alvhamra: Municipality, guides: None, history: None, run_jobs: Callable[[], int]
) -> None:
    train_and_promote()
    change_stage(stage=stage(alvhamra, "technical"), to=Stage.AUTOMATIC, by=None)
    suggestion = suggestion_for(alvhamra, run_jobs, f"{TECHNICAL_TEXT} {TECHNICAL_TEXT} och pappa slår mig hemma")
    assert (suggestion.automatic, tickets.item(suggestion.ticket).queue.kind) == (False, "unsorted")


def test_audited_ticket_is_sorted_by_a_person_without_a_suggestion(
    alvhamra: Municipality, guides: None, history: None, run_jobs: Callable[[], int], settings: object
) -> None:
    train_and_promote()
    change_stage(stage=stage(alvhamra, "technical"), to=Stage.AUTOMATIC, by=None)
    settings.TRIAGE_AUDIT_SHARE = 5.0  # a fifth of it is drawn from all: everybody
    suggestion = suggestion_for(alvhamra, run_jobs, TECHNICAL_TEXT)
    decision = Decision.objects.get()
    assert (suggestion.automatic, suggestion.shown, decision.audit, decision.audit_probability) == (
        False,
        False,
        "random",
        1.0,
    )
