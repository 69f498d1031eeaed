"""The error that a municipality allows in a queue. Who asks for a smaller one is not served by the old certificate."""

from django.db import transaction

from accounts.models import User
from triage.enums import Stage
from triage.models import QueueStage, StageChange

TARGETS = (0.01, 0.02, 0.03, 0.05, 0.1)
"""What can be chosen. Below 1 % it takes more than 299 tickets without an error; no municipality would get there."""


@transaction.atomic
def change_target(*, stage: QueueStage, to: float, by: User, why: str = "") -> QueueStage:
    """A smaller error voids the certificate at once, and automatic falls back to suggest; a greater one leaves both.

    Either way the model in use is tried for the new target in a job. The same target again changes nothing.
    """
    from triage.tasks import certify_untried_queues  # tasks call the domain

    stage = QueueStage.objects.select_for_update().get(pk=stage.pk)
    if to == stage.target_error:
        return stage
    change = StageChange(stage=stage, before=stage.stage, target_before=stage.target_error, target_after=to)
    if to < stage.target_error:
        stage.certified_model, stage.threshold, stage.certificate = "", None, {}
        if stage.stage == Stage.AUTOMATIC:
            stage.stage = Stage.SUGGEST
    stage.target_error = to
    stage.save(update_fields=["stage", "target_error", "certified_model", "threshold", "certificate"])
    change.after, change.by, change.why = stage.stage, by, why
    change.save()
    certify_untried_queues.enqueue()
    return stage
