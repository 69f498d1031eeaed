"""Training in its place: what teaches and what is held out, what is promoted, refused, rolled back and forgotten."""

import random
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from accounts.models import Municipality, User
from accounts.roles import SUPPORT_LEAD, TEACHER
from support.domain.routing import route_ticket
from support.models import Suggestion, Ticket
from tests.factories import organisation, tickets
from tests.factories.tickets import import_examples
from tests.triage.test_classifier import made_up
from triage.classifier.model import Example, TooFewExamples
from triage.classifier.text import TicketText
from triage.domain import store
from triage.domain.held_out import HELD_OUT, split_newest
from triage.domain.labels import labelled_tickets
from triage.domain.rollback import AnotherBefore, NothingBefore, roll_back
from triage.domain.stages import change_stage
from triage.domain.training import train_and_promote
from triage.enums import Stage
from triage.models import Decision, QueueStage, StageChange, TrainedModel
from triage.tasks import train_nightly


def technical(place: Municipality) -> QueueStage:
    return QueueStage.objects.get(queue__municipality=place, queue__kind="technical")


def nonsense(count: int) -> list[Example]:
    """Texts whose words say nothing about their queue."""
    chance = random.Random(9)
    common = [f"ord{number}" for number in range(60)]
    return [
        Example(TicketText("", " ".join(chance.sample(common, 6))), chance.choice(["technical", "pedagogical"]))
        for _ in range(count)
    ]


def test_newest_tickets_are_held_out(alvhamra: Municipality, guides: None, history: None) -> None:
    split = split_newest(labelled_tickets())
    assert (len(split.teaching), len(split.held_out)) == (192, round(320 * HELD_OUT))
    assert max(one.created_at for one in split.teaching) < min(one.created_at for one in split.held_out)


def test_small_municipality_holds_nothing_out(alvhamra: Municipality, guides: None) -> None:
    import_examples(alvhamra, made_up(49))
    assert split_newest(labelled_tickets()).held_out == []


def test_copies_of_what_was_taught_are_not_held_out(alvhamra: Municipality, guides: None) -> None:
    import_examples(alvhamra, [*made_up(60), *made_up(40)])
    assert split_newest(labelled_tickets()).held_out == []


def test_label_that_few_have_is_not_learnt(alvhamra: Municipality, guides: None) -> None:
    rare = [Example(TicketText("", f"busskort {word}"), "unsorted") for word in ("blått", "borta", "nytt", "gult")]
    import_examples(alvhamra, [*made_up(40), *rare])
    assert {one.label for one in split_newest(labelled_tickets()).teaching} == {"pedagogical", "technical"}


def test_label_given_in_sight_of_a_suggestion_teaches_but_does_not_certify(
    alvhamra: Municipality, guides: None, run_jobs: Callable[[], int]
) -> None:
    ticket = tickets.ticket(alvhamra, subject="", body="lösenord inloggning wifi")
    run_jobs()
    lead = organisation.person(SUPPORT_LEAD, alvhamra)
    route_ticket(ticket=ticket, queue=tickets.queue(alvhamra, "technical"), by=lead, reason="")
    assert [(one.label, one.certifies) for one in labelled_tickets()] == [("technical", False)]


@pytest.mark.parametrize(
    ("technical", "pedagogical", "drawn", "certifies"),
    [
        ("shadow", "shadow", 0.0, True),  # nobody sees anything, whatever the guess
        ("shadow", "off", 0.0, True),
        ("suggest", "suggest", 5.0, True),  # of this audit share, a fifth is drawn from all: everybody
        ("suggest", "suggest", 0.0, False),
        ("shadow", "suggest", 0.0, False),  # blind, but only because of what the model guessed
        ("shadow", "suggest", 5.0, True),
    ],
)
def test_blind_label_certifies_if_every_ticket_had_the_same_chance(
    alvhamra: Municipality,
    guides: None,
    run_jobs: Callable[[], int],
    settings: object,
    technical: str,
    pedagogical: str,
    drawn: float,
    certifies: bool,
) -> None:
    settings.TRIAGE_AUDIT_SHARE = drawn
    for kind, stage in (("technical", technical), ("pedagogical", pedagogical)):
        QueueStage.objects.filter(queue__municipality=alvhamra, queue__kind=kind).update(stage=stage)
    ticket = tickets.ticket(alvhamra, subject="", body="lösenord inloggning wifi")
    run_jobs()
    assert Decision.objects.get().queue == "technical"
    Suggestion.objects.update(shown=False)
    lead = organisation.person(SUPPORT_LEAD, alvhamra)
    route_ticket(ticket=ticket, queue=tickets.queue(alvhamra, "technical"), by=lead, reason="")
    assert [one.certifies for one in labelled_tickets()] == [certifies]


def test_worse_candidate_is_not_taken_into_use(alvhamra: Municipality, guides: None, history: None) -> None:
    """Half of the newer teaching labels are wrong; the held-out ones are right."""
    good = train_and_promote().model
    Ticket.objects.update(created_at=timezone.now() - timedelta(days=30))
    import_examples(alvhamra, [*nonsense(500), *made_up(420, seed=7)])
    held = TrainedModel.objects.get(pk=good.pk)
    held.card["held_out_from"] = {"alvhamra": "2000-01-01"}
    held.save()
    outcome = train_and_promote()
    assert (outcome.promoted, TrainedModel.objects.in_use()) == (False, good)
    assert "log_loss" in outcome.model.refused_because


def test_candidate_as_good_takes_over_and_voids_the_old_certificate(
    alvhamra: Municipality, guides: None, history: None
) -> None:
    first = train_and_promote().model
    assert technical(alvhamra).certified_model == first.sha256
    import_examples(alvhamra, made_up(100, seed=3))
    second = train_and_promote()
    assert (second.promoted, technical(alvhamra).certified_model) == (True, second.model.sha256)
    assert second.model.card["before"]["sha256"] == first.sha256


@pytest.mark.parametrize(("days", "promoted", "stage"), [(29, False, Stage.AUTOMATIC), (31, True, Stage.SUGGEST)])
def test_candidate_that_would_stop_a_queue_has_to_wait(
    alvhamra: Municipality, guides: None, history: None, days: int, promoted: bool, stage: Stage
) -> None:
    train_and_promote()
    change_stage(stage=technical(alvhamra), to=Stage.AUTOMATIC, by=None)
    QueueStage.objects.update(target_error=0.001)
    TrainedModel.objects.update(promoted_at=timezone.now() - timedelta(days=days))
    import_examples(alvhamra, made_up(100, seed=3))
    outcome = train_and_promote()
    assert (outcome.promoted, technical(alvhamra).stage) == (promoted, stage)
    assert outcome.model.refused_because == ("" if promoted else "uncertified for alvhamra/technical")


def test_rollback_takes_the_model_before_and_stops_automatic_queues(
    alvhamra: Municipality, guides: None, history: None
) -> None:
    first = train_and_promote().model
    import_examples(alvhamra, made_up(100, seed=3))
    train_and_promote()
    change_stage(stage=technical(alvhamra), to=Stage.AUTOMATIC, by=None)
    operator = organisation.person(SUPPORT_LEAD, alvhamra)
    assert roll_back(by=operator) == first
    queue = technical(alvhamra)
    assert (queue.stage, queue.threshold, queue.certified_model) == (Stage.SUGGEST, None, "")
    change = StageChange.objects.first()
    assert (change.before, change.after, change.by) == (Stage.AUTOMATIC, Stage.SUGGEST, operator)


def test_second_step_back_does_not_lead_to_the_model_that_the_first_one_left(
    alvhamra: Municipality, guides: None, history: None
) -> None:
    first, second, third = (trained_anew(alvhamra, seed) for seed in (0, 3, 4))
    assert TrainedModel.objects.in_use() == third
    assert [roll_back(by=None), roll_back(by=None)] == [second, first]
    with pytest.raises(NothingBefore):
        roll_back(by=None)


def trained_anew(place: Municipality, seed: int) -> TrainedModel:
    import_examples(place, made_up(60, seed=seed))
    return train_and_promote().model


def test_step_back_leaves_out_models_that_failed(alvhamra: Municipality, guides: None, history: None) -> None:
    first, second, _ = (trained_anew(alvhamra, seed) for seed in (0, 3, 4))
    store.set_aside(second.sha256, "it answered with values that are no numbers")
    assert roll_back(by=None) == first


def test_step_back_to_another_model_than_was_shown_is_refused(
    alvhamra: Municipality, guides: None, history: None
) -> None:
    _, second = (trained_anew(alvhamra, seed) for seed in (0, 3))
    with pytest.raises(AnotherBefore):
        roll_back(by=None, to="f" * 64)
    assert TrainedModel.objects.in_use() == second


def test_model_that_failed_does_not_stand_in_its_successors_way(
    alvhamra: Municipality, guides: None, history: None
) -> None:
    good = train_and_promote().model
    store.set_aside(good.sha256, "it took too long")
    import_examples(alvhamra, nonsense(200))
    assert train_and_promote().promoted


def test_candidate_is_compared_also_where_nothing_is_held_out(alvhamra: Municipality, guides: None) -> None:
    """On what came after the model in use: that one still tells it right, the candidate has learnt wrong labels."""
    now = timezone.now()
    imported_at(now - timedelta(days=40), alvhamra, made_up(49))
    good = train_and_promote().model
    wrong = [replace(one, label=OTHER[one.label]) for one in made_up(120, seed=3)]
    without_fairness(imported_at(now - timedelta(days=50), alvhamra, wrong))
    without_fairness(imported_at(now, alvhamra, made_up(30, seed=4)))
    outcome = train_and_promote()
    assert (outcome.promoted, outcome.model.card["held_out"]["n"]) == (False, 0)
    assert "macro_f1" in outcome.model.refused_because
    assert TrainedModel.objects.in_use() == good


OTHER = {"technical": "pedagogical", "pedagogical": "technical"}


def imported_at(moment: datetime, place: Municipality, examples: list[Example]) -> list[Ticket]:
    imported = import_examples(place, examples)
    Ticket.objects.filter(pk__in=[ticket.pk for ticket in imported]).update(created_at=moment)
    return imported


def without_fairness(imported: list[Ticket]) -> None:
    """As if agents had sorted them in sight of suggestions."""
    Decision.objects.bulk_create(
        Decision(ref=uuid4().hex, ticket_reference=ticket.reference, municipality_slug=ticket.municipality.slug)
        for ticket in imported
    )


def test_rollback_without_a_former_model_changes_nothing(alvhamra: Municipality, guides: None, history: None) -> None:
    model = train_and_promote().model
    with pytest.raises(NothingBefore):
        roll_back(by=None)
    assert TrainedModel.objects.in_use() == model


def test_deleted_ticket_is_out_at_the_next_training(alvhamra: Municipality, guides: None) -> None:
    secret = Example(TicketText("", "lösenord xylofonkonsert wifi"), "technical")
    imported = import_examples(alvhamra, [secret, *made_up(40)])
    assert "xylofonkonsert" in words_of(train_and_promote().model)
    imported[0].delete()
    assert "xylofonkonsert" not in words_of(train_and_promote().model)


def words_of(model: TrainedModel) -> list[str]:
    return store.load(model.sha256).text_model.features.word_terms.names


def test_no_personal_data_is_in_the_vocabulary(alvhamra: Municipality, guides: None) -> None:
    teacher = organisation.person(TEACHER, alvhamra)
    User.objects.filter(pk=teacher.pk).update(first_name="Ragnvald", last_name="Ekströmsson")
    secrets = [
        "Ring 070-174 06 05 om wifi",
        "Mitt nummer är 20120115-1234 och lösenord",
        "Skriv till ragnvald.hemlig@exempel.example om skrivaren",
        "Ragnvald Ekströmsson svarar inte om inloggning",
        "ragnvald ekströmsson är sjuk, krasch",
        "Fråga Ekströmsson om wifi",
    ]
    import_examples(alvhamra, [*[Example(TicketText("", one), "technical") for one in secrets], *made_up(40)])
    model = store.load(train_and_promote().model.sha256)
    features = model.text_model.features
    assert not [name for name in features.word_terms.names if any(digit in name for digit in ("0115", "174", "1234"))]
    assert not {"ragnvald", "ekströmsson", "hemlig", "ragnvald.hemlig"} & set(features.word_terms.names)
    assert not {"ragn", "gnva", "kstr", "strö"} & set(features.gram_terms.names)
    told = ("ragnvald", "ekströmsson", "hemlig", "0115", "174")
    assert not [name for name in features.pair_terms.names if any(secret in name for secret in told)]
    assert "namn svarar" in features.pair_terms.names


def test_card_shows_words_of_many_and_no_word_of_few(alvhamra: Municipality, guides: None, history: None) -> None:
    card = train_and_promote().model.card
    shown = {word for words in card["words"].values() for word, _ in words}
    assert {"skrivaren", "betyg"} <= shown
    assert not [word for word in shown if word.startswith("ord")]
    assert card["figures"]["n"] == card["held_out"]["n"] == 128
    assert card["slices"]["municipality"]["alvhamra"]["n"] == 128


@pytest.mark.parametrize(("writers", "shown"), [(4, False), (5, True)])
def test_card_shows_no_word_that_few_people_wrote_however_often(
    alvhamra: Municipality, guides: None, writers: int, shown: bool
) -> None:
    odd = [Example(TicketText("", f"lösenord liamsson wifi nummer{number}"), "technical") for number in range(10)]
    imported = import_examples(alvhamra, [*odd, *made_up(60)])
    for number, ticket in enumerate(imported[:10]):
        email = f"{'A' if number % 2 else 'a'}{number % writers}@exempel.example"
        Ticket.objects.filter(pk=ticket.pk).update(requester_email=email)
    words = train_and_promote().model.card["words"]["technical"]
    assert ("liamsson" in {word for word, _ in words}) == shown


def test_nightly_training_without_tickets_does_nothing(db: None) -> None:
    train_nightly.func()
    assert not TrainedModel.objects.exists()


def test_training_reads_tickets_in_a_fixed_number_of_queries(
    alvhamra: Municipality,
    guides: None,
    run_jobs: Callable[[], int],
    django_assert_max_num_queries: Callable[..., object],
) -> None:
    """With stored decisions no guide is searched again."""
    lead = organisation.person(SUPPORT_LEAD, alvhamra)
    for _ in range(3):
        made = tickets.ticket(alvhamra, subject="", body="lösenord inloggning wifi")
        run_jobs()
        route_ticket(ticket=made, queue=tickets.queue(alvhamra, "technical"), by=lead, reason="")
    with django_assert_max_num_queries(6):
        assert len(labelled_tickets()) == 3


def test_too_few_tickets_leave_everything_as_it_was(alvhamra: Municipality, guides: None) -> None:
    import_examples(alvhamra, made_up(10))
    with pytest.raises(TooFewExamples):
        train_and_promote()
    assert not TrainedModel.objects.exists()


def test_nightly_training_waits_for_new_labels(alvhamra: Municipality, guides: None, history: None) -> None:
    train_nightly.func()
    first = TrainedModel.objects.get()
    train_nightly.func()
    assert TrainedModel.objects.get() == first
    TrainedModel.objects.update(created_at=timezone.now() - timedelta(days=1))
    import_examples(alvhamra, made_up(40, seed=3))
    train_nightly.func()
    assert TrainedModel.objects.count() == 2
