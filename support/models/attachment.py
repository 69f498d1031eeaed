"""Files, in private storage; only our view streams them, after it has looked at the ticket."""

import uuid

from django.core.files.storage import FileSystemStorage, storages
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from support.models.conversation import Message


def private_storage() -> FileSystemStorage:
    storage = storages["private"]
    assert isinstance(storage, FileSystemStorage)
    return storage


def stored_name(attachment: "Attachment", filename: str) -> str:
    """The file's own name is never a path."""
    return f"attachments/{attachment.pk}"


class Attachment(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    message = models.ForeignKey(Message, on_delete=models.CASCADE, null=True, related_name="attachments")
    draft = models.ForeignKey("support.RequestDraft", on_delete=models.CASCADE, null=True, related_name="attachments")
    file = models.FileField(storage=private_storage, upload_to=stored_name)
    name = models.CharField(_("name"), max_length=200)
    size = models.PositiveIntegerField(_("bytes"))
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("attachment")
        verbose_name_plural = _("attachments")
        ordering = ["created_at"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(message__isnull=False, draft__isnull=True)
                | models.Q(message__isnull=True, draft__isnull=False),
                name="attachment_in_message_or_draft",
            )
        ]

    def __str__(self) -> str:
        return self.name
