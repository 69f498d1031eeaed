"""Tries the model in use for queues that it has not been tried for: of another target, or after a roll-back."""

from triage.domain import store
from triage.domain.certificates import certify_queues, is_tried
from triage.domain.held_out import split_newest, was_taught
from triage.domain.labels import labelled_tickets
from triage.domain.training import predicted
from triage.models import QueueStage, TrainedModel


def certify_untried() -> None:
    """Computes outside any transaction. Raises ModelUnavailable."""
    in_use = TrainedModel.objects.in_use()
    if in_use is None or all(is_tried(stage, in_use.sha256) for stage in QueueStage.objects.all()):
        return
    model = store.load(in_use.sha256)
    held_out = [ticket for ticket in split_newest(labelled_tickets()).held_out if not was_taught(in_use, ticket)]
    certify_queues(in_use.sha256, model.classes, held_out, predicted(model, held_out))
