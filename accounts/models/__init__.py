from accounts.models.membership import Membership, MembershipQuerySet
from accounts.models.organisation import Area, Municipality, SchoolUnit
from accounts.models.user import User

__all__ = ["Area", "Membership", "MembershipQuerySet", "Municipality", "SchoolUnit", "User"]
