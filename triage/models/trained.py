"""A trained model: the file lies in the model folder, the row says which it is and what was measured."""

from typing import Self

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class TrainedModelQuerySet(models.QuerySet["TrainedModel"]):
    def in_use(self) -> "TrainedModel | None":
        return self.filter(active=True).first()

    def former(self) -> Self:
        """Those that were in use before the one in use was trained and can still be used, the latest first.

        Not by when they were last in use: a second step back would lead to the model that the first one left.
        """
        found = self.filter(active=False, promoted_at__isnull=False, trouble="")
        in_use = self.in_use()
        return (found.filter(created_at__lt=in_use.created_at) if in_use else found).order_by("-created_at", "-pk")


class TrainedModel(models.Model):
    """card: figures only, never texts; see `triage.domain.card`. A model that was never promoted says why.

    stale_since: when the first ticket that it may have been taught was deleted or marked secret.
    """

    sha256 = models.CharField(_("checksum"), max_length=64, unique=True)
    card = models.JSONField(_("card"), default=dict)
    active = models.BooleanField(_("in use"), default=False)
    promoted_at = models.DateTimeField(_("taken into use"), null=True)
    refused_because = models.CharField(_("not taken into use because"), max_length=200, blank=True)
    trouble = models.CharField(_("cannot be used because"), max_length=200, blank=True)
    stale_since = models.DateTimeField(_("has to forget since"), null=True)
    created_at = models.DateTimeField(_("trained"), default=timezone.now)

    objects = TrainedModelQuerySet.as_manager()

    class Meta:
        verbose_name = _("trained model")
        verbose_name_plural = _("trained models")
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["active"], condition=models.Q(active=True), name="trained_model_one_active"
            ),
            models.CheckConstraint(
                condition=models.Q(active=False) | models.Q(promoted_at__isnull=False),
                name="trained_model_active_is_promoted",
            ),
        ]

    def __str__(self) -> str:
        return self.sha256[:12]
