"""Gives a new municipality its three queues and the usual division of topics."""

from typing import Any

from django.db import transaction
from django.utils.translation import override

from accounts.models import Municipality
from kb.enums import TECHNICAL_TOPICS, Topic
from support.enums import QueueKind
from support.models import Queue, TopicQueue

NAME_LANGUAGE = "sv"


@transaction.atomic
def open_support(*, municipality: Municipality) -> None:
    """Idempotent: what a municipality has changed since stays changed."""
    with override(NAME_LANGUAGE):
        queues = {
            kind: Queue.objects.get_or_create(municipality=municipality, kind=kind, defaults={"name": str(kind.label)})[
                0
            ]
            for kind in QueueKind
        }
    for topic in Topic:
        kind = QueueKind.TECHNICAL if topic in TECHNICAL_TOPICS else QueueKind.PEDAGOGICAL
        TopicQueue.objects.get_or_create(municipality=municipality, topic=topic, defaults={"queue": queues[kind]})


def open_for_new(sender: type[Municipality], instance: Municipality, created: bool, **kwargs: Any) -> None:
    """Signal handler: a municipality is born with its support."""
    if created and not kwargs.get("raw"):
        open_support(municipality=instance)
