"""Where tickets lie: one function moves them, and people win every race."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import Municipality
from accounts.roles import PEDAGOGICAL_AGENT
from support.domain import routing
from support.domain.labels import confirmed_in, confirmed_labels, tickets_confirmed_since
from support.domain.tickets import solve, take
from support.models import Suggestion, Ticket, TicketEvent, WorkItem
from support.router import ManualRouter, RouteSuggestion
from tests.factories import organisation, tickets

CERTAIN = RouteSuggestion(queue="technical", runner_up="pedagogical", confidence=0.99, automatic=True)


@pytest.fixture(autouse=True)
def _manual(settings: object) -> None:
    settings.SUPPORT_TICKET_ROUTER = "support.router.ManualRouter"


def test_manual_router_leaves_a_new_ticket_unsorted(alvhamra: Municipality, run_jobs: Callable[[], int]) -> None:
    ticket = tickets.ticket(alvhamra)
    run_jobs()
    assert tickets.item(ticket).queue.kind == "unsorted"
    assert Suggestion.objects.get().queue_kind == ""
    assert ManualRouter().suggest(ticket).queue is None


def test_automatic_suggestion_moves_an_untouched_ticket(alvhamra: Municipality) -> None:
    ticket = tickets.ticket(alvhamra)
    assert routing.store_suggestion(ticket=ticket, suggestion=CERTAIN)
    assert tickets.item(ticket).queue.kind == "technical"
    assert Suggestion.objects.get().automatic
    assert TicketEvent.objects.get(verb="routed").actor_name == "Skolstöd"


def test_suggestion_that_is_not_automatic_moves_nothing(alvhamra: Municipality) -> None:
    ticket = tickets.ticket(alvhamra)
    assert not routing.store_suggestion(ticket=ticket, suggestion=replace(CERTAIN, automatic=False))
    assert tickets.item(ticket).queue.kind == "unsorted"
    assert Suggestion.objects.get().queue_kind == "technical"


def test_person_who_took_the_ticket_wins_against_the_machine(alvhamra: Municipality) -> None:
    ticket = tickets.ticket(alvhamra)
    take(item=tickets.item(ticket), by=organisation.person(PEDAGOGICAL_AGENT, alvhamra))
    assert not routing.store_suggestion(ticket=ticket, suggestion=CERTAIN)
    assert tickets.item(ticket).queue.kind == "unsorted"


def test_person_who_moved_the_ticket_wins_against_the_machine(alvhamra: Municipality) -> None:
    ticket = tickets.ticket(alvhamra)
    by = organisation.person(PEDAGOGICAL_AGENT, alvhamra)
    routing.route_ticket(ticket=ticket, queue=tickets.queue(alvhamra, "pedagogical"), by=by, reason="")
    assert not routing.store_suggestion(ticket=ticket, suggestion=CERTAIN)
    assert tickets.item(ticket).queue.kind == "pedagogical"


@pytest.mark.parametrize("kind", ["finns-inte", "technical"])
def test_queue_that_is_closed_or_unknown_is_never_chosen(alvhamra: Municipality, kind: str) -> None:
    alvhamra.queues.filter(kind="technical").update(closed=True)
    ticket = tickets.ticket(alvhamra)
    assert not routing.store_suggestion(ticket=ticket, suggestion=replace(CERTAIN, queue=kind))
    assert Suggestion.objects.get().queue_kind == ""


def test_closed_queue_takes_its_confidence_with_it(alvhamra: Municipality) -> None:
    """Else the runner-up would stand there with the chance of another queue."""
    alvhamra.queues.filter(kind="technical").update(closed=True)
    routing.store_suggestion(ticket=tickets.ticket(alvhamra), suggestion=CERTAIN)
    kept = Suggestion.objects.get()
    assert (kept.queue_kind, kept.runner_up, kept.confidence) == ("", "pedagogical", None)
    assert kept.summary == "Den kö som modellen skulle ha föreslagit tar inte emot ärenden."


@pytest.mark.parametrize("runner_up", ["pedagogical", "finns-inte"])
def test_runner_up_that_is_closed_or_unknown_is_not_named(alvhamra: Municipality, runner_up: str) -> None:
    alvhamra.queues.filter(kind="pedagogical").update(closed=True)
    unsure = RouteSuggestion(queue=None, runner_up=runner_up, confidence=0.5)
    routing.store_suggestion(ticket=tickets.ticket(alvhamra), suggestion=unsure)
    assert Suggestion.objects.get().runner_up == ""


def test_routing_again_changes_nothing(alvhamra: Municipality) -> None:
    ticket = tickets.ticket(alvhamra)
    routing.store_suggestion(ticket=ticket, suggestion=CERTAIN)
    routing.store_suggestion(ticket=ticket, suggestion=replace(CERTAIN, queue="pedagogical"))
    assert tickets.item(ticket).queue.kind == "technical"
    assert TicketEvent.objects.filter(verb="routed").count() == 1


def test_correction_and_solution_are_confirmed_labels(alvhamra: Municipality) -> None:
    by = organisation.person(PEDAGOGICAL_AGENT, alvhamra)
    moved, solved, open_ticket = (tickets.ticket(alvhamra) for _ in range(3))
    routing.route_ticket(ticket=moved, queue=tickets.queue(alvhamra, "pedagogical"), by=by, reason="")
    WorkItem.objects.filter(ticket=solved).update(queue=tickets.queue(alvhamra, "technical"))
    solve(item=tickets.item(solved), by=by)
    routing.store_suggestion(ticket=open_ticket, suggestion=CERTAIN)
    assert {(label.ticket, str(label.kind), label.blind) for label in confirmed_labels()} == {
        (moved, "pedagogical", True),
        (solved, "technical", True),
    }


def test_blind_label_is_what_was_said_before_the_suggestion_came_to_be_seen(alvhamra: Municipality) -> None:
    """A solved ticket shows what the router thought; who opens it again and agrees has not confirmed it blind."""
    by = organisation.person(PEDAGOGICAL_AGENT, alvhamra)
    unseen = replace(CERTAIN, automatic=False, shown=False)
    tried = [tickets.ticket(alvhamra) for _ in range(2)]
    for ticket in tried:
        routing.store_suggestion(ticket=ticket, suggestion=unseen)
        routing.route_ticket(ticket=ticket, queue=tickets.queue(alvhamra, "technical"), by=by, reason="")
        routing.route_ticket(ticket=ticket, queue=tickets.queue(alvhamra, "pedagogical"), by=by, reason="")
    solve(item=tickets.item(tried[0]), by=by)
    for ticket in tried:
        routing.route_ticket(ticket=ticket, queue=tickets.queue(alvhamra, "technical"), by=by, reason="")
    assert [(label.kind, label.blind) for label in confirmed_labels()] == [("pedagogical", True), ("technical", True)]
    assert {one.newest for one in confirmed_in("alvhamra").values()} == {"technical"}


def test_ticket_that_is_confirmed_twice_counts_once(alvhamra: Municipality) -> None:
    by = organisation.person(PEDAGOGICAL_AGENT, alvhamra)
    start = timezone.now()
    ticket = tickets.ticket(alvhamra)
    routing.route_ticket(ticket=ticket, queue=tickets.queue(alvhamra, "pedagogical"), by=by, reason="")
    solve(item=tickets.item(ticket), by=by)
    assert (tickets_confirmed_since(start), tickets_confirmed_since(timezone.now())) == (1, 0)


def test_label_given_after_seeing_a_suggestion_is_not_blind(alvhamra: Municipality) -> None:
    ticket = tickets.ticket(alvhamra)
    routing.store_suggestion(ticket=ticket, suggestion=CERTAIN)
    solve(item=tickets.item(ticket), by=organisation.person(PEDAGOGICAL_AGENT, alvhamra))
    assert [label.blind for label in confirmed_labels()] == [False]


def test_second_work_item_in_the_same_queue_is_refused_by_the_database(alvhamra: Municipality) -> None:
    ticket = tickets.ticket(alvhamra)
    with pytest.raises(IntegrityError), transaction.atomic():
        WorkItem.objects.create(ticket=ticket, queue=tickets.queue(alvhamra, "unsorted"))


def test_solved_ticket_without_a_time_is_refused_by_the_database(alvhamra: Municipality) -> None:
    ticket = tickets.ticket(alvhamra)
    with pytest.raises(IntegrityError), transaction.atomic():
        Ticket.objects.filter(pk=ticket.pk).update(state="solved")


def test_event_cannot_be_changed_or_deleted(alvhamra: Municipality) -> None:
    tickets.ticket(alvhamra)
    event = TicketEvent.objects.get()
    with pytest.raises(TypeError):
        event.save()
    with pytest.raises(TypeError):
        event.delete()


def test_machine_meeting_a_take_in_mid_commit_leaves_the_ticket(alvhamra: Municipality) -> None:
    """The UPDATE must hold its conditions on its own table, or PostgreSQL would not check them again after a wait."""
    ticket = tickets.ticket(alvhamra)
    with CaptureQueriesContext(connection) as queries:
        routing.route_ticket(ticket=ticket, queue=tickets.queue(alvhamra, "technical"), by=None, reason="")
    (update,) = [query["sql"] for query in queries if query["sql"].startswith('UPDATE "support_workitem"')]
    assert "SELECT" not in update
    assert '"touched"' in update.partition("WHERE")[2]
