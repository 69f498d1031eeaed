"""What a deleted or secret ticket leaves behind: nothing in decisions, and nothing in the model after a training."""

import os
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from accounts.models import Municipality
from accounts.roles import TECHNICAL_AGENT
from support.domain.marks import set_mark
from support.enums import Mark
from support.models import Ticket
from tests.factories import organisation, tickets
from tests.factories.tickets import import_examples
from tests.triage.test_classifier import made_up
from triage.classifier.model import Example
from triage.classifier.text import TicketText
from triage.domain import store
from triage.domain.forgetting import delete_needless_files, mark_if_outdated
from triage.domain.rollback import roll_back
from triage.domain.training import train_and_promote
from triage.models import Decision, TrainedModel
from triage.tasks import train_nightly

WORD = "xylofonkonsert"


def delete(ticket: Ticket) -> None:
    ticket.delete()


def make_secret(ticket: Ticket) -> None:
    by = organisation.person(TECHNICAL_AGENT, ticket.municipality)
    set_mark(item=tickets.item(ticket), mark=Mark.SECRET, on=True, by=by)


def known_words() -> set[str]:
    return set(store.load(TrainedModel.objects.get(active=True).sha256).text_model.features.word_terms.names)


@pytest.mark.parametrize("lose", [delete, make_secret])
def test_ticket_that_is_lost_is_out_of_the_model_after_the_night(
    alvhamra: Municipality, guides: None, lose: Callable[[Ticket], None]
) -> None:
    """Although nothing new has been confirmed."""
    odd = Example(TicketText("", f"lösenord {WORD} wifi"), "technical")
    imported = import_examples(alvhamra, [odd, *made_up(40)])
    train_nightly.func()
    assert WORD in known_words()
    train_nightly.func()
    assert TrainedModel.objects.count() == 1
    lose(imported[0])
    train_nightly.func()
    assert WORD not in known_words()
    assert TrainedModel.objects.in_use().stale_since is None


def test_former_model_that_comes_back_is_stale_too(alvhamra: Municipality, guides: None, history: None) -> None:
    first = train_and_promote().model
    import_examples(alvhamra, made_up(100, seed=3))
    train_and_promote()
    Ticket.objects.earliest("created_at").delete()
    assert roll_back(by=None) == first
    assert TrainedModel.objects.in_use().stale_since is not None


def test_ticket_that_is_lost_while_the_model_is_trained_makes_it_stale(alvhamra: Municipality, guides: None) -> None:
    taught = [ticket.reference for ticket in import_examples(alvhamra, made_up(40))]
    model = train_and_promote().model
    mark_if_outdated(model, taught)
    assert model.stale_since is None
    Ticket.objects.filter(reference=taught[0]).update(secret=True)
    mark_if_outdated(model, taught)
    assert model.stale_since is not None


def test_ticket_that_came_after_the_model_makes_nothing_stale(alvhamra: Municipality, guides: None) -> None:
    import_examples(alvhamra, made_up(40))
    model = train_and_promote().model
    tickets.ticket(alvhamra).delete()
    model.refresh_from_db()
    assert model.stale_since is None


@pytest.mark.parametrize(("days", "promoted"), [(29, False), (31, True)])
def test_model_that_must_forget_gives_way_to_a_worse_one_after_a_month(
    alvhamra: Municipality, guides: None, history: None, days: int, promoted: bool
) -> None:
    train_and_promote()
    far = (timezone.now() - timedelta(days=300)).isoformat()
    model = TrainedModel.objects.get()
    model.card["held_out_from"] = {"alvhamra": far}
    model.stale_since = timezone.now() - timedelta(days=days)
    model.save()
    wrong = {"technical": "pedagogical", "pedagogical": "technical"}
    import_examples(alvhamra, [Example(one.text, wrong[one.label]) for one in made_up(900, seed=3)])
    import_examples(alvhamra, made_up(700, seed=4))
    assert train_and_promote().promoted == promoted


def test_files_stay_that_are_in_use_or_to_go_back_to_or_to_replay(
    alvhamra: Municipality, guides: None, settings: object
) -> None:
    folder = Path(settings.TRIAGE_MODEL_FOLDER)
    folder.mkdir()
    now = timezone.now()
    old = (now - timedelta(days=2)).timestamp()
    in_use = {"active": True, "promoted_at": now}
    was_in_use = {"promoted_at": now}
    for number, fields in enumerate([was_in_use, was_in_use, was_in_use, was_in_use, {}, {}, in_use]):
        sha = str(number) * 64
        TrainedModel.objects.create(sha256=sha, created_at=now - timedelta(days=20 - number), **fields)
        store.file_of(sha).write_bytes(b"model")
        os.utime(store.file_of(sha), (old, old))
    store.file_of("9" * 64).write_bytes(b"being trained")
    for number, text in ((0, {"body": "x"}), (1, {}), (4, {})):
        Decision.objects.create(
            ref=str(number),
            ticket_reference="SK-1",
            municipality_slug="alvhamra",
            model_sha256=str(number) * 64,
            text=text,
        )
    assert delete_needless_files() == 3
    assert sorted(file.stem[0] for file in folder.iterdir()) == ["0", "2", "3", "6", "9"]
