"""What people search for, counted without knowing who, and what words mean in a municipality."""

import uuid
from datetime import timedelta
from typing import Any, Self

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Municipality
from accounts.roles import role_choices
from kb.models.base import KnowledgePage

MAX_WORDS = 100


def languages() -> list[tuple[str, Any]]:
    return list(settings.LANGUAGES)


class SearchQuerySet(models.QuerySet["Search"]):
    def since(self, days: int) -> Self:
        return self.filter(made_on__gte=timezone.localdate() - timedelta(days=days))


class Search(models.Model):
    """One search. No person, no address, no time of day: personal data are taken out of the words before."""

    key = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    municipality = models.ForeignKey(Municipality, on_delete=models.CASCADE, related_name="+")
    language = models.CharField(_("language"), max_length=16)
    role = models.CharField(_("role"), max_length=40, choices=role_choices, blank=True)
    words = models.CharField(_("words"), max_length=MAX_WORDS)
    hits = models.PositiveIntegerField(_("answers"))
    clicked = models.PositiveSmallIntegerField(_("opened answer number"), null=True)
    made_on = models.DateField(_("day"), default=timezone.localdate)

    objects = SearchQuerySet.as_manager()

    class Meta:
        verbose_name = _("search")
        verbose_name_plural = _("searches")
        indexes = [models.Index(fields=["municipality", "made_on"], name="search_place_and_day")]

    def __str__(self) -> str:
        return self.words


class LocalName(models.Model):
    """What people here call something: "vklas" means Lärvyn. May name the page that answers it."""

    municipality = models.ForeignKey(
        Municipality, on_delete=models.CASCADE, related_name="local_names", verbose_name=_("municipality")
    )
    language = models.CharField(_("language"), max_length=16, choices=languages, default="sv")
    name = models.CharField(_("what people write"), max_length=60)
    meaning = models.CharField(
        _("what the guides call it"),
        max_length=120,
        blank=True,
        help_text=_("These words are searched for as well."),
    )
    page = models.ForeignKey(
        KnowledgePage,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("page to show first"),
    )

    class Meta:
        verbose_name = _("local name")
        verbose_name_plural = _("local names")
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                Lower("name"),
                "municipality",
                "language",
                name="local_name_is_unique",
                violation_error_message=_("This name is already in the list."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        """No constraint in the database: the name stays, and means nothing, when its page is deleted."""
        if not self.meaning and self.page is None:
            raise ValidationError(_("Say what the guides call it, or choose a page."))
