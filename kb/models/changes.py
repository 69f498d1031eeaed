"""What was changed on a page, how much it matters, and since when: told to readers, translators and editors."""

from datetime import timedelta

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kb.enums import Significance

SHOW_CHANGE_DAYS = 60
"""So long readers are told of a major change."""


class PageChange(models.Model):
    """One publication. Append-only, and without foreign keys, so that it outlives the page and the person."""

    page_id = models.BigIntegerField(_("page"))
    translation_key = models.UUIDField(db_index=True)
    language = models.CharField(_("language"), max_length=20)
    title = models.CharField(_("title"), max_length=255)
    revision_id = models.BigIntegerField(_("version"))
    significance = models.CharField(_("significance"), max_length=12, choices=Significance)
    note = models.CharField(_("what is new"), max_length=200, blank=True)
    is_first = models.BooleanField(_("first publication"), default=False)
    by_id = models.BigIntegerField(_("person"), null=True)
    """None: a job or the demo published."""
    at = models.DateTimeField(_("when"), default=timezone.now)

    class Meta:
        verbose_name = _("change of a page")
        verbose_name_plural = _("changes of pages")
        ordering = ["at", "pk"]
        indexes = [models.Index(fields=["page_id", "at"], name="change_of_page")]

    def __str__(self) -> str:
        return f"{self.title}: {self.get_significance_display()}"

    def save(self, *args: object, **kwargs: object) -> None:
        if self.pk is not None:
            raise TypeError("Changes are append-only.")
        super().save(*args, **kwargs)

    def delete(self, *args: object, **kwargs: object) -> tuple[int, dict[str, int]]:
        raise TypeError("Changes are append-only.")


class TellsItsChanges(models.Model):
    """The part of a page that says what its latest change was. The last three belong to the page, not to a version."""

    significance = models.CharField(
        _("how much changes"), max_length=12, choices=Significance, default=Significance.MINOR
    )
    change_note = models.CharField(
        _("what is new"),
        max_length=200,
        blank=True,
        help_text=_("One sentence. Readers see it for 60 days after a major change."),
    )
    major_change_on = models.DateField(null=True, editable=False)
    major_change_note = models.CharField(max_length=200, blank=True, editable=False)
    source_change = models.CharField(max_length=12, choices=Significance, blank=True, editable=False)
    """Of a translation: the most significant change of its original since it was translated."""

    class Meta:
        abstract = True

    @property
    def shows_major_change(self) -> bool:
        if self.major_change_on is None:
            return False
        return timezone.localdate() - self.major_change_on <= timedelta(days=SHOW_CHANGE_DAYS)

    @property
    def is_behind_its_original(self) -> bool:
        """So far that readers must know."""
        return self.source_change == Significance.MAJOR


KEPT_WITH_PAGE = ("major_change_on", "major_change_note", "source_change")
"""What an older version of the text must not bring back."""
