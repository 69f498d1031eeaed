"""The demo's last weeks: the machine has been trained on the tickets before, sorts, and people confirm.

Without them the figures beside the switches would be empty until the first night. What is written runs on the real
clock and is then set back, as in a replayed term.
"""

import random
from dataclasses import replace
from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from config.demo.conversations import at_work, awake
from config.demo.term_clock import happening_at
from config.demo.term_people import Agents, people
from config.demo.tickets import DAYS_WITH_MACHINE, SEED, TIME_TO_SOLVE, Answered, home, import_answered, recent
from support.domain.routing import store_suggestion
from support.enums import QueueKind, TicketState
from support.models import Ticket
from support.router import router
from triage.domain.monitoring import check_due_queues, write_reports
from triage.domain.stages import change_stage, is_certified
from triage.domain.training import train_and_promote
from triage.enums import Stage
from triage.models import QueueStage, TrainedModel


def begin() -> TrainedModel:
    """The night before: the first model, and the lead lets it sort what it is certified for. Raises TooFewExamples."""
    lead = people(home())[QueueKind.UNSORTED]
    with happening_at(timezone.now() - timedelta(days=DAYS_WITH_MACHINE)), override("sv"):
        model = train_and_promote().model
        QueueStage.objects.update(looked_at=timezone.now())
        for stage in QueueStage.objects.filter(queue__municipality=home()):
            if is_certified(stage):
                change_stage(stage=stage, to=Stage.AUTOMATIC, by=lead, why=_("The model is certified for the queue."))
    return model


def live_through() -> int:
    """Returns how many tickets came in."""
    agents = Agents(people(home()), random.Random(SEED), error=0.0, blind_trust=0.0)
    tickets = recent()
    for ticket in tickets:
        sort_and_solve(ticket, agents)
        check_due_queues(ticket.came_in)
    write_reports()
    return len(tickets)


def sort_and_solve(answered: Answered, agents: Agents) -> None:
    came_in = awake(answered.came_in)
    with happening_at(came_in):
        ticket = import_answered(replace(answered, came_in=came_in), kind=QueueKind.UNSORTED, state=TicketState.NEW)
        store_suggestion(ticket=ticket, suggestion=router().suggest(ticket))
    solved_at = at_work(came_in + TIME_TO_SOLVE)
    if solved_at > timezone.now():
        return  # it still waits for them
    with happening_at(solved_at):
        agents.sort_and_solve(Ticket.objects.select_related("municipality").get(pk=ticket.pk), answered.kind)
