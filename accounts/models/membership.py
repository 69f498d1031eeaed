"""A role in a place for a time."""

from datetime import date
from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models.organisation import Area, Municipality, SchoolUnit
from accounts.roles import ROLES, Role, Scope, role_choices

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from accounts.models.user import User

SYSTEM_ROLES = [role.slug for role in ROLES.values() if role.scope == Scope.SYSTEM]


class MembershipQuerySet(models.QuerySet["Membership"]):
    def active(self, on: date | None = None) -> Self:
        day = on or timezone.localdate()
        return self.filter(starts_on__lte=day).filter(models.Q(ends_on=None) | models.Q(ends_on__gte=day))

    def visible_to(self, user: "User | AnonymousUser") -> Self:
        if user.is_superuser:
            return self
        return self.filter(municipality__in=Municipality.objects.visible_to(user))


class Membership(models.Model):
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="memberships")
    role = models.CharField(_("role"), max_length=40, choices=role_choices)
    municipality = models.ForeignKey(
        Municipality, on_delete=models.CASCADE, null=True, blank=True, related_name="memberships"
    )
    area = models.ForeignKey(Area, on_delete=models.CASCADE, null=True, blank=True, related_name="memberships")
    school = models.ForeignKey(SchoolUnit, on_delete=models.CASCADE, null=True, blank=True, related_name="memberships")
    starts_on = models.DateField(_("from"), default=timezone.localdate)
    ends_on = models.DateField(_("to and including"), null=True, blank=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        ordering = ["pk"]
        constraints = [
            # Coalesce, because a NULL differs from every other NULL.
            models.UniqueConstraint(
                "user",
                "role",
                Coalesce("municipality", 0),
                Coalesce("area", 0),
                Coalesce("school", 0),
                "starts_on",
                name="membership_unique",
            ),
            models.CheckConstraint(
                condition=models.Q(ends_on=None) | models.Q(ends_on__gte=models.F("starts_on")),
                name="membership_ends_after_start",
            ),
            models.CheckConstraint(
                condition=models.Q(municipality__isnull=False) | models.Q(role__in=SYSTEM_ROLES),
                name="membership_has_municipality",
            ),
        ]

    def __str__(self) -> str:
        place = self.school or self.area or self.municipality
        return f"{self.role_in_words}, {place}" if place else str(self.role_in_words)

    @property
    def role_in_words(self) -> Role:
        return ROLES[self.role]

    def clean(self) -> None:
        """A school or area must lie in the membership's own municipality."""
        for place in (self.school, self.area):
            if place is not None and place.municipality_id != self.municipality_id:
                raise ValidationError(_("%(place)s is not in this municipality."), params={"place": place})
