"""The person who signs in. The e-mail address is the name; roles lie in memberships."""

from typing import Any, ClassVar

from django.conf import settings
from django.contrib.auth.models import AbstractUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from accounts.models.membership import Membership
from accounts.models.organisation import Municipality, default_language
from accounts.roles import EMPLOYEE_ROLES, Role


class UserManager(BaseUserManager["User"]):
    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        user = self.model(email=email.strip().lower(), **fields)
        user.set_password(password)
        user.save()
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "User":
        return self.create_user(email, password, is_superuser=True, is_staff=True, **fields)

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email__iexact=username or "")


class User(AbstractUser):
    username = None  # type: ignore[assignment]  # Django's documented way to drop the field
    email = models.EmailField(_("e-mail address"), unique=True)
    language = models.CharField(
        _("language"), max_length=5, choices=settings.INTERFACE_LANGUAGES, default=default_language
    )

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    objects: ClassVar[UserManager] = UserManager()  # type: ignore[assignment]  # replaces AbstractUser's manager

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        constraints = [models.UniqueConstraint(Lower("email"), name="user_email_unique_ignoring_case")]

    def __str__(self) -> str:
        return self.get_full_name() or self.email

    @cached_property
    def active_memberships(self) -> list[Membership]:
        """Today's memberships, read once a request."""
        return list(self.memberships.active().select_related("municipality", "school", "area"))

    @property
    def home_municipality(self) -> Municipality | None:
        """The first where the person belongs: it writes to them, and they read at its address what all share."""
        return next((m.municipality for m in self.active_memberships if m.municipality is not None), None)

    @property
    def workplaces(self) -> set[int | None]:
        """The keys of the municipalities where the person is an employee. None: employed for the installation."""
        return {m.municipality_id for m in self.active_memberships if m.role in EMPLOYEE_ROLES}

    def roles_in(self, municipality_pk: int | None) -> set[str]:
        return {m.role for m in self.active_memberships if m.municipality_id == municipality_pk}

    def has_role(self, *roles: Role, municipality_pk: int | None) -> bool:
        return bool(self.roles_in(municipality_pk) & {role.slug for role in roles})
