"""What the classifier decided about a ticket, with all that is needed to see why. Without foreign keys: it outlives."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Decision(models.Model):
    ref = models.CharField(max_length=32, unique=True)
    ticket_reference = models.CharField(max_length=9, db_index=True)
    municipality_slug = models.CharField(max_length=40)
    model_sha256 = models.CharField(max_length=64, blank=True)
    text_sha256 = models.CharField(max_length=64)
    guide_hits = models.JSONField(default=list)
    probabilities = models.JSONField(default=dict)
    threshold = models.FloatField(null=True)
    stage = models.CharField(max_length=10, blank=True)
    moved = models.BooleanField(default=False)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("decision")
        verbose_name_plural = _("decisions")
        ordering = ["created_at", "pk"]

    def __str__(self) -> str:
        return f"{self.ref} ({self.ticket_reference})"
