"""The roles, as code that people can read. `docs/roles.md` is checked against this list.

A membership gives a person one role in one place for a time. Stored by slug, so a role may be renamed here.
"""

from dataclasses import dataclass
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Scope(StrEnum):
    """How wide a membership with the role reaches."""

    SCHOOL = "school"
    AREA = "area"
    MUNICIPALITY = "municipality"
    SYSTEM = "system"


@dataclass(frozen=True, slots=True)
class Role:
    slug: str
    name: Promise
    description: Promise
    scope: Scope
    is_employee: bool = True

    def __str__(self) -> str:
        return str(self.name)


GUARDIAN = Role(
    "guardian",
    _("Guardian"),
    _("Reads guides and answers, asks for help and follows their own tickets."),
    Scope.SCHOOL,
    is_employee=False,
)
TEACHER = Role("teacher", _("Teacher"), _("Reads guides for teachers, takes courses and asks for help."), Scope.SCHOOL)
STAFF = Role("staff", _("Other staff"), _("Works at a school without teaching: reads, learns and asks."), Scope.SCHOOL)
SUPERVISOR = Role(
    "supervisor",
    _("Supervisor"),
    _("Introduces colleagues at their own school to the platform and supports them."),
    Scope.SCHOOL,
)
PRINCIPAL = Role(
    "principal",
    _("Principal"),
    _("Leads a school: reads guides for principals and has mandatory courses."),
    Scope.SCHOOL,
)
AREA_MANAGER = Role(
    "area_manager",
    _("Area manager"),
    _("Leads the principals of an area and reads what is written for them."),
    Scope.AREA,
)
SCHOOL_ADMINISTRATOR = Role(
    "school_administrator",
    _("School administrator"),
    _("Registers pupils, classes and staff, and helps others with it."),
    Scope.SCHOOL,
)
EDITOR = Role("editor", _("Editor"), _("Writes and publishes the pages of their own school."), Scope.SCHOOL)
PEDAGOGICAL_AGENT = Role(
    "pedagogical_agent",
    _("Agent, pedagogical support"),
    _("Answers tickets in the pedagogical queue and sorts what nobody has sorted."),
    Scope.MUNICIPALITY,
)
TECHNICAL_AGENT = Role(
    "technical_agent",
    _("Agent, technical support"),
    _("Answers tickets in the technical queue and sorts what nobody has sorted."),
    Scope.MUNICIPALITY,
)
SUPPORT_LEAD = Role(
    "support_lead",
    _("Support lead"),
    _("Sees all queues, decides how much the machine may sort and follows how well it does."),
    Scope.MUNICIPALITY,
)
MUNICIPALITY_ADMINISTRATOR = Role(
    "municipality_administrator",
    _("Municipality administrator"),
    _("Manages the municipality's people, schools, settings and all its pages."),
    Scope.MUNICIPALITY,
)
SYSTEM_ADMINISTRATOR = Role(
    "system_administrator",
    _("System administrator"),
    _("Runs the installation for all municipalities: jobs, health and updates."),
    Scope.SYSTEM,
)

ROLES: dict[str, Role] = {
    role.slug: role
    for role in (
        GUARDIAN,
        TEACHER,
        STAFF,
        SUPERVISOR,
        PRINCIPAL,
        AREA_MANAGER,
        SCHOOL_ADMINISTRATOR,
        EDITOR,
        PEDAGOGICAL_AGENT,
        TECHNICAL_AGENT,
        SUPPORT_LEAD,
        MUNICIPALITY_ADMINISTRATOR,
        SYSTEM_ADMINISTRATOR,
    )
}
AUDIENCES = (GUARDIAN, TEACHER, STAFF, SUPERVISOR, PRINCIPAL, AREA_MANAGER, SCHOOL_ADMINISTRATOR)
"""The roles that pages are written for."""
EDITING_ROLES = (EDITOR, MUNICIPALITY_ADMINISTRATOR)
"""The roles that may enter the editors' part of the site."""
EMPLOYEE_ROLES = frozenset(role.slug for role in ROLES.values() if role.is_employee)
"""The slugs of the roles that somebody is employed in: all but the guardian's."""


def role_choices() -> list[tuple[str, Promise]]:
    return [(role.slug, role.name) for role in ROLES.values()]


def audience_choices() -> list[tuple[str, Promise]]:
    return [(role.slug, role.name) for role in AUDIENCES]
