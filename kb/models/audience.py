"""For whom a page is relevant. One row a role, kept in step with `accounts.roles`."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.roles import ROLES, audience_choices


class Audience(models.Model):
    role = models.CharField(_("role"), max_length=40, unique=True, choices=audience_choices)

    class Meta:
        verbose_name = _("audience")
        verbose_name_plural = _("audiences")
        ordering = ["pk"]

    def __str__(self) -> str:
        return str(ROLES[self.role].name)
