"""Confirmed tickets as the classifier learns from them, and which of them may certify."""

from dataclasses import dataclass
from datetime import datetime

from support.domain.labels import ConfirmedLabel, confirmed_labels
from triage.classifier.guides import GuideHit
from triage.classifier.model import Example
from triage.classifier.text import TicketText
from triage.domain.texts import guide_hits, text_of
from triage.enums import SILENT_STAGES, Audit
from triage.models import Decision


@dataclass(frozen=True, slots=True)
class LabelledTicket:
    """certifies: a fair sample of tickets that a person sorted without sight of any suggestion."""

    reference: str
    municipality: str
    role: str
    language: str
    created_at: datetime
    text: TicketText
    hits: list[GuideHit]
    label: str
    certifies: bool

    @property
    def example(self) -> Example:
        return Example(self.text, self.label, self.hits)


HistoryHits = dict[str, list[GuideHit]]
"""By reference, the guides that match an imported ticket now."""


def labelled_tickets(history_hits: HistoryHits | None = None) -> list[LabelledTicket]:
    """Oldest ticket first. A deleted ticket is not among them, nor a secret one.

    `history_hits` is asked before the guides are, and filled: who trains often hands the same in again.
    """
    known = {} if history_hits is None else history_hits
    decisions = {decision.ticket_reference: decision for decision in Decision.objects.order_by("created_at", "pk")}
    return [labelled(label, decisions.get(label.ticket.reference), known) for label in confirmed_labels()]


def labelled(label: ConfirmedLabel, decision: Decision | None, history_hits: HistoryHits) -> LabelledTicket:
    """Guides are those that matched when the ticket came; for imported history, those that match now."""
    ticket = label.ticket
    text = text_of(ticket)
    if decision is not None:
        hits = [GuideHit(**hit) for hit in decision.guide_hits]
    elif (known := history_hits.get(ticket.reference)) is not None:
        hits = known
    else:
        hits = guide_hits(text, municipality=ticket.municipality, language=ticket.language)
        history_hits[ticket.reference] = hits
    return LabelledTicket(
        reference=ticket.reference,
        municipality=ticket.municipality.slug,
        role=ticket.requester_role,
        language=ticket.language,
        created_at=ticket.created_at,
        text=text,
        hits=hits,
        label=str(label.kind),
        certifies=label.blind and is_fair_sample(decision),
    )


def is_fair_sample(decision: Decision | None) -> bool:
    """History, all tickets of silent stages, and those drawn at random; not those drawn for their score."""
    return decision is None or decision.stage in SILENT_STAGES or decision.audit == Audit.RANDOM
