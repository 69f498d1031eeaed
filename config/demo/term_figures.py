"""What came of a replayed term: the machine's decisions beside the truth that it never saw."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any, Self

from django.utils import timezone

from accounts.models import Municipality
from config.demo.term_clock import at
from config.demo.term_texts import TermText
from config.demo.tickets import KINDS
from support.domain.labels import confirmed_in
from support.enums import SORTED_KINDS
from support.models import Ticket
from triage.domain.monitoring import audited_error
from triage.domain.stages import is_certified
from triage.domain.training import Outcome
from triage.enums import SILENT_STAGES, Stage
from triage.models import Decision, QueueStage, StageChange

BEFORE, IN_SHIFT, AGAIN = "before_shift", "in_shift_until_stop", "after_recertification"


@dataclass(frozen=True, slots=True)
class Entry:
    """One ticket. day: counted from 0. sorted_to: where the machine put it unasked, else "". stage: of the first
    guess's queue when it came."""

    day: int
    text: TermText
    truth: str
    guess: str
    stage: str
    sorted_to: str
    confirmed: str

    @classmethod
    def of(cls, day: int, text: TermText, ticket: Ticket, confirmed: str) -> Self:
        decision = Decision.objects.get(ref=ticket.suggestion.decision_ref)
        return cls(
            day=day,
            text=text,
            truth=str(KINDS[text.queue]),
            guess=decision.queue,
            stage=decision.stage,
            sorted_to=decision.queue if decision.moved else "",
            confirmed=str(confirmed),
        )

    @property
    def is_wrong(self) -> bool:
        return self.sorted_to not in ("", self.truth)


@dataclass(frozen=True, slots=True)
class Share:
    """wrong of n."""

    n: int
    wrong: int

    @property
    def error(self) -> float | None:
        return self.wrong / self.n if self.n else None

    def __str__(self) -> str:
        return f"{self.wrong} of {self.n}" + (f" ({self.wrong / self.n:.1%})" if self.n else "")


@dataclass(frozen=True, slots=True)
class TrainingNight:
    """refused: why the candidate was not taken into use. taught: 0 if there was too little to learn from."""

    taught: int
    accuracy: float | None
    refused: str

    @classmethod
    def of(cls, outcome: Outcome | None) -> Self:
        if outcome is None:
            return cls(0, None, "too few tickets")
        card = outcome.model.card
        return cls(card["taught"]["n"], card["figures"].get("accuracy"), outcome.model.refused_because)

    def __str__(self) -> str:
        seen = "" if self.accuracy is None else f", {self.accuracy:.3f} right"
        return f"model refused: {self.refused}" if self.refused else f"model promoted ({self.taught} taught{seen})"


@dataclass(frozen=True, slots=True)
class Change:
    """One change of a queue's stage. day: the number of school days over by then. by: "lead" or "machine"."""

    day: int
    queue: str
    before: str
    after: str
    by: str
    why: str

    @property
    def is_stop(self) -> bool:
        return self.by == "machine" and self.before == Stage.AUTOMATIC


@dataclass(slots=True)
class Journal:
    """Filled as the term goes."""

    municipality: Municipality
    days: Sequence[date]
    shift_day: int
    entries: list[Entry] = field(default_factory=list)
    nights: list[TrainingNight] = field(default_factory=list)
    certified: dict[str, int] = field(default_factory=dict)
    """By queue: how many school days were over when it was first certified."""
    told: int = 0
    """Of the entries, how many stood in an earlier week's line."""

    @property
    def days_over(self) -> int:
        return self.entries[-1].day + 1

    def note_certificates(self, stages: Iterable[QueueStage]) -> None:
        for stage in stages:
            if is_certified(stage):
                self.certified.setdefault(stage.queue.kind, self.days_over)

    def week_line(self, stages: Iterable[QueueStage]) -> str:
        week, self.told = self.entries[self.told :], len(self.entries)
        sorted_unasked = share(week)
        queues = "  ".join(queue_in_words(stage) for stage in stages)
        told = f"day {self.days_over:3}  {len(week):3} tickets  automatic, wrong {sorted_unasked!s:15}"
        return f"{told}  {queues}  {self.nights[-1]}"

    def changes(self) -> list[Change]:
        rows = StageChange.objects.filter(
            stage__queue__municipality=self.municipality, at__date__gte=self.days[0]
        ).select_related("stage__queue")
        return [self.change_of(row) for row in rows.order_by("at", "pk")]

    def change_of(self, row: StageChange) -> Change:
        day = sum(day < timezone.localdate(row.at) for day in self.days)
        by = "machine" if row.by_id is None else "lead"
        return Change(day, row.stage.queue.kind, row.before, row.after, by, row.why)

    def figures(self) -> dict[str, Any]:
        """Everything that `--json` prints; see docs/triage.md."""
        changes = self.changes()
        periods = {
            name: [e for e in self.entries if self.period_of(e, changes) == name] for name in (BEFORE, IN_SHIFT, AGAIN)
        }
        return {
            "tickets": len(self.entries),
            "distinct_texts": len({(e.text.subject, e.text.body) for e in self.entries}),
            "by_truth": dict(sorted(Counter(e.truth for e in self.entries).items())),
            "shift_day": self.shift_day,
            "automatic": figures_of(self.entries),
            "periods": {name: figures_of(entries) for name, entries in periods.items()},
            "queues": {kind: self.queue_figures(kind, changes) for kind in map(str, SORTED_KINDS)},
            "agent_error": asdict(share_of(e.confirmed != e.truth for e in self.entries)),
            "models": self.model_figures(),
        }

    def model_figures(self) -> dict[str, int]:
        trained = [night for night in self.nights if night.taught]
        return {"trained": len(trained), "promoted": sum(not night.refused for night in trained)}

    def period_of(self, entry: Entry, changes: Sequence[Change]) -> str:
        """Of a ticket that was sorted unasked: beside the stops of its queue since the shift began."""
        if entry.day < self.shift_day:
            return BEFORE
        stopped = any(c.is_stop and c.queue == entry.sorted_to and self.shift_day < c.day <= entry.day for c in changes)
        return AGAIN if stopped else IN_SHIFT

    def queue_figures(self, kind: str, changes: Sequence[Change]) -> dict[str, Any]:
        """stop: the first one after the shift began. again_day: when the queue sorted by itself again after it."""
        own = [change for change in changes if change.queue == kind]
        stop = next((change for change in own if change.is_stop and change.day > self.shift_day), None)
        later = [c.day for c in own if stop and c.day > stop.day and c.after == Stage.AUTOMATIC]
        return {
            "first_certificate_day": self.certified.get(kind),
            "stop": stop and {"day": stop.day, "why": stop.why},
            "again_day": later[0] if later else None,
            "automatic": figures_of([e for e in self.entries if e.sorted_to == kind]),
            "changes": [asdict(change) for change in own],
            "audit": self.audit_figures(kind),
        }

    def audit_figures(self, kind: str) -> dict[str, Any]:
        """The audits' estimate of wrong first guesses, beside the truth about all tickets that could be audited."""
        start = at(self.days[0], 0)
        auditable = [e for e in self.entries if e.guess == kind and e.stage not in SILENT_STAGES]
        return {
            "estimate": asdict(audited_error(self.municipality, kind, start, confirmed_in(self.municipality.slug))),
            "truth": asdict(share_of(e.guess != e.truth for e in auditable)),
        }


def share(entries: Iterable[Entry]) -> Share:
    """Of what was sorted unasked."""
    return share_of(e.is_wrong for e in entries if e.sorted_to)


def share_of(wrong: Iterable[bool]) -> Share:
    found = list(wrong)
    return Share(len(found), sum(found))


def figures_of(entries: Iterable[Entry]) -> dict[str, Any]:
    found = share(entries)
    return {**asdict(found), "error": found.error}


def queue_in_words(stage: QueueStage) -> str:
    c = stage.certificate
    certificate = f"{c['errors']} of {c['n']}" if c else "not certified"
    return f"{stage.queue.kind}: {stage.stage:9} {certificate:15}"
