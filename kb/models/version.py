"""How often the content has changed: the number that keys all cached pages, raised where the content is written."""

from django.db import models
from django.utils.translation import gettext_lazy as _

EVERYWHERE = ""


class ContentVersion(models.Model):
    """One row a municipality, by its slug, and one (`EVERYWHERE`) for what all of them show."""

    place = models.CharField(max_length=40, unique=True)
    number = models.PositiveBigIntegerField(default=0)

    class Meta:
        verbose_name = _("content version")
        verbose_name_plural = _("content versions")

    def __str__(self) -> str:
        return f"{self.place or 'everywhere'}: {self.number}"
