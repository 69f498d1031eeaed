"""A short term, replayed: everything comes in by the form, is sorted, confirmed, learnt from and counted."""

import io
import json
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction
from django.utils import timezone

from accounts.models import Municipality
from accounts.roles import PEDAGOGICAL_AGENT, SUPPORT_LEAD, TECHNICAL_AGENT
from config.demo.term_clock import at, by_week, happening_at, move_back, night_after, school_days
from config.demo.term_figures import Entry, Journal
from config.demo.term_texts import TermText
from jobs.enums import JobState
from jobs.models import Job
from support.enums import TicketState
from support.models import RequestDraft, Suggestion, Ticket, TicketEvent
from tests.factories import organisation, pages, tickets
from triage.domain import store
from triage.enums import Stage
from triage.models import Decision, QueueStage, StageChange, TrainedModel

SHORT = {"days": 12, "per_day": 6, "seed": 1}


@pytest.fixture(autouse=True)
def _own_folder(settings: Any, tmp_path: Any) -> None:
    settings.TRIAGE_MODEL_FOLDER = tmp_path / "models"
    settings.TRIAGE_AUDIT_SHARE = 0.25
    store._loaded.cache_clear()


@pytest.fixture
def staff(alvhamra: Municipality) -> None:
    for role in (PEDAGOGICAL_AGENT, TECHNICAL_AGENT, SUPPORT_LEAD):
        organisation.person(role, alvhamra)


@pytest.fixture
def guides(tree: pages.Tree, index: object) -> None:
    pages.guide(tree.shared, "Byt lösenord", text="lösenord inloggning konto wifi", topic="sign_in")
    pages.guide(tree.shared, "Läs betyg", text="betyg omdöme utvecklingssamtal", topic="grades")
    call_command("rebuild_index", verbosity=0)


def simulated(**options: Any) -> dict[str, Any]:
    out = io.StringIO()
    call_command("simulate_tickets", json=True, stdout=out, **{**SHORT, **options})
    found: dict[str, Any] = json.loads(out.getvalue().splitlines()[-1])
    return found


def test_term_fills_the_database_as_it_says(staff: None, guides: None) -> None:
    figures = simulated()
    assert figures["tickets"] == Ticket.objects.count() == Decision.objects.count() == sum(figures["by_truth"].values())
    assert set(Ticket.objects.values_list("state", flat=True)) == {TicketState.SOLVED}
    assert Job.objects.exclude(state=JobState.DONE).filter(queue__in=["mail", "routing"]).count() == 0
    assert figures["models"]["trained"] == TrainedModel.objects.count()
    assert figures["automatic"]["n"] == Decision.objects.carried_out().count()
    assert sum(period["n"] for period in figures["periods"].values()) == figures["automatic"]["n"]


def test_rows_carry_the_days_of_the_term(staff: None, guides: None) -> None:
    simulated(days=3)
    days = {day.isoformat() for day in school_days(3, until=timezone.localdate())}
    for model in (Ticket, TicketEvent, Suggestion, Decision):
        assert {timezone.localdate(row.created_at).isoformat() for row in model.objects.all()} == days
    assert RequestDraft.objects.filter(created_at__gte=timezone.now() - timedelta(hours=1)).count() == 0
    assert all(ticket.created_at < ticket.solved_at < timezone.now() for ticket in Ticket.objects.all())


def test_same_seed_same_term(staff: None, guides: None) -> None:
    with transaction.atomic():
        first = simulated(days=7)
        transaction.set_rollback(True)
    assert Ticket.objects.count() == 0
    assert simulated(days=7) == first


def test_json_has_the_figures_of_docs(staff: None, guides: None) -> None:
    figures = simulated(days=2)
    assert set(figures) == {
        "tickets",
        "distinct_texts",
        "by_truth",
        "shift_day",
        "automatic",
        "periods",
        "queues",
        "agent_error",
        "models",
    }
    assert set(figures["periods"]) == {"before_shift", "in_shift_until_stop", "after_recertification"}
    assert set(figures["queues"]["technical"]) == {
        "first_certificate_day",
        "stop",
        "again_day",
        "automatic",
        "changes",
        "audit",
    }


def test_agents_never_err_when_told_so(staff: None, guides: None) -> None:
    figures = simulated(days=2, agent_error=0.0, blind_trust=0.0)
    assert figures["agent_error"] == {"n": figures["tickets"], "wrong": 0}


def test_agents_always_err_when_told_so(staff: None, guides: None) -> None:
    figures = simulated(days=2, agent_error=1.0)
    assert figures["agent_error"] == {"n": figures["tickets"], "wrong": figures["tickets"]}


def test_journal_tells_the_stop_of_the_shift_and_its_end(alvhamra: Municipality) -> None:
    days = [date(2026, 3, 2) + timedelta(days=number) for number in range(5)]
    journal = Journal(alvhamra, days, shift_day=1)
    stage = QueueStage.objects.get(queue__municipality=alvhamra, queue__kind="technical")
    lead = organisation.person(SUPPORT_LEAD, alvhamra)
    steps = [
        (0, "shadow", "automatic", lead, ""),
        (2, "automatic", "suggest", None, "strange"),
        (4, "suggest", "automatic", lead, ""),
    ]
    for day, before, after, by, why in steps:
        StageChange.objects.create(stage=stage, before=before, after=after, by=by, why=why, at=at(days[day], 2))
    text = TermText("", "", "guardian", "sv", "technical", "any")
    for day, truth in [(0, "technical"), (1, "pedagogical"), (4, "technical")]:
        journal.entries.append(Entry(day, text, truth, "technical", Stage.AUTOMATIC, "technical", truth))
    figures = journal.figures()
    technical = figures["queues"]["technical"]
    assert (technical["stop"], technical["again_day"]) == ({"day": 2, "why": "strange"}, 4)
    assert [(period["n"], period["wrong"]) for period in figures["periods"].values()] == [(1, 0), (1, 1), (1, 0)]


def test_empty_database_is_refused(db: None) -> None:
    with pytest.raises(CommandError, match=r"manage\.py load_demo, manage\.py rebuild_index"):
        simulated()


def test_empty_index_is_refused(alvhamra: Municipality, index: object) -> None:
    with pytest.raises(CommandError, match=r"Run first: manage\.py rebuild_index"):
        simulated()


def test_municipality_without_a_lead_is_refused(alvhamra: Municipality, guides: None) -> None:
    organisation.person(PEDAGOGICAL_AGENT, alvhamra)
    organisation.person(TECHNICAL_AGENT, alvhamra)
    with pytest.raises(CommandError, match="support_lead"):
        simulated()


def test_second_replay_is_refused(staff: None, guides: None) -> None:
    simulated(days=1)
    with pytest.raises(CommandError, match="has been replayed"):
        simulated(days=1)


def test_school_days_end_yesterday_and_leave_weekends_out() -> None:
    monday = date(2026, 11, 23)
    assert school_days(3, until=monday) == [date(2026, 11, 18), date(2026, 11, 19), date(2026, 11, 20)]
    assert [len(week) for week in by_week(school_days(7, until=monday + timedelta(days=1)))] == [1, 5, 1]


def test_night_after_a_short_week_is_saturdays() -> None:
    assert timezone.localtime(night_after([date(2026, 11, 25)], 2.5)).strftime("%a %H:%M") == "Sat 02:30"


def test_rows_written_meanwhile_carry_the_moment(alvhamra: Municipality) -> None:
    earlier = tickets.ticket(alvhamra)
    moment = at(date(2026, 3, 2), 8)
    with happening_at(moment):
        later = tickets.ticket(alvhamra)
    later.refresh_from_db()
    assert timedelta(0) <= later.created_at - moment < timedelta(seconds=30)
    assert Ticket.objects.get(pk=earlier.pk).created_at == earlier.created_at


def test_what_was_there_moves_back(alvhamra: Municipality) -> None:
    ticket = tickets.ticket(alvhamra)
    before: datetime = ticket.created_at
    move_back(timedelta(days=10))
    ticket.refresh_from_db()
    assert (ticket.created_at, ticket.solved_at) == (before - timedelta(days=10), None)
    assert QueueStage.objects.filter(looked_at__gte=before - timedelta(days=9)).count() == 0
    assert StageChange.objects.count() == 0
