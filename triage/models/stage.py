"""How much the machine may do for one queue, and the certificate that allows it."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from support.models import Queue
from triage.enums import Stage

DEFAULT_TARGET = 0.05
TRIALS_KEPT = 100
"""Of a queue: those of models that nobody will go back to may be forgotten."""


class QueueStage(models.Model):
    """A certificate belongs to one model (`certified_model`) and one threshold; another model voids it.

    trials: by model and target (see `trial_key`), what a certificate was tried on: seen (held-out tickets of the
    municipality that the model would send to the queue), wrong (those of them that belonged elsewhere), passed.
    report: written every night by `triage.domain.monitoring.write_reports`.
    """

    queue = models.OneToOneField(Queue, on_delete=models.CASCADE, related_name="stage")
    stage = models.CharField(_("stage"), max_length=10, choices=Stage, default=Stage.SUGGEST)
    target_error = models.FloatField(_("highest error allowed"), default=DEFAULT_TARGET)
    certified_model = models.CharField(max_length=64, blank=True)
    threshold = models.FloatField(_("lowest confidence"), null=True)
    certificate = models.JSONField(default=dict)
    trials = models.JSONField(default=dict)
    report = models.JSONField(_("figures of the last weeks"), default=dict)
    looked_at = models.DateTimeField(_("last weekly test"), default=timezone.now)

    class Meta:
        verbose_name = _("stage of a queue")
        verbose_name_plural = _("stages of queues")
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(stage="automatic")
                | (models.Q(threshold__isnull=False) & ~models.Q(certified_model="")),
                name="automatic_has_certificate",
            ),
            models.CheckConstraint(
                condition=models.Q(target_error__gt=0) & models.Q(target_error__lt=1),
                name="target_error_is_a_share",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.queue}: {self.get_stage_display()}"

    def trial_of(self, model_sha256: str) -> dict[str, int] | None:
        """Of the model for the present target; None if it has not been tried."""
        trial: dict[str, int] | None = self.trials.get(trial_key(model_sha256, self.target_error))
        return trial

    def remember_trial(self, model_sha256: str, *, seen: int, wrong: int, passed: bool) -> None:
        """Unsaved."""
        newest = list(self.trials.items())[1 - TRIALS_KEPT :]
        trial = {"seen": seen, "wrong": wrong, "passed": passed}
        self.trials = dict(newest) | {trial_key(model_sha256, self.target_error): trial}

    def allows(self, *, model_sha256: str, confidence: float) -> bool:
        """Whether the machine may sort a ticket into this queue unasked."""
        return (
            self.stage == Stage.AUTOMATIC
            and self.certified_model == model_sha256
            and self.threshold is not None
            and confidence >= self.threshold
        )


def trial_key(model_sha256: str, target_error: float) -> str:
    return f"{model_sha256}:{target_error:g}"


class StageChange(models.Model):
    """Who moved a queue to another stage or target, when and why. `by` None is the machine, which only steps back.

    The targets are None where the target was left as it was.
    """

    stage = models.ForeignKey(QueueStage, on_delete=models.CASCADE, related_name="changes")
    before = models.CharField(_("before"), max_length=10, choices=Stage)
    after = models.CharField(_("after"), max_length=10, choices=Stage)
    target_before = models.FloatField(_("highest error allowed before"), null=True)
    target_after = models.FloatField(_("highest error allowed after"), null=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    why = models.CharField(_("why"), max_length=300, blank=True)
    at = models.DateTimeField(_("when"), default=timezone.now)

    class Meta:
        verbose_name = _("change of stage")
        verbose_name_plural = _("changes of stage")
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.stage.queue}: {self.before} → {self.after}"
