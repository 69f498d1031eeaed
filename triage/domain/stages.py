"""The stages of queues: every queue that the machine may sort into begins at "suggest"."""

from typing import Any

from django.db import transaction

from support.enums import SORTED_KINDS
from support.models import Queue
from triage.domain import store
from triage.enums import Stage
from triage.models import QueueStage


def begin_for_new(sender: type[Queue], instance: Queue, created: bool, **kwargs: Any) -> None:
    """Signal handler: a queue is born with a stage."""
    if created and not kwargs.get("raw") and instance.kind in SORTED_KINDS:
        QueueStage.objects.get_or_create(queue=instance)


@transaction.atomic
def switch_to_automatic(*, stage: QueueStage) -> bool:
    """False, and nothing changes, if no certificate of the model in use allows it."""
    if not stage.certified_model or stage.certified_model != store.active_sha256():
        return False
    stage.stage = Stage.AUTOMATIC
    stage.save(update_fields=["stage"])
    return True
