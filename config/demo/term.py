"""Replays a school term, so that anyone can see the certificate at work.

Tickets come in through the request form itself (django.test.Client posts its two steps), the real runner carries out
their jobs, the real router sorts, people confirm, and at the end of each week the nightly tasks train and test. Only
time is simulated, and what people know: where a text belongs is written in fixtures/term/, which the product never
reads.
"""

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import count

from django.utils import timezone

from accounts.models import Municipality
from config.demo.term_clock import at, by_week, happening_at, move_back, night_after, school_days
from config.demo.term_figures import Entry, Journal, TrainingNight
from config.demo.term_people import Agents, Lead, Requesters, people
from config.demo.term_texts import Phase, TermText, TermTexts
from config.demo.tickets import KINDS
from jobs import runner
from jobs.dispatcher import queues_to_run_here
from kb.search.engine import EngineError
from kb.search.visitors import own_backend
from support.domain.drafts import forget_old_drafts
from support.models import Ticket
from triage.domain.monitoring import check_due_queues, write_reports
from triage.domain.training import Outcome, train_and_promote

OPENS, CLOSES, EVENING = 7.5, 16.0, 17.0
"""Hours of the day: tickets come in between the first two, and are solved from the third on."""
WATCHES, TRAINS = 2.0, 2.5
"""Hours of the night, as in JOBS_TIMETABLE."""
TERM_START, OUTAGE, SHIFT = 1 / 8, 1 / 3, 7 / 12
"""When in the term the start is over, the outage comes and the shift begins: days 15, 40 and 70 of 120."""
SHARE_OF_SHIFT = 1 / 3
OUTAGE_BURST = 2
"""On that day, so many times a day's tickets come on top."""
SPREAD = 0.3
"""A day has up to so much more or less than a usual one."""


class NotPrepared(Exception):
    """The database cannot be used for a term; the sentence says what to do."""


@dataclass(frozen=True, slots=True)
class Plan:
    """days: school days. per_day: tickets. agent_error, blind_trust: chances, see `Agents`."""

    municipality: Municipality
    days: int
    per_day: int
    seed: int
    agent_error: float
    blind_trust: float

    @property
    def outage_day(self) -> int:
        return int(self.days * OUTAGE)

    @property
    def shift_day(self) -> int:
        """The first day of the shift, counted from 0."""
        return int(self.days * SHIFT)


def municipality_for_term(slug: str) -> Municipality:
    """Raises NotPrepared."""
    municipality = Municipality.objects.filter(slug=slug).first()
    if municipality is None:
        raise NotPrepared(f"There is no municipality {slug}. Run first: manage.py load_demo, manage.py rebuild_index")
    if index_is_empty():
        raise NotPrepared("The search index is empty. Run first: manage.py rebuild_index")
    return municipality


def index_is_empty() -> bool:
    """A search server is taken to be filled."""
    backend = own_backend()
    try:
        return backend is not None and not backend.engine.count()
    except EngineError:
        return True


class Term:
    """One replay; `replay` may be called once. Raises NotPrepared, or NobodyThere."""

    def __init__(self, plan: Plan) -> None:
        place, seed = plan.municipality, plan.seed
        staff = people(place)
        self.plan = plan
        self.days = school_days(plan.days, until=timezone.localdate())
        self.requesters = Requesters(place, seed)
        if self.requesters.has_written(0):
            raise NotPrepared("This term has been replayed in this database. Take another seed, or a new database.")
        self.lead = Lead(place, staff[KINDS["neither"]])
        self.agents = Agents(staff, random.Random(f"agents-{seed}"), plan.agent_error, plan.blind_trust)
        self.texts, self.chance = TermTexts(), random.Random(seed)
        self.numbers = count()
        self.journal = Journal(place, self.days, plan.shift_day)

    def replay(self, tell: Callable[[str], None]) -> Journal:
        """`tell` gets a line at the end of each week."""
        run_jobs()
        move_back(timezone.localdate() - self.days[0])
        with happening_at(at(self.days[0], OPENS - 1)):
            self.lead.begin()
        for week in by_week(self.days):
            for day in week:
                self.live_through(day)
            self.sleep_after(week)
            tell(self.journal.week_line(self.lead.stages()))
        return self.journal

    def live_through(self, day: date) -> None:
        number = self.days.index(day)
        texts = list(self.texts_of(number))
        hours = (CLOSES - OPENS) / len(texts)
        sent = [self.receive(day, OPENS + hours * place, text) for place, text in enumerate(texts)]
        with happening_at(at(day, EVENING)):
            for ticket, text in sent:
                confirmed = self.agents.sort_and_solve(ticket, KINDS[text.queue])
                self.journal.entries.append(Entry.of(number, text, ticket, confirmed))
            run_jobs()

    def receive(self, day: date, hour: float, text: TermText) -> tuple[Ticket, TermText]:
        with happening_at(at(day, hour)):
            ticket = self.requesters.send(next(self.numbers), text)
            run_jobs()
        return ticket, text

    def texts_of(self, number: int) -> Iterator[TermText]:
        """What comes in on a day, in any order."""
        plan = self.plan
        usual = max(1, round(plan.per_day * self.chance.uniform(1 - SPREAD, 1 + SPREAD)))
        burst = plan.per_day * OUTAGE_BURST if number == plan.outage_day else 0
        texts = [self.texts.draw(self.chance, *self.phases_of(number)) for _ in range(usual)]
        texts += [self.texts.draw(self.chance, Phase.OUTAGE) for _ in range(burst)]
        yield from self.chance.sample(texts, len(texts))

    def phases_of(self, number: int) -> list[Phase]:
        if number < self.plan.days * TERM_START:
            return [Phase.ALWAYS, Phase.TERM_START]
        if number >= self.plan.shift_day and self.chance.random() < SHARE_OF_SHIFT:
            return [Phase.SHIFT]
        return [Phase.ALWAYS]

    def sleep_after(self, week: list[date]) -> None:
        """The nightly tasks, once a week; the lead reads the outcome in the morning."""
        watched = night_after(week, WATCHES)
        with happening_at(watched):
            write_reports(watched)
            check_due_queues(watched)
        with happening_at(night_after(week, TRAINS)):
            self.journal.nights.append(TrainingNight.of(self.train()))
            forget_old_drafts()
        with happening_at(night_after(week, OPENS)):
            self.journal.note_certificates(self.lead.stages())
            self.lead.look()

    def train(self) -> Outcome | None:
        """None if there is too little to learn from."""
        from triage.classifier.model import TooFewExamples  # scikit-learn loads only where it is used

        try:
            return train_and_promote()
        except TooFewExamples:
            return None


def run_jobs() -> None:
    """Until none is due: routing, confirmations, and the mail that they send."""
    while runner.run_due_here(queues_to_run_here()):
        pass
