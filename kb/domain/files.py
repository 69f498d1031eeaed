"""Reads the text out of uploaded PDF and DOCX files. Anybody's file may be broken or made to hurt: all has bounds."""

import logging
import zipfile
from typing import Any, BinaryIO, Final

import docx
import pypdf
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import QuerySet
from modelsearch.tasks import insert_or_update_object_task
from wagtail.documents import get_document_model
from wagtail.documents.models import AbstractDocument
from wagtail.models import Page, ReferenceIndex

from kb.models.files import DocumentText

logger = logging.getLogger(__name__)

MAX_BYTES: Final = 20_000_000
MAX_UNPACKED_BYTES: Final = 100_000_000
MAX_PAGES: Final = 300
MAX_TEXT: Final = 200_000


def read_file(*, document: AbstractDocument) -> DocumentText:
    """Store the file's text and have the pages that link to it indexed anew."""
    text = text_in(document)
    with transaction.atomic():
        row, _made = DocumentText.objects.update_or_create(document=document, defaults={"text": text})
        for page in pages_with(document):
            insert_or_update_object_task.enqueue(page._meta.app_label, page._meta.model_name, str(page.pk))
    return row


def text_in(document: AbstractDocument) -> str:
    """The text without markup, at most MAX_TEXT characters. Empty if there is none or it cannot be read."""
    reader = READERS.get(document.file_extension.lower())
    if reader is None or (document.file_size or 0) > MAX_BYTES:
        return ""
    try:
        with document.file.open("rb") as file:
            text = reader(file)
    except Exception as error:  # both libraries raise many kinds at broken files
        logger.warning("The text of document %s cannot be read: %s", document.pk, type(error).__name__)
        return ""
    return " ".join(text.replace("\x00", "").split())[:MAX_TEXT]


def text_of_pdf(file: BinaryIO) -> str:
    pages = pypdf.PdfReader(file).pages[:MAX_PAGES]
    return "\n".join(page.extract_text() for page in pages)


def text_of_docx(file: BinaryIO) -> str:
    """Paragraphs and the cells of tables."""
    with zipfile.ZipFile(file) as packed:
        if sum(part.file_size for part in packed.infolist()) > MAX_UNPACKED_BYTES:
            raise ValueError("the file is too large when unpacked")
    file.seek(0)
    opened = docx.Document(file)
    cells = (cell.text for table in opened.tables for row in table.rows for cell in row.cells)
    return "\n".join([*(paragraph.text for paragraph in opened.paragraphs), *cells])


READERS: Final[dict[str, Any]] = {"pdf": text_of_pdf, "docx": text_of_docx}


def pages_with(document: AbstractDocument) -> list[Page]:
    """The pages that link to the file, by Wagtail's own list of references."""
    return pages_referring(ReferenceIndex.get_references_to(document))


def pages_with_files_below(path: str) -> list[Page]:
    """The pages that link to a file whose text we have, in the collection at the path or in one below it."""
    texts = DocumentText.objects.filter(document__collection__path__startswith=path).exclude(text="")
    keys = [str(pk) for pk in texts.values_list("document", flat=True)]
    kind = ContentType.objects.get_for_model(get_document_model())
    return pages_referring(ReferenceIndex.objects.filter(to_content_type=kind, to_object_id__in=keys))


def pages_referring(references: QuerySet[ReferenceIndex]) -> list[Page]:
    kept = references.filter(base_content_type__app_label="wagtailcore")
    pks = {int(pk) for pk in kept.values_list("object_id", flat=True)}
    return list(Page.objects.filter(pk__in=pks).specific())
