"""Which confirmed tickets teach, and which are held out: what a certificate says was seen on tickets like tomorrow's.

The newest fairly sampled tickets of each municipality are held out, and no model trains on them before they have
compared and certified it.
"""

from collections import Counter, defaultdict
from dataclasses import dataclass

from triage.classifier.duplicates import groups_of_copies
from triage.domain.labels import LabelledTicket
from triage.models import TrainedModel

HELD_OUT = 0.4
FEWEST_OF_A_LABEL = 5
"""A kind of ticket that so few have had cannot be learnt yet."""
FEWEST_TO_HOLD_OUT = 50
"""With fewer fairly sampled tickets a municipality could certify nothing; then all of them teach."""


@dataclass(frozen=True, slots=True)
class Split:
    teaching: list[LabelledTicket]
    held_out: list[LabelledTicket]


def split_newest(tickets: list[LabelledTicket]) -> Split:
    """By municipality, the newest share of those that certify is held out, without copies of what teaches."""
    held = set[int]()
    for rows in fair_rows_by_municipality(tickets).values():
        if len(rows) >= FEWEST_TO_HOLD_OUT:
            held.update(rows[len(rows) - round(len(rows) * HELD_OUT) :])
    groups = groups_of_copies([ticket.text.joined for ticket in tickets]).tolist() if tickets else []
    taught = {groups[row] for row in range(len(tickets)) if row not in held}
    return Split(
        teaching=without_rare_labels([ticket for row, ticket in enumerate(tickets) if row not in held]),
        held_out=[ticket for row, ticket in enumerate(tickets) if row in held and groups[row] not in taught],
    )


def without_rare_labels(tickets: list[LabelledTicket]) -> list[LabelledTicket]:
    having = Counter(ticket.label for ticket in tickets)
    return [ticket for ticket in tickets if having[ticket.label] >= FEWEST_OF_A_LABEL]


def fair_rows_by_municipality(tickets: list[LabelledTicket]) -> dict[str, list[int]]:
    rows: dict[str, list[int]] = defaultdict(list)
    for row, ticket in enumerate(tickets):
        if ticket.certifies:
            rows[ticket.municipality].append(row)
    return rows


def was_taught(model: TrainedModel, ticket: LabelledTicket) -> bool:
    """Whether the model may have been trained on the ticket: it is older than what was held out then."""
    held_out_from = model.card.get("held_out_from", {}).get(ticket.municipality)
    return held_out_from is None or ticket.created_at.isoformat() < held_out_from
