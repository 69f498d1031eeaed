"""What a school adds to a guide that it shares with others: how we do it here. The guide itself stays one."""

from typing import Any, Self

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.fields import RichTextField
from wagtail.models import Revision

from accounts.models import Municipality, SchoolUnit
from kb.models.base import KnowledgePage
from kb.models.blocks import PLAIN_FEATURES


class LocalNoteQuerySet(models.QuerySet["LocalNote"]):
    def on_page(self, page: KnowledgePage, municipality: Municipality) -> Self:
        """Those of the municipality's schools, by the schools' names."""
        notes = self.filter(page=page, school__municipality=municipality)
        return notes.select_related("school").order_by("school__name")


class LocalNote(models.Model):
    page = models.ForeignKey(
        KnowledgePage,
        on_delete=models.CASCADE,
        related_name="local_notes",
        verbose_name=_("guide"),
        help_text=_("Guides and answers that are shared by all, or that the municipality has written."),
    )
    school = models.ForeignKey(SchoolUnit, on_delete=models.CASCADE, related_name="+", verbose_name=_("school"))
    text = RichTextField(
        _("how your school does it"),
        features=PLAIN_FEATURES,
        help_text=_("Only what differs at your school: times, places, names. The guide itself tells the rest."),
    )
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("written by"),
    )
    written_at = models.DateTimeField(_("written"), default=timezone.now, editable=False)
    written_for = models.ForeignKey(Revision, on_delete=models.SET_NULL, null=True, editable=False, related_name="+")
    """The guide as it was published when the note was written."""
    needs_review = models.BooleanField(_("to be reviewed"), default=False, editable=False)
    """The guide has changed so much since then that the note may be wrong."""

    objects = LocalNoteQuerySet.as_manager()

    class Meta:
        verbose_name = _("local note")
        verbose_name_plural = _("local notes")
        ordering = ["-needs_review", "page__title", "school__name"]
        constraints = [
            models.UniqueConstraint(fields=["page", "school"], name="local_note_once_a_school"),
            models.CheckConstraint(condition=~models.Q(text=""), name="local_note_has_text"),
        ]

    def __str__(self) -> str:
        return f"{self.page}: {self.school}"

    def clean(self) -> None:
        super().clean()
        self.text = self.text.strip() if self.text else ""


def notes_context(page: KnowledgePage, municipality: Municipality | None, user: Any) -> dict[str, Any]:
    """For readers in the municipality: the notes of their own schools, and those of the others. One query."""
    if municipality is None or page.school_id is not None:
        return {}
    notes = list(LocalNote.objects.on_page(page, municipality))
    own = {m.school_id for m in getattr(user, "active_memberships", [])} if notes else set()
    return {
        "own_notes": [note for note in notes if note.school_id in own],
        "other_notes": [note for note in notes if note.school_id not in own],
    }


def texts_of(context: dict[str, Any]) -> str:
    """All that the notes say, for whoever looks for links in it."""
    return "".join(note.text for notes in context.values() for note in notes)
