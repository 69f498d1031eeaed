"""What the guides said of a ticket that came without a decision: imported history, or while sorting was off."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from support.models import Ticket


class GuideEvidence(models.Model):
    """Kept because each training needs it of every such ticket, and a search takes longer than all the rest."""

    ticket = models.OneToOneField(Ticket, on_delete=models.CASCADE, related_name="guide_evidence")
    hits = models.JSONField(default=list)
    found_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("evidence of the guides")
        verbose_name_plural = _("evidence of the guides")

    def __str__(self) -> str:
        return f"{self.ticket}: {len(self.hits)}"
