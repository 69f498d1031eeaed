"""Where people belong: municipality > area > school unit."""

from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.enums import Colour

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from accounts.models.user import User

RESERVED_SLUGS = {
    *("_util", "admin", "all", "arende", "demo", "documents", "en"),
    *("gemensamt", "health", "konto", "media", "static"),
}
"""First parts of our own addresses, which no municipality may take."""


class MunicipalityQuerySet(models.QuerySet["Municipality"]):
    def visible_to(self, user: "User | AnonymousUser") -> Self:
        """Those that the user works or has a child in; the public list of names is `all()`."""
        if user.is_superuser:
            return self
        return self.filter(pk__in=[m.municipality_id for m in getattr(user, "active_memberships", [])])


class Municipality(models.Model):
    """A school authority (huvudman) that shares this installation, municipal or independent."""

    name = models.CharField(_("name"), max_length=80, unique=True)
    slug = models.SlugField(_("address part"), max_length=40, unique=True)
    email = models.EmailField(_("sender of its e-mails"))
    phone = models.CharField(_("phone number of the support"), max_length=40, blank=True)
    colour = models.CharField(_("colour"), max_length=12, choices=Colour, default=Colour.PETROL)

    objects = MunicipalityQuerySet.as_manager()

    class Meta:
        verbose_name = _("municipality")
        verbose_name_plural = _("municipalities")
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(slug__in=sorted(RESERVED_SLUGS)), name="municipality_slug_not_reserved"
            )
        ]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        """A language's code begins the addresses of its pages."""
        if self.slug in dict(settings.LANGUAGES):
            raise ValidationError({"slug": _("This is the code of a language. Choose another address.")})


class Area(models.Model):
    """A group of schools under one area manager."""

    municipality = models.ForeignKey(Municipality, on_delete=models.CASCADE, related_name="areas")
    name = models.CharField(_("name"), max_length=80)

    class Meta:
        verbose_name = _("area")
        verbose_name_plural = _("areas")
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["municipality", "name"], name="area_name_unique")]

    def __str__(self) -> str:
        return self.name


class SchoolUnitQuerySet(models.QuerySet["SchoolUnit"]):
    def visible_to(self, user: "User | AnonymousUser") -> Self:
        if user.is_superuser:
            return self
        return self.filter(municipality__in=Municipality.objects.visible_to(user))


class SchoolUnit(models.Model):
    """A school unit (skolenhet) as in Skolverket's register."""

    municipality = models.ForeignKey(Municipality, on_delete=models.CASCADE, related_name="school_units")
    area = models.ForeignKey(Area, on_delete=models.SET_NULL, null=True, blank=True, related_name="school_units")
    code = models.CharField(
        _("school unit code"),
        max_length=8,
        unique=True,
        validators=[RegexValidator(r"^\d{8}$", _("A school unit code has eight digits."))],
    )
    name = models.CharField(_("name"), max_length=120)
    slug = models.SlugField(_("address part"), max_length=80)
    phone = models.CharField(_("phone number"), max_length=40, blank=True)

    objects = SchoolUnitQuerySet.as_manager()

    class Meta:
        verbose_name = _("school unit")
        verbose_name_plural = _("school units")
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(fields=["municipality", "slug"], name="school_unit_slug_unique"),
            models.CheckConstraint(
                condition=models.Q(code__regex=r"^\d{8}$"), name="school_unit_code_has_eight_digits"
            ),
        ]

    def __str__(self) -> str:
        return self.name


def default_language() -> str:
    return str(settings.LANGUAGE_CODE)
