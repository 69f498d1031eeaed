"""Confirmed tickets as the classifier learns from them, and which of them may certify."""

from dataclasses import dataclass
from datetime import datetime

from support.domain.labels import ConfirmedLabel, confirmed_labels
from triage.classifier.guides import GuideHit
from triage.classifier.model import Example
from triage.classifier.text import TicketText
from triage.domain.evidence import guides_for
from triage.domain.texts import text_of
from triage.models import Decision


@dataclass(frozen=True, slots=True)
class LabelledTicket:
    """certifies: one of a fair sample, which a person sorted without sight of any suggestion.

    Tickets without a decision are history, or came while the sorting was off: all of them are fair.
    """

    reference: str
    municipality: str
    requester: str
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


def labelled_tickets() -> list[LabelledTicket]:
    """Oldest ticket first. A deleted ticket is not among them, nor a secret one."""
    decisions = {decision.ticket_reference: decision for decision in Decision.objects.order_by("created_at", "pk")}
    labels = list(confirmed_labels())
    guides = guides_for(label.ticket for label in labels if label.ticket.reference not in decisions)
    return [labelled(label, decisions.get(label.ticket.reference), guides) for label in labels]


def labelled(label: ConfirmedLabel, decision: Decision | None, guides: dict[int, list[GuideHit]]) -> LabelledTicket:
    """The guides are those that matched when the ticket came; without a decision, those of `guides`."""
    ticket = label.ticket
    return LabelledTicket(
        reference=ticket.reference,
        municipality=ticket.municipality.slug,
        requester=ticket.requester_email.lower(),
        role=ticket.requester_role,
        language=ticket.language,
        created_at=ticket.created_at,
        text=text_of(ticket),
        hits=[GuideHit(**hit) for hit in decision.guide_hits] if decision else guides[ticket.pk],
        label=str(label.kind),
        certifies=label.blind and (decision is None or decision.fair),
    )
