"""A decision is made once, written down with its inputs, and can be computed again."""

import hashlib
import uuid
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

import py3langid
from django.conf import settings
from django.utils.crypto import salted_hmac

from support.enums import SORTED_KINDS
from support.models import Ticket
from triage.classifier.guides import GuideHit
from triage.classifier.text import TicketText
from triage.domain import store
from triage.domain.experts import Opinion
from triage.domain.stages import Stages, are_silent, quietest
from triage.enums import SILENT_STAGES
from triage.models import Decision

if TYPE_CHECKING:
    from triage.classifier.model import Weight

RECENT = 200
"""Decisions that tell what is sure and unsure in the municipality now."""
REASONS_KEPT = 12
FEWEST_WORDS = 4
CLOSE = 1e-9
BITS = 53
"""Of chance: as many as a float holds, so that no number is rounded up to 1."""


def decide(*, ticket: Ticket, text: TicketText, hits: list[GuideHit], opinion: Opinion, stages: Stages) -> Decision:
    """Unsaved: it is written in the transaction that carries it out."""
    from triage.classifier.audit import chance_at_random  # its libraries load only in the worker that routes

    prediction = opinion.prediction
    stage = stages.get(prediction.best)
    decision = Decision(
        ref=uuid.uuid4().hex,
        ticket_reference=ticket.reference,
        municipality_slug=ticket.municipality.slug,
        model_sha256=opinion.model_sha256,
        trouble=opinion.trouble,
        text_sha256=digest_of(text),
        text=asdict(text),
        written_in=language_of(text),
        guide_hits=[asdict(hit) for hit in hits],
        probabilities=prediction.probabilities,
        queue=prediction.best,
        confidence=prediction.confidence,
        novelty=prediction.novelty,
        reasons=reasons_kept(prediction.weights),
        threshold=stage.threshold if stage else None,
        stage=stage.stage if stage else quietest(stages),
    )
    chances = chances_of(ticket)
    decision.fair = are_silent(stages) or chances[0] < chance_at_random(settings.TRIAGE_AUDIT_SHARE)
    if decision.stage not in SILENT_STAGES:
        choose_for_audit(decision, chances)
    return decision


def reasons_kept(weights: list["Weight"]) -> list[dict[str, Any]]:
    """The heaviest, and all others in one "rest", so that they still add up."""
    *named, rest = weights
    kept, light = named[:REASONS_KEPT], named[REASONS_KEPT:]
    total = rest.weight + sum(one.weight for one in light)
    return [*map(asdict, kept), {"kind": "rest", "name": "", "weight": total}]


def choose_for_audit(decision: Decision, chances: tuple[float, float]) -> None:
    """Whether a person sorts this ticket blind. Where nobody sees suggestions, everybody does so anyway."""
    from triage.classifier.audit import draw  # as in decide()

    late = Decision.objects.filter(municipality_slug=decision.municipality_slug).order_by("-created_at", "-pk")
    recent = list(late.values_list("confidence", flat=True)[:RECENT])
    drawn = draw(decision.confidence, recent, settings.TRIAGE_AUDIT_SHARE, chances)
    decision.audit, decision.audit_probability = drawn.stratum, drawn.probability


def chances_of(ticket: Ticket) -> tuple[float, float]:
    """Two numbers in [0, 1), the same whenever the ticket is decided again.

    From the ticket's key, which its sender may choose, and a secret of ours: nobody can send what is never audited.
    """
    digest = salted_hmac("triage.audit", str(ticket.idempotency_key), algorithm="sha256").digest()
    first, second = (int.from_bytes(digest[start : start + 8]) >> (64 - BITS) for start in (0, 8))
    return first / (1 << BITS), second / (1 << BITS)


def language_of(text: TicketText) -> str:
    """ISO 639-1. A handful of words say too little, and then nothing is said."""
    words = len(text.joined.split())
    return str(py3langid.classify(text.joined)[0]) if words >= FEWEST_WORDS else ""


def digest_of(text: TicketText) -> str:
    return hashlib.sha256(f"{text.role}\n{text.joined}".encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Replay:
    """same: computed again with the same result. why_not: why that could not be done, or what differed."""

    same: bool
    why_not: str = ""


def replay(decision: Decision) -> Replay:
    """Compute the decision again from what it stored: same queue, probabilities within 1e-9."""
    from triage.classifier.model import predict_by_guides  # scikit-learn loads only where a model is used

    if not decision.text:
        return Replay(same=False, why_not="the ticket was deleted, and its words with it")
    text = TicketText(**decision.text)
    if digest_of(text) != decision.text_sha256:
        return Replay(same=False, why_not="the stored text is not the one that was read")
    hits = [GuideHit(**hit) for hit in decision.guide_hits]
    try:
        again = (
            store.load(decision.model_sha256).predict(text, hits)
            if decision.model_sha256
            else predict_by_guides(hits, SORTED_KINDS)
        )
    except store.ModelUnavailable as error:
        return Replay(same=False, why_not=str(error))
    differences = [abs(again.probabilities.get(name, 0.0) - value) for name, value in decision.probabilities.items()]
    if again.best != decision.queue or max(differences, default=0.0) > CLOSE:
        return Replay(
            same=False, why_not=f"computed again: {again.best}, probabilities up to {max(differences):.1e} off"
        )
    return Replay(same=True)
