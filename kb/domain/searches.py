"""Counts what people search for, so that editors see what is missing. Never who searched."""

import logging
import uuid
from datetime import timedelta
from typing import Final

from django.db import DatabaseError
from django.utils import timezone

from accounts.models import Municipality
from kb.domain.limits import is_over_limit
from kb.domain.masking import without_personal_data
from kb.models.searches import MAX_WORDS, Search

logger = logging.getLogger(__name__)

KEEP_DAYS: Final = 365
CLICK_DAYS: Final = 1
"""A page of answers that was opened longer ago counts no more."""


def count_search(
    *, municipality: Municipality, language: str, role: str, words: str, hits: int, sender_address: str
) -> Search | None:
    """None if nothing was left when personal data had been taken out, or the database cannot be written.

    Nor is a search counted when as many have come from the address within an hour as feedback may.
    """
    kept = without_personal_data(words).lower()[:MAX_WORDS].strip()
    if not kept or is_over_limit(sender_address, purpose="search"):
        return None
    row = Search(municipality=municipality, language=language, role=role, words=kept, hits=hits)
    try:
        row.save()
    except DatabaseError:
        logger.warning("A search could not be counted")
        return None  # counting must not cost anybody their answer
    return row


def count_click(*, key: uuid.UUID, position: int) -> bool:
    """The first answer that somebody opened, counted from 1. False if there is no such search, or it has a click."""
    waiting = Search.objects.filter(key=key, clicked=None, hits__gte=position).since(CLICK_DAYS)
    return waiting.update(clicked=position) == 1


def forget_old_searches() -> int:
    """Delete what is older than KEEP_DAYS. Returns how many."""
    old = Search.objects.filter(made_on__lt=timezone.localdate() - timedelta(days=KEEP_DAYS))
    return old.delete()[0]
