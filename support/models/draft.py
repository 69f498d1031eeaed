"""What a requester has typed but not yet sent. Kept for a day; its key is the ticket's idempotency key.

The key stands in addresses, and addresses are passed on. So a draft also belongs to the browser that wrote it.
"""

import uuid
from datetime import timedelta

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Municipality

KEEP = timedelta(hours=24)


class RequestDraft(models.Model):
    key = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    municipality = models.ForeignKey(Municipality, on_delete=models.CASCADE, related_name="+")
    requester = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    answers = models.JSONField(default=dict)
    sender_digest = models.CharField(max_length=64, blank=True)
    """A keyed digest of the sender's address of the day: counts attempts, names nobody."""
    browser_digest = models.CharField(max_length=64, blank=True, default="")
    """A keyed digest of the browser's own secret. Empty: no browser's, so nobody reads it."""
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("draft of a ticket")
        verbose_name_plural = _("drafts of tickets")
        indexes = [models.Index(fields=["sender_digest", "created_at"], name="draft_sender_created")]

    def __str__(self) -> str:
        return str(self.key)

    @property
    def was_sent(self) -> bool:
        return not self.answers
