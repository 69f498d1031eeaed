"""The weekly test comes due and sees the week's tickets, however often another model is taken into use."""

from datetime import timedelta

import numpy as np
import pytest
from django.utils import timezone

from accounts.models import Municipality
from accounts.roles import SUPPORT_LEAD
from support.domain.labels import confirmed_in
from support.domain.routing import route_ticket
from support.domain.tickets import solve
from support.models import Ticket, TicketEvent
from tests.factories import organisation, tickets
from tests.triage.cards import model_in_use
from triage.domain.certificates import certify_queues
from triage.domain.monitoring import Overrides, audited_error, check_due_queues, familiarities, overrides
from triage.enums import Stage
from triage.models import Decision, QueueStage, StageChange


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


def sorted_unasked(place: Municipality, count: int, **fields: object) -> list[Ticket]:
    """Into the technical queue, and not looked at yet."""
    made = [tickets.in_queue(place, "technical").ticket for _ in range(count)]
    Decision.objects.bulk_create(
        Decision(
            ref=ticket.reference,
            ticket_reference=ticket.reference,
            municipality_slug=place.slug,
            queue="technical",
            moved=True,
            **fields,
        )
        for ticket in made
    )
    return made


def confirm(made: list[Ticket], kind: str) -> None:
    place = made[0].municipality
    lead = organisation.person(SUPPORT_LEAD, place)
    for ticket in made:
        if kind != "technical":
            route_ticket(ticket=ticket, queue=tickets.queue(place, kind), by=lead, reason="")
        solve(item=tickets.item(ticket), by=lead)


def test_mistakes_that_are_found_weeks_later_stop_the_queue(alvhamra: Municipality) -> None:
    """They came before the last weekly test, and nobody had looked at them then."""
    now = timezone.now()
    stage = automatic(alvhamra, looked_at=now - timedelta(days=7))
    made = sorted_unasked(alvhamra, 20, created_at=now - timedelta(days=12))
    confirm(made[:15], "technical")
    confirm(made[15:], "pedagogical")
    assert [one.pk for one in check_due_queues(now + timedelta(minutes=1))] == [stage.pk]
    change = stage.changes.get()
    assert (change.after, change.by) == (Stage.SUGGEST, None)
    assert change.why == "Av 20 ärenden som handläggare bekräftade förra veckan hörde 5 till en annan kö."


@pytest.mark.parametrize(("elsewhere", "stays"), [(3, True), (4, True), (5, False)])
def test_queue_is_stopped_by_more_mistakes_than_its_target_explains(
    alvhamra: Municipality, elsewhere: int, stays: bool
) -> None:
    """Of 20 at 5 %: four come by chance once in 60 times, five once in 390."""
    now = timezone.now()
    automatic(alvhamra, looked_at=now - timedelta(days=7))
    made = sorted_unasked(alvhamra, 20)
    confirm(made[elsewhere:], "technical")
    confirm(made[:elsewhere], "pedagogical")
    assert (check_due_queues(now + timedelta(minutes=1)) == []) == stays


def test_mistake_that_is_solved_a_week_later_counts_once(alvhamra: Municipality) -> None:
    """It was found when the ticket was moved; solving it in its new queue says nothing new."""
    stage = automatic(alvhamra)
    ticket = sorted_unasked(alvhamra, 1)[0]
    lead = organisation.person(SUPPORT_LEAD, alvhamra)
    route_ticket(ticket=ticket, queue=tickets.queue(alvhamra, "pedagogical"), by=lead, reason="")
    a_week_ago = timezone.now() - timedelta(days=8)
    TicketEvent.objects.filter(ticket_reference=ticket.reference).update(created_at=a_week_ago)
    solve(item=tickets.item(ticket), by=lead)
    seen = [
        overrides(stage, timezone.now() - timedelta(days=days), confirmed_in("alvhamra")).elsewhere for days in (7, 14)
    ]
    assert seen == [0, 1]


def test_tickets_that_nobody_has_confirmed_do_not_count_as_right(alvhamra: Municipality) -> None:
    now = timezone.now()
    stage = automatic(alvhamra)
    made = sorted_unasked(alvhamra, 9)
    confirm(made[:2], "pedagogical")
    assert overrides(stage, now, confirmed_in("alvhamra")) == Overrides(confirmed=2, elsewhere=2)
    Ticket.objects.filter(pk=made[0].pk).update(secret=True)
    assert overrides(stage, now, confirmed_in("alvhamra")) == Overrides(confirmed=1, elsewhere=1)


def test_mistakes_from_before_the_queue_was_switched_on_again_do_not_count(alvhamra: Municipality) -> None:
    now = timezone.now()
    stage = automatic(alvhamra)
    before = sorted_unasked(alvhamra, 3, created_at=now - timedelta(days=2))
    StageChange.objects.create(stage=stage, before=Stage.SUGGEST, after=Stage.AUTOMATIC, at=now - timedelta(days=1))
    StageChange.objects.create(stage=stage, before=Stage.AUTOMATIC, after=Stage.AUTOMATIC, target_after=0.1)
    after = sorted_unasked(alvhamra, 2)
    confirm([*before, *after], "pedagogical")
    assert overrides(stage, now, confirmed_in("alvhamra")) == Overrides(confirmed=2, elsewhere=2)


def test_audit_counts_what_was_said_before_the_guess_came_to_be_seen(alvhamra: Municipality) -> None:
    """Whoever sorted blind sees the guess when the ticket is solved, and may then agree with it."""
    ticket = sorted_unasked(alvhamra, 1)[0]
    Decision.objects.update(moved=False, audit="random", audit_probability=0.05)
    confirm([ticket], "pedagogical")
    lead = organisation.person(SUPPORT_LEAD, alvhamra)
    route_ticket(ticket=ticket, queue=tickets.queue(alvhamra, "technical"), by=lead, reason="")
    estimate = audited_error(alvhamra, "technical", timezone.now() - timedelta(days=28), confirmed_in("alvhamra"))
    assert (estimate.error, estimate.n) == (1.0, 1)
