"""What the editors' forms offer and check, by where the page stands: its people, its school, its municipality."""

from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from wagtail.admin.forms import WagtailAdminPageForm

from accounts.models import Membership, Municipality, User
from accounts.roles import ROLES

EMPLOYEE_ROLES = [role.slug for role in ROLES.values() if role.is_employee]


class KnowledgePageForm(WagtailAdminPageForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "page_owner" in self.fields:
            self.fields["page_owner"].queryset = self.people()

    def people(self) -> QuerySet[User]:
        """Employees where the editor works, and whoever is responsible already: not all of the installation."""
        if self.for_user is None or self.for_user.is_superuser:
            return User.objects.filter(is_active=True).order_by("first_name", "last_name")
        places = Municipality.objects.visible_to(self.for_user)
        employed = Membership.objects.active().filter(municipality__in=places, role__in=EMPLOYEE_ROLES)
        chosen = Q(pk__in=employed.values("user")) | Q(pk=self.instance.page_owner_id)
        return User.objects.filter(chosen).order_by("first_name", "last_name")


class SchoolSectionForm(WagtailAdminPageForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Whose section it is, is decided above it: a school's editor does not hand it to another school."""
        super().__init__(*args, **kwargs)
        if self.instance.pk and not self.instance.get_parent().permissions_for_user(self.for_user).can_edit():
            self.fields["school"].disabled = True

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()
        home = self.parent_page.specific if self.parent_page else self.instance.get_parent().specific
        school = cleaned.get("school")
        if school is not None and school.municipality_id != home.municipality_id:
            self.add_error("school", _("Choose a school of this municipality."))
        return cleaned


class MunicipalityHomeForm(WagtailAdminPageForm):
    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()
        municipality = cleaned.get("municipality")
        if self.instance.pk and municipality is not None and municipality.pk != self.initial.get("municipality"):
            self.add_error("municipality", _("A home keeps its municipality. Make a new home instead."))
        return cleaned
