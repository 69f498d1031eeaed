"""Who may look after a page: those who work where it belongs."""

from django.db.models import QuerySet
from wagtail.models import Page

from accounts.models import Membership, Municipality, User
from accounts.roles import EMPLOYEE_ROLES


def candidates(municipality: Municipality | None) -> QuerySet[User]:
    """People with an active role as employee there; of pages that all share, anywhere."""
    memberships = Membership.objects.active().filter(role__in=EMPLOYEE_ROLES)
    if municipality is not None:
        memberships = memberships.filter(municipality=municipality)
    people = User.objects.filter(is_active=True, pk__in=memberships.values("user"))
    return people.order_by("first_name", "last_name", "email")


def municipality_under(parent: Page) -> Municipality | None:
    """That of the pages below it."""
    for page in [parent, *reversed(parent.get_ancestors())]:
        section = page.specific_deferred
        school = getattr(section, "place_school", None)
        municipality: Municipality | None = (
            school.municipality if school else getattr(section, "place_municipality", None)
        )
        if municipality is not None:
            return municipality
    return None
