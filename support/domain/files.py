"""Files in private storage live exactly as long as their rows."""

from typing import Any

from django.db import transaction

from support.models import Attachment


def delete_file(sender: type[Attachment], instance: Attachment, **kwargs: Any) -> None:
    """Signal handler: the file goes when the row is gone for good, whatever it was deleted with."""
    transaction.on_commit(lambda: instance.file.delete(save=False))
