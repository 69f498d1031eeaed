"""Decisions can be computed again; a model that fails at work is set aside and the ticket is not its victim."""

from collections.abc import Callable

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from accounts.models import Municipality
from support.models import Suggestion, Ticket
from tests.factories import tickets
from tests.factories.tickets import import_examples
from tests.triage.test_classifier import made_up
from triage.classifier.guides import GuideHit
from triage.classifier.text import TicketText
from triage.domain import store
from triage.domain.decisions import replay
from triage.domain.experts import ask
from triage.domain.training import train_and_promote
from triage.health import probe_model
from triage.models import Decision, TrainedModel

TEXT = "Lösenord och inloggning: skrivaren och wifi krasch"


@pytest.fixture
def decision(alvhamra: Municipality, guides: None, history: None, run_jobs: Callable[[], int]) -> Decision:
    train_and_promote()
    tickets.ticket(alvhamra, subject="Wifi", body=TEXT)
    run_jobs()
    return Decision.objects.get()


def test_decision_is_computed_again_with_the_same_result(decision: Decision) -> None:
    store._loaded.cache_clear()
    assert replay(decision).same


def test_decision_of_the_guides_alone_is_computed_again(
    alvhamra: Municipality, guides: None, run_jobs: Callable[[], int]
) -> None:
    tickets.ticket(alvhamra, subject="Wifi", body=TEXT)
    run_jobs()
    assert replay(Decision.objects.get()).same


def test_decision_stores_words_guides_and_their_sum(decision: Decision) -> None:
    kinds = {reason["kind"] for reason in decision.reasons}
    assert kinds >= {"word", "guide"}
    assert decision.guide_hits[0]["title"] == "Byt lösenord"
    assert decision.written_in == "sv"
    assert decision.text["role"] == "guardian"


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"guide_hits": []}, "probabilities up to"),
        ({"text": {"subject": "", "body": "Betyg", "role": ""}}, "not the one that was read"),
        ({"queue": "pedagogical"}, "computed again: technical"),
    ],
)
def test_changed_decision_is_found_out(decision: Decision, change: dict[str, object], why: str) -> None:
    for name, value in change.items():
        setattr(decision, name, value)
    result = replay(decision)
    assert (result.same, why in result.why_not) == (False, True)


def test_decision_of_a_deleted_ticket_says_that_its_words_are_gone(decision: Decision) -> None:
    Ticket.objects.get(reference=decision.ticket_reference).delete()
    decision.refresh_from_db()
    assert (decision.text, decision.reasons, decision.queue) == ({}, [], "technical")
    assert replay(decision).why_not == "the ticket was deleted, and its words with it"


def test_decision_of_another_scikit_learn_says_so(decision: Decision, monkeypatch: pytest.MonkeyPatch) -> None:
    store._loaded.cache_clear()
    monkeypatch.setattr("sklearn.__version__", "0.1")
    assert "made by scikit-learn" in replay(decision).why_not


def test_command_replays_one_decision_and_all(decision: Decision, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("replay_decision", decision.ref)
    call_command("replay_decision", "--all")
    assert "1 of 1 decisions computed again with the same result" in capsys.readouterr().out


def test_command_fails_for_a_decision_that_differs_or_does_not_exist(decision: Decision) -> None:
    Decision.objects.update(queue="pedagogical")
    with pytest.raises(CommandError, match="computed again"):
        call_command("replay_decision", decision.ref)
    with pytest.raises(CommandError, match="no decision"):
        call_command("replay_decision", "f" * 32)


def test_model_that_takes_too_long_is_set_aside_and_the_guides_answer(decision: Decision) -> None:
    """A text of thirty thousand words takes the model longer."""
    _, hits = text_and_hits(decision)
    endless = TicketText("", " ".join(f"ord{number}" for number in range(30_000)))
    opinion = ask(endless, hits, seconds=0.02)
    assert (opinion.model_sha256, opinion.trouble) == ("", "the model did not answer within 0.02 s")
    assert probe_model() == "the model did not answer within 0.02 s; an older model or the guides are asked"


def test_model_that_says_no_numbers_is_set_aside(decision: Decision) -> None:
    text, hits = text_and_hits(decision)
    model = store.load(decision.model_sha256)
    model.text_model.weights.coefficients[:] = float("nan")
    opinion = ask(text, hits)
    assert (opinion.model_sha256, opinion.trouble) == ("", "the model answered with values that are no numbers")


def text_and_hits(decision: Decision) -> tuple[TicketText, list[GuideHit]]:
    return TicketText(**decision.text), [GuideHit(**hit) for hit in decision.guide_hits]


@pytest.mark.parametrize("damage", ["missing", "truncated", "flipped", "trouble"])
def test_last_good_model_is_taken_and_sorts_nothing_by_itself(
    alvhamra: Municipality, guides: None, history: None, run_jobs: Callable[[], int], damage: str
) -> None:
    former = train_and_promote().model
    import_examples(alvhamra, made_up(100, seed=3))
    broken = train_and_promote().model
    spoil(broken, damage)
    store._loaded.cache_clear()
    tickets.ticket(alvhamra, subject="Wifi", body=TEXT)
    run_jobs()
    decision = Decision.objects.get()
    assert decision.model_sha256 == former.sha256
    assert decision.trouble != ""
    assert (Suggestion.objects.get().automatic, tickets.item(Ticket.objects.latest("pk")).queue.kind) == (
        False,
        "unsorted",
    )
    assert probe_model().endswith("an older model or the guides are asked")


def spoil(model: TrainedModel, damage: str) -> None:
    file = store.file_of(model.sha256)
    match damage:
        case "missing":
            file.unlink()
        case "truncated":
            file.write_bytes(file.read_bytes()[:-100])
        case "flipped":
            data = bytearray(file.read_bytes())
            data[len(data) // 2] ^= 1
            file.write_bytes(bytes(data))
        case _:
            store.set_aside(model.sha256, "the model did not answer within 10 s")


def test_health_is_well_with_a_model_that_can_be_used(decision: Decision) -> None:
    assert probe_model() is None
