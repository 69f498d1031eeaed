"""A decision as it is shown to whoever works with the ticket."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from support.domain.labels import CONFIRMING
from support.models import TicketEvent
from triage.classifier.text import ROLE
from triage.enums import SILENT_STAGES
from triage.models import Decision, TrainedModel
from triage.reading.plot import Bar, bars


@dataclass(frozen=True, slots=True)
class ReasonReading:
    """weight: in logits, for (positive) or against (negative) the queue. kind: word, role, guide or rest."""

    kind: str
    name: str
    url: str
    weight: float
    bar: Bar


@dataclass(frozen=True, slots=True)
class DecisionReading:
    """rest_is_stored: the reasons add up to all that was weighed. model: None if it was the guides alone."""

    decision: Decision
    model: TrainedModel | None
    probabilities: list[tuple[str, float]]
    reasons: list[ReasonReading]
    novelty: str

    @property
    def total(self) -> float:
        return sum(reason.weight for reason in self.reasons)

    @property
    def rest_is_stored(self) -> bool:
        return any(reason.kind == "rest" for reason in self.reasons)

    @property
    def is_erased(self) -> bool:
        return not self.decision.text and not self.decision.reasons

    @property
    def is_over_threshold(self) -> bool:
        return self.decision.threshold is not None and self.decision.confidence >= self.decision.threshold


def is_sealed(decision: Decision) -> bool:
    """A ticket that people sort blind: nobody sees what the machine thought before one of them has decided."""
    if not decision.audit and decision.stage not in SILENT_STAGES:
        return False
    confirmed = TicketEvent.objects.filter(ticket_reference=decision.ticket_reference, verb__in=CONFIRMING)
    return not confirmed.exists()


def decision_reading(decision: Decision) -> DecisionReading:
    by_probability = sorted(decision.probabilities.items(), key=lambda pair: -pair[1])
    return DecisionReading(
        decision=decision,
        model=TrainedModel.objects.filter(sha256=decision.model_sha256).first(),
        probabilities=by_probability,
        reasons=reasons_of(decision),
        novelty=novelty_in_words(decision),
    )


def reasons_of(decision: Decision) -> list[ReasonReading]:
    addresses = {hit["title"]: hit.get("url", "") for hit in decision.guide_hits}
    stored: list[dict[str, Any]] = decision.reasons
    return [
        reason_of(reason, addresses, bar)
        for reason, bar in zip(stored, bars([reason["weight"] for reason in stored]), strict=True)
    ]


def reason_of(stored: dict[str, Any], addresses: dict[str, str], bar: Bar) -> ReasonReading:
    kind, name = stored["kind"], stored["name"]
    if kind == "word" and name.startswith(ROLE):
        kind, name = "role", name.removeprefix(ROLE)
    return ReasonReading(kind, name, addresses.get(name, "") if kind == "guide" else "", stored["weight"], bar)


def novelty_in_words(decision: Decision) -> str:
    if decision.novelty is None:
        return ""
    if decision.seems_new:
        return _("seems to be about something that the model has not met before")
    if decision.novelty > 0:
        return _("a little unlike what the model has met before")
    return _("like what the model has met before")
