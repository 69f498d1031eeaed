"""Who may see and steer the triage, as predicates."""

from typing import TYPE_CHECKING

from accounts.roles import MUNICIPALITY_ADMINISTRATOR, SUPPORT_LEAD
from support.models import Ticket
from support.permissions import is_agent

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from accounts.models import Municipality, User

    Reader = User | AnonymousUser


def may_change_stages(user: "Reader", municipality: "Municipality") -> bool:
    """Who answers for the support answers for what the machine does in it."""
    return not user.is_anonymous and user.has_role(SUPPORT_LEAD, municipality_pk=municipality.pk)


def may_read_stages(user: "Reader", municipality: "Municipality") -> bool:
    return user.is_superuser or may_change_stages(user, municipality)


def may_read_card(user: "Reader", municipality: "Municipality") -> bool:
    if user.is_superuser or is_agent(user, municipality):
        return True
    return not user.is_anonymous and user.has_role(MUNICIPALITY_ADMINISTRATOR, municipality_pk=municipality.pk)


def sees_all_municipalities(user: "Reader") -> bool:
    """What the model does for one municipality is that one's; who runs the installation sees them side by side."""
    return user.is_superuser


def may_roll_back(user: "Reader") -> bool:
    """The model is shared by all municipalities, so no municipality's lead may change it for the others."""
    return user.is_superuser


def may_read_decision(user: "Reader", municipality: "Municipality", ticket: Ticket | None) -> bool:
    """Whoever works with the ticket. Of a deleted ticket only figures are left, and only the lead may see those."""
    if ticket is None:
        return may_change_stages(user, municipality)
    return Ticket.objects.visible_to(user).filter(pk=ticket.pk).exists()
