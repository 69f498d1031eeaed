"""Who may read or do what in the knowledge base, as predicates."""

from typing import TYPE_CHECKING

from django.db.models import QuerySet

from accounts.models import Municipality
from accounts.roles import EDITING_ROLES, ROLES

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from accounts.models import User
    from kb.models import KnowledgePage

EMPLOYEE_ROLES = {role.slug for role in ROLES.values() if role.is_employee}


def may_read_internal(user: "User | AnonymousUser", page: "KnowledgePage") -> bool:
    """Background is for employees of the page's municipality; of a shared page, for employees of any."""
    return type(page).objects.filter(pk=page.pk).with_inner_text_for(user).exists()


def reads_inner_texts(user: "User | AnonymousUser") -> bool:
    """Whether there can be any page whose background the user may read."""
    if user.is_anonymous:
        return False
    return user.is_superuser or any(membership.role in EMPLOYEE_ROLES for membership in user.active_memberships)


def municipalities_edited_by(user: "User | AnonymousUser") -> QuerySet[Municipality]:
    if user.is_superuser:
        return Municipality.objects.all()
    editing = {role.slug for role in EDITING_ROLES}
    memberships = getattr(user, "active_memberships", [])
    return Municipality.objects.filter(pk__in=[m.municipality_id for m in memberships if m.role in editing])
