"""Which files may be attached: named kinds, whose content must be what the name says."""

from collections.abc import Sequence
from pathlib import PurePath
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

BEGINNINGS: dict[str, tuple[bytes, ...]] = {
    ".pdf": (b"%PDF-",),
    ".png": (b"\x89PNG\r\n\x1a\n",),
    ".jpg": (b"\xff\xd8\xff",),
    ".jpeg": (b"\xff\xd8\xff",),
    ".gif": (b"GIF87a", b"GIF89a"),
    ".webp": (b"RIFF",),
    ".heic": (b"\x00\x00\x00",),
    ".docx": (b"PK\x03\x04",),
    ".xlsx": (b"PK\x03\x04",),
    ".odt": (b"PK\x03\x04",),
    ".txt": (),
    ".log": (),
}
LONGEST_BEGINNING = 16
LONGEST_NAME = 200


def check_files(files: Sequence[UploadedFile[Any]], *, already: int = 0) -> None:
    """Raises ValidationError with a sentence for each file that may not be attached."""
    errors = [error for file in files for error in problems(file)]
    if len(files) + already > settings.SUPPORT_MAX_FILES:
        most = settings.SUPPORT_MAX_FILES
        errors.append(
            ngettext("You can attach at most %(most)s file.", "You can attach at most %(most)s files.", most)
            % {"most": most}
        )
    if errors:
        raise ValidationError(errors)


def problems(file: UploadedFile[Any]) -> list[str]:
    name = file.name or ""
    if (file.size or 0) > settings.SUPPORT_MAX_FILE_BYTES:
        limit = filesizeformat(settings.SUPPORT_MAX_FILE_BYTES)
        return [_("“%(name)s” is too large. A file may be at most %(limit)s.") % {"name": name, "limit": limit}]
    if not file.size:
        return [_("“%(name)s” is empty.") % {"name": name}]
    ending = PurePath(name).suffix.lower()
    if ending not in BEGINNINGS:
        return [
            _("“%(name)s” cannot be attached. Choose a picture, a PDF, a document or a text file.") % {"name": name}
        ]
    if not content_fits(file, BEGINNINGS[ending]):
        return [_("“%(name)s” is not the kind of file that its name says.") % {"name": name}]
    return []


def stored_as(file: UploadedFile[Any]) -> str:
    """The name that readers see, as long as its column. Django has already taken away paths and what cannot be seen."""
    return (file.name or "file")[-LONGEST_NAME:]


def content_fits(file: UploadedFile[Any], beginnings: tuple[bytes, ...]) -> bool:
    file.seek(0)
    head: bytes = file.read(LONGEST_BEGINNING)
    file.seek(0)
    if not beginnings:
        return b"\x00" not in head
    return head.startswith(beginnings)
