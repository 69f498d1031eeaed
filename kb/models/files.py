"""The text of files that pages offer for download, so that it is found through the page."""

from collections.abc import Iterable

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.documents import get_document_model, get_document_model_string
from wagtail.models import CollectionViewRestriction, Page

from accounts.domain.memberships import EMPLOYEES, EVERYWHERE, group_name


class DocumentText(models.Model):
    """What a job has read out of a PDF or DOCX file. Empty for files without text, and for unreadable ones."""

    document = models.OneToOneField(get_document_model_string(), on_delete=models.CASCADE, related_name="kb_text")
    text = models.TextField(blank=True)

    class Meta:
        verbose_name = _("text of a file")
        verbose_name_plural = _("texts of files")

    def __str__(self) -> str:
        return str(self.document)


def linked_files(page: Page) -> set[int]:
    """Primary keys of the documents in the page's blocks and rich texts."""
    document = get_document_model()
    found = set()
    for field in page._meta.get_fields():
        if hasattr(field, "extract_references"):
            references = field.extract_references(field.value_from_object(page))
            found |= {int(key) for model, key, *_path in references if model is document}
    return found


def texts_for_all(page: Page) -> str:
    return joined(text for text in texts_of(page) if not restrictions_of(text))


def texts_for_employees(page: Page) -> str:
    """Of files in a collection that is kept for employees. Files kept for others are in no index."""
    everybody = group_name(EVERYWHERE, EMPLOYEES)
    texts = [(text, restrictions_of(text)) for text in texts_of(page)]
    return joined(text for text, kept in texts if kept and all(is_for(everybody, one) for one in kept))


def texts_of(page: Page) -> list[DocumentText]:
    pks = linked_files(page)
    found = DocumentText.objects.filter(document__in=pks).exclude(text="") if pks else DocumentText.objects.none()
    return list(found.select_related("document__collection").order_by("document"))


def restrictions_of(text: DocumentText) -> list[CollectionViewRestriction]:
    collections = text.document.collection.get_ancestors(inclusive=True)
    return list(CollectionViewRestriction.objects.filter(collection__in=collections).prefetch_related("groups"))


def is_for(group: str, restriction: CollectionViewRestriction) -> bool:
    return {member.name for member in restriction.groups.all()} == {group}


def joined(texts: Iterable[DocumentText]) -> str:
    return "\n".join(text.text for text in texts)
