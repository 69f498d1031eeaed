"""Who may read or do what in the knowledge base, as predicates."""

from typing import TYPE_CHECKING

from accounts.roles import ROLES

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from accounts.models import User
    from kb.models import KnowledgePage

EMPLOYEE_ROLES = {role.slug for role in ROLES.values() if role.is_employee}


def may_read_internal(user: "User | AnonymousUser", page: "KnowledgePage") -> bool:
    """Background is for employees of the page's municipality; of a shared page, for employees of any."""
    if user.is_anonymous:
        return False
    if user.is_superuser:
        return True
    return any(
        membership.role in EMPLOYEE_ROLES
        for membership in user.active_memberships
        if page.municipality_id in (None, membership.municipality_id)
    )
