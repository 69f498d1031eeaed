"""The text of files that pages offer for download, so that it is found through the page."""

from collections.abc import Iterable
from typing import NamedTuple

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.documents import get_document_model, get_document_model_string
from wagtail.models import CollectionViewRestriction, Page
from wagtail.rich_text import extract_references_from_rich_text

from accounts.domain.memberships import EMPLOYEES, EVERYWHERE, group_name
from accounts.models import Municipality
from kb.domain.content import Kind, Piece, pieces_of

KEPT = "_file_texts"
"""Where a page's instance keeps what has been read of its files."""


class DocumentText(models.Model):
    """What a job has read out of a PDF or DOCX file. Empty for files without text, and for unreadable ones."""

    document = models.OneToOneField(get_document_model_string(), on_delete=models.CASCADE, related_name="kb_text")
    text = models.TextField(blank=True)

    class Meta:
        verbose_name = _("text of a file")
        verbose_name_plural = _("texts of files")

    def __str__(self) -> str:
        return str(self.document)


class FileTexts(NamedTuple):
    """Of one page, each file on lines of its own."""

    for_all: str
    for_employees: str


def linked_files(page: Page) -> set[int]:
    """Primary keys of the documents in the page's blocks and rich texts, as they are stored."""
    return {key for piece in pieces_of(page) for key in documents_in(piece)}


def documents_in(piece: Piece) -> set[int]:
    if piece.kind == Kind.RICH:
        references = extract_references_from_rich_text(str(piece.value))
        return {int(key) for model, key, *_path in references if model is get_document_model()}
    return {int(piece.value)} if piece.kind == Kind.DOCUMENT else set()


def texts_for_all(page: Page) -> str:
    return file_texts(page).for_all


def texts_for_employees(page: Page) -> str:
    """Of files in a collection that is kept for employees: all, or those of the page's own municipality.

    Files kept for others are in no index.
    """
    return file_texts(page).for_employees


def file_texts(page: Page) -> FileTexts:
    """Read once for each row: the index asks for what all read and for what employees read."""
    if KEPT not in vars(page):
        read_file_texts([page])
    texts: FileTexts = vars(page)[KEPT]
    return texts


def read_file_texts(pages: Iterable[Page]) -> None:
    """For all the pages at once, and keep them with the pages, which must be of their own kinds."""
    linked = {page: linked_files(page) for page in pages}
    texts = texts_of(set().union(*linked.values()))
    restrictions = all_restrictions() if texts else []
    groups = groups_of_readers(linked) if restrictions else {}
    for page, pks in linked.items():
        own = [(text.text, concerning(text, restrictions)) for text in texts if text.document_id in pks]
        readers = groups.get(page, set())
        vars(page)[KEPT] = FileTexts(
            for_all="\n".join(text for text, kept in own if not kept),
            for_employees="\n".join(
                text for text, kept in own if kept and all(lets_in(restriction, readers) for restriction in kept)
            ),
        )


def texts_of(documents: set[int]) -> list[DocumentText]:
    if not documents:
        return []
    found = DocumentText.objects.filter(document__in=documents).exclude(text="")
    return list(found.select_related("document__collection").order_by("document"))


def all_restrictions() -> list[CollectionViewRestriction]:
    return list(CollectionViewRestriction.objects.select_related("collection").prefetch_related("groups"))


def concerning(
    text: DocumentText, restrictions: Iterable[CollectionViewRestriction]
) -> list[CollectionViewRestriction]:
    """Those of the file's collection and of all collections above it."""
    path = text.document.collection.path
    return [restriction for restriction in restrictions if path.startswith(restriction.collection.path)]


def groups_of_readers(pages: Iterable[Page]) -> dict[Page, set[str]]:
    """Of each page, the groups that all are in who read what only employees read there (`places_of_inner_texts`)."""
    places = {page: getattr(page, "municipality_id", None) for page in pages}
    wanted = {pk for pk in places.values() if pk is not None}
    slugs = dict(Municipality.objects.filter(pk__in=wanted).values_list("pk", "slug")) if wanted else {}
    everywhere = group_name(EVERYWHERE, EMPLOYEES)
    return {
        page: {everywhere, group_name(slugs[place], EMPLOYEES)} if place in slugs else {everywhere}
        for page, place in places.items()
    }


def lets_in(restriction: CollectionViewRestriction, groups: set[str]) -> bool:
    """Whether whoever is in all of the groups may open the files."""
    is_by_group = restriction.restriction_type == CollectionViewRestriction.GROUPS
    return is_by_group and not groups.isdisjoint(group.name for group in restriction.groups.all())
