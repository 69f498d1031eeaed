"""A trained model: the file lies in the model folder, the row says which it is and what was measured."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class TrainedModel(models.Model):
    sha256 = models.CharField(_("checksum"), max_length=64, unique=True)
    card = models.JSONField(_("card"), default=dict)
    active = models.BooleanField(_("in use"), default=False)
    created_at = models.DateTimeField(_("trained"), default=timezone.now)

    class Meta:
        verbose_name = _("trained model")
        verbose_name_plural = _("trained models")
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["active"], condition=models.Q(active=True), name="trained_model_one_active")
        ]

    def __str__(self) -> str:
        return self.sha256[:12]
