"""Who may do what in the helpdesk, as predicates."""

from typing import TYPE_CHECKING

from support.models.queue import AGENT_ROLES

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from accounts.models import Municipality, User


def is_agent(user: "User | AnonymousUser", municipality: "Municipality") -> bool:
    return not user.is_anonymous and user.has_role(*AGENT_ROLES, municipality_pk=municipality.pk)


def belongs_to(user: "User | AnonymousUser", municipality: "Municipality") -> bool:
    """Has any role there: then a refusal may say 403; otherwise nothing there exists for the person."""
    return not user.is_anonymous and bool(user.roles_in(municipality.pk))
