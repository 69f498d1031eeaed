"""A ticket that needs both supports: two work items, one owner; and what leads to it."""

from dataclasses import replace

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import Municipality, User
from accounts.roles import PEDAGOGICAL_AGENT, SUPPORT_LEAD, TECHNICAL_AGENT
from support.domain import routing
from support.domain.history import PastMessage, import_ticket
from support.domain.labels import confirmed_labels
from support.domain.tickets import solve, take
from support.enums import BOTH, MessageKind, TicketState
from support.models import Suggestion, Ticket, TicketEvent, WorkItem
from support.router import RouteSuggestion
from tests.factories import organisation, tickets

SUGGESTION = RouteSuggestion(queue=BOTH, confidence=0.8, automatic=True)


@pytest.fixture(autouse=True)
def _manual(settings: object) -> None:
    settings.SUPPORT_TICKET_ROUTER = "support.router.ManualRouter"


@pytest.fixture
def technician(alvhamra: Municipality, tree: object) -> User:
    return organisation.person(TECHNICAL_AGENT, alvhamra)


@pytest.fixture
def teacher(alvhamra: Municipality, tree: object) -> User:
    return organisation.person(PEDAGOGICAL_AGENT, alvhamra)


def places(ticket: Ticket) -> list[tuple[str, User | None]]:
    items = WorkItem.objects.filter(ticket=ticket).select_related("queue", "assignee").order_by("pk")
    return [(item.queue.kind, item.assignee) for item in items]


def page(client: Client, user: User, ticket: Ticket) -> str:
    client.force_login(user)
    return client.get(f"/alvhamra/arenden/{ticket.reference}/").content.decode()


def move(ticket: Ticket, kind: str, by: User) -> bool:
    return routing.route_ticket(ticket=ticket, queue=tickets.queue(ticket.municipality, kind), by=by, reason="")


def test_joint_ticket_keeps_its_item_and_assignee_and_gets_a_second(alvhamra: Municipality, technician: User) -> None:
    item = tickets.in_queue(alvhamra, "technical")
    take(item=item, by=technician)
    assert routing.handle_jointly(ticket=item.ticket, by=technician, reason="Behörighet och upplägg")
    assert places(item.ticket) == [("technical", technician), ("pedagogical", None)]
    event = TicketEvent.objects.get(verb="joined")
    assert event.actor_id == technician.pk
    assert event.details == {"source": "technical", "queue": "both", "reason": "Behörighet och upplägg"}


@pytest.mark.parametrize(
    ("role", "expected"),
    [
        (TECHNICAL_AGENT, ["technical", "pedagogical"]),
        (PEDAGOGICAL_AGENT, ["pedagogical", "technical"]),
        (SUPPORT_LEAD, ["pedagogical", "technical"]),
    ],
)
def test_unsorted_ticket_is_led_by_the_queue_of_who_joins_it(
    alvhamra: Municipality, role: object, expected: list[str]
) -> None:
    ticket = tickets.ticket(alvhamra)
    assert routing.handle_jointly(ticket=ticket, by=organisation.person(role, alvhamra))
    assert [kind for kind, _ in places(ticket)] == expected


def test_unsorted_ticket_that_somebody_took_stays_with_them(
    alvhamra: Municipality, technician: User, teacher: User
) -> None:
    ticket = tickets.ticket(alvhamra)
    take(item=tickets.item(ticket), by=technician)
    routing.handle_jointly(ticket=ticket, by=teacher)
    assert places(ticket) == [("technical", technician), ("pedagogical", None)]


@pytest.mark.parametrize("closed", ["technical", "pedagogical"])
def test_joint_handling_needs_both_queues_open(alvhamra: Municipality, technician: User, closed: str) -> None:
    alvhamra.queues.filter(kind=closed).update(closed=True)
    ticket = tickets.ticket(alvhamra)
    assert not routing.handle_jointly(ticket=ticket, by=technician)
    assert places(ticket) == [("unsorted", None)]


def test_joining_twice_changes_nothing(alvhamra: Municipality, technician: User) -> None:
    ticket = tickets.ticket(alvhamra)
    assert [routing.handle_jointly(ticket=ticket, by=technician) for _ in range(2)] == [True, False]
    assert TicketEvent.objects.filter(verb="joined").count() == 1


@pytest.mark.parametrize(("kind", "keeps"), [("technical", True), ("pedagogical", False), ("unsorted", False)])
def test_joint_ticket_left_to_one_lies_in_one_queue(
    alvhamra: Municipality, technician: User, kind: str, keeps: bool
) -> None:
    item = tickets.in_queue(alvhamra, "technical")
    take(item=item, by=technician)
    routing.handle_jointly(ticket=item.ticket, by=technician)
    assert move(item.ticket, kind, technician)
    assert places(item.ticket) == [(kind, technician if keeps else None)]
    details = TicketEvent.objects.get(verb="moved").details
    assert (details["source"], details["queue"]) == ("both", kind)


def test_machine_never_touches_a_joint_ticket(alvhamra: Municipality, technician: User) -> None:
    ticket = tickets.ticket(alvhamra)
    routing.handle_jointly(ticket=ticket, by=technician)
    assert not routing.store_suggestion(ticket=ticket, suggestion=replace(SUGGESTION, queue="pedagogical"))
    assert places(ticket) == [("technical", None), ("pedagogical", None)]


def test_suggestion_of_both_is_stored_and_never_carried_out(alvhamra: Municipality) -> None:
    ticket = tickets.ticket(alvhamra)
    assert not routing.store_suggestion(ticket=ticket, suggestion=SUGGESTION)
    stored = Suggestion.objects.get()
    assert (stored.queue_kind, stored.automatic, places(ticket)) == ("both", False, [("unsorted", None)])
    assert TicketEvent.objects.get(verb="suggested").details == {"queue": "both"}


@pytest.mark.parametrize("closed", ["technical", "pedagogical"])
def test_suggestion_of_both_with_a_closed_queue_is_none(alvhamra: Municipality, closed: str) -> None:
    alvhamra.queues.filter(kind=closed).update(closed=True)
    routing.store_suggestion(ticket=tickets.ticket(alvhamra), suggestion=SUGGESTION)
    assert Suggestion.objects.get().queue_kind == ""
    assert not TicketEvent.objects.filter(verb="suggested").exists()


def test_solving_a_joint_ticket_confirms_both(alvhamra: Municipality, technician: User) -> None:
    item = tickets.in_queue(alvhamra, "technical")
    routing.handle_jointly(ticket=item.ticket, by=technician)
    solve(item=item, by=technician)
    assert TicketEvent.objects.get(verb="solved").details == {"queue": "both"}
    assert [label.kind for label in confirmed_labels()] == ["both"]


def test_newest_of_solving_moving_and_joining_counts(alvhamra: Municipality, technician: User) -> None:
    joined, left, solved = (tickets.ticket(alvhamra) for _ in range(3))
    move(joined, "technical", technician)
    routing.handle_jointly(ticket=joined, by=technician)
    for ticket in (left, solved):
        routing.handle_jointly(ticket=ticket, by=technician)
        move(ticket, "pedagogical", technician)
    solve(item=tickets.item(solved), by=technician)
    assert [(label.ticket, label.kind) for label in confirmed_labels()] == [
        (joined, "both"),
        (left, "pedagogical"),
        (solved, "pedagogical"),
    ]


# On the pages


def test_suggestion_of_both_is_shown_with_the_button_that_accepts_it(
    client: Client, alvhamra: Municipality, technician: User
) -> None:
    ticket = tickets.ticket(alvhamra)
    routing.store_suggestion(ticket=ticket, suggestion=SUGGESTION)
    shown = page(client, technician, ticket)
    assert "Förslag: båda köerna" in shown
    buttons = [part for part in shown.split("<button") if "data-key" in part and ("flytta" in part or "value=" in part)]
    first = shown.split("/flytta/")[1].split("<button")[1]
    assert (f'formaction="/alvhamra/arenden/{ticket.reference}/gemensamt/"' in first, 'data-key="3"' in first) == (
        True,
        True,
    )
    assert 'data-variant="primary"' in first
    assert [part for part in buttons if 'data-variant="primary"' in part] == []
    assert "förslag Båda köerna 80\u00a0%" in client.get("/alvhamra/arenden/").content.decode()
    client.post(f"/alvhamra/arenden/{ticket.reference}/gemensamt/")
    assert places(ticket) == [("technical", None), ("pedagogical", None)]
    assert "Förslag: båda köerna" in page(client, technician, ticket)
    assert "/gemensamt/" not in page(client, technician, ticket)


def test_agent_can_ask_for_both_without_a_suggestion(client: Client, alvhamra: Municipality, technician: User) -> None:
    ticket = tickets.in_queue(alvhamra, "technical").ticket
    last = page(client, technician, ticket).split("/flytta/")[1].split("</form>")[0].split("<button")[-1]
    assert "/gemensamt/" in last
    assert 'data-variant="secondary"' in last


def test_closed_queue_offers_no_joint_handling(client: Client, alvhamra: Municipality, technician: User) -> None:
    ticket = tickets.in_queue(alvhamra, "technical").ticket
    alvhamra.queues.filter(kind="pedagogical").update(closed=True)
    assert "/gemensamt/" not in page(client, technician, ticket)
    answer = client.post(f"/alvhamra/arenden/{ticket.reference}/gemensamt/", follow=True)
    assert "en av deras köer stängd" in answer.content.decode()
    assert places(ticket) == [("technical", None)]


@pytest.mark.parametrize(("moves", "says"), [(2, False), (3, True)])
def test_third_bounce_offers_joint_handling_first(
    client: Client, alvhamra: Municipality, technician: User, moves: int, says: bool
) -> None:
    ticket = tickets.ticket(alvhamra)
    lead = organisation.person(SUPPORT_LEAD, alvhamra)
    kinds = ["technical", "pedagogical", "technical", "pedagogical"][: moves + 1]  # the first is sorting, no bounce
    for kind in kinds:
        move(ticket, kind, lead)
    shown = page(client, lead, ticket)
    first = shown.split("/flytta/")[1].split("<button")[1]
    assert ("flyttats mellan de två stöden tre gånger" in shown, "/gemensamt/" in first) == (says, says)


def test_joint_ticket_shows_each_support_who_owns_it(
    client: Client, alvhamra: Municipality, technician: User, teacher: User
) -> None:
    item = tickets.in_queue(alvhamra, "technical")
    routing.handle_jointly(ticket=item.ticket, by=technician)
    assert "Den som tar ärendet i Tekniskt stöd blir ansvarig" in page(client, teacher, item.ticket)
    take(item=item, by=technician)
    for user in (technician, teacher):
        shown = page(client, user, item.ticket)
        assert f"<dt>Ansvarig</dt><dd><strong>{technician}</strong></dd>" in shown
        assert "Markera som löst för båda" in shown


def test_joint_ticket_stands_once_in_the_leads_list_and_in_each_queue(
    client: Client, alvhamra: Municipality, technician: User
) -> None:
    ticket = tickets.in_queue(alvhamra, "technical").ticket
    single = tickets.in_queue(alvhamra, "technical").ticket
    routing.handle_jointly(ticket=ticket, by=technician)
    client.force_login(organisation.person(SUPPORT_LEAD, alvhamra))
    listed = {
        query: [item.ticket for item in client.get(f"/alvhamra/arenden/{query}").context["page"]]
        for query in ("", "?queue=technical", "?queue=pedagogical")
    }
    assert listed == {"": [ticket, single], "?queue=technical": [ticket, single], "?queue=pedagogical": [ticket]}
    assert client.get("/alvhamra/arenden/").content.decode().count("Båda stöden") == 1


def test_imported_ticket_of_both_is_led_by_the_pedagogical_support(alvhamra: Municipality, teacher: User) -> None:
    ticket = import_ticket(
        municipality=alvhamra,
        kind=BOTH,
        state=TicketState.OPEN,
        messages=[PastMessage(kind=MessageKind.REQUEST, body="Hej", at=timezone.now())],
        subject="Båda",
        email="a@exempel.example",
        role="teacher",
        language="sv",
        assignee=teacher,
    )
    assert places(ticket) == [("pedagogical", teacher), ("technical", None)]
    assert list(confirmed_labels()) == []
