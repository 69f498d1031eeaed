"""The off switch: a whole municipality's queues at once."""

from django.db import transaction

from accounts.models import Municipality, User
from triage.domain.stages import change_stage
from triage.enums import Stage
from triage.models import QueueStage


@transaction.atomic
def switch_off(*, municipality: Municipality, by: User, why: str = "") -> int:
    """All queues of the municipality are off, or none. Returns how many were not off before."""
    stages = list(QueueStage.objects.filter(queue__municipality=municipality).exclude(stage=Stage.OFF).order_by("pk"))
    for stage in stages:
        change_stage(stage=stage, to=Stage.OFF, by=by, why=why)
    return len(stages)
