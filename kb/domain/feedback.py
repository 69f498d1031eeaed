"""Keeps what readers answer to "Did this help?"."""

import uuid
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from accounts.models import Municipality
from kb.domain.limits import is_over_limit
from kb.domain.masking import masked
from kb.domain.readable import readable_or_empty
from kb.models import Feedback, KnowledgePage
from kb.models.feedback import MAX_COMMENT

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from accounts.models import User


class TooManyAnswers(Exception):
    """More than settings.KB_MAX_FEEDBACK_PER_ADDRESS answers an hour have come from one address."""


class AlreadyExplained(Exception):
    """The answer has its reason; a second one would overwrite it."""


def page_answered_about(
    key: uuid.UUID, *, language: str, municipality: Municipality, reader: "User | AnonymousUser"
) -> KnowledgePage | None:
    """The published page, if the reader may read it and it is shared or the municipality's own.

    In the language, or else as it is: a lesson shows its guide in another language where there is no translation.
    """
    readable = KnowledgePage.objects.visible_to(reader).in_municipality(municipality)
    pages = list(readable.filter(translation_key=key).select_related("locale").order_by("pk"))
    translated = [page for page in pages if page.locale.language_code == language]
    return next(iter(translated + pages), None)


@transaction.atomic
def keep_answer(*, page: KnowledgePage, municipality: Municipality, helpful: bool, sender_address: str) -> Feedback:
    """Nobody's name is kept, so there is no `by`. Raises TooManyAnswers before anything is written."""
    check_sender_limit(sender_address)
    return Feedback.objects.create(
        page=page,
        translation_key=page.translation_key,
        language=page.locale.language_code,
        revision=page.live_revision_id,
        municipality=municipality,
        helpful=helpful,
    )


def explain(*, answer: Feedback, reason: str, comment: str) -> None:
    """What was missing, once. A conditional UPDATE: two clicks are one explanation. Raises AlreadyExplained."""
    unexplained = Feedback.objects.filter(pk=answer.pk, helpful=False, reason="", comment="")
    text = masked(readable_or_empty(comment))[:MAX_COMMENT]  # a mask may be longer than what it hides
    if not unexplained.update(reason=reason, comment=text):
        raise AlreadyExplained


def forget_keys() -> int:
    """Of earlier days. Returns how many; from then on no log leads to an answer."""
    return Feedback.objects.filter(created_on__lt=timezone.localdate()).exclude(key=None).update(key=None)


def check_sender_limit(address: str) -> None:
    if is_over_limit(address, purpose="feedback"):
        raise TooManyAnswers
