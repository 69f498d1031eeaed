"""Back to the model before, in one step."""

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from accounts.models import User
from triage.domain import store
from triage.domain.stages import fall_back
from triage.enums import Stage
from triage.models import QueueStage, TrainedModel


class NothingBefore(Exception):
    """There is no former model whose file can be used."""


class AnotherBefore(Exception):
    """Since the page was shown another model has come into use, so this is not the step back that was asked for."""


def model_before() -> TrainedModel | None:
    """The former model that a roll-back would take into use: the latest whose file is there."""
    return next((model for model in TrainedModel.objects.former() if store.file_of(model.sha256).exists()), None)


@transaction.atomic
def roll_back(*, by: User | None, to: str = "") -> TrainedModel:
    """The former model is in use again. Its certificates have been replaced, so automatic queues fall back to suggest.

    It is tried for new ones in a job. to: checksum of the model that is expected, if any. Raises NothingBefore and
    AnotherBefore.
    """
    from triage.tasks import certify_untried_queues  # tasks call the domain

    former = model_before()
    if former is None:
        raise NothingBefore
    if to and to != former.sha256:
        raise AnotherBefore
    store.take_into_use(former)
    with override("sv"):
        why = _("The model before was taken into use again; its certificates are tried anew.")
    every = list(QueueStage.objects.select_for_update().order_by("pk"))  # no queue is switched on meanwhile
    for stage in every:
        if stage.stage == Stage.AUTOMATIC:
            fall_back(stage=stage, why=why, by=by)
    QueueStage.objects.update(certified_model="", threshold=None, certificate={})
    certify_untried_queues.enqueue()
    return former
