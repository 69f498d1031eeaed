"""Finds the guides that match tickets without a decision, once a month instead of at every training."""

from collections.abc import Iterable
from dataclasses import asdict
from datetime import timedelta

from django.utils import timezone

from support.models import Ticket
from triage.classifier.guides import GuideHit
from triage.domain.texts import guide_hits, text_of
from triage.models import GuideEvidence

KEPT = timedelta(days=30)
"""Guides come and go; their votes in a year-old ticket need not follow them day by day."""
BATCH = 500


def guides_for(tickets: Iterable[Ticket]) -> dict[int, list[GuideHit]]:
    """By the tickets' keys. Those that nobody has looked for lately are searched, and remembered."""
    fresh = GuideEvidence.objects.filter(found_at__gt=timezone.now() - KEPT).values_list("ticket_id", "hits")
    known = {pk: [GuideHit(**hit) for hit in hits] for pk, hits in fresh}
    found = {ticket.pk: search(ticket) for ticket in tickets if ticket.pk not in known}
    remember(found)
    return known | found


def search(ticket: Ticket) -> list[GuideHit]:
    return guide_hits(text_of(ticket), municipality=ticket.municipality, language=ticket.language)


def remember(found: dict[int, list[GuideHit]]) -> None:
    rows = [GuideEvidence(ticket_id=pk, hits=[asdict(hit) for hit in hits]) for pk, hits in found.items()]
    GuideEvidence.objects.bulk_create(
        rows, BATCH, update_conflicts=True, unique_fields=["ticket"], update_fields=["hits", "found_at"]
    )
