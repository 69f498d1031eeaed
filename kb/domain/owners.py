"""Who may look after a page: those who work where it belongs."""

from django.db.models import QuerySet
from wagtail.models import Page

from accounts.models import Membership, Municipality, User
from accounts.roles import EMPLOYEE_ROLES
from kb.models.places import place_among


def candidates(municipality: Municipality | None) -> QuerySet[User]:
    """People with an active role as employee there; of pages that all share, anywhere."""
    memberships = Membership.objects.active().filter(role__in=EMPLOYEE_ROLES)
    if municipality is not None:
        memberships = memberships.filter(municipality=municipality)
    people = User.objects.filter(is_active=True, pk__in=memberships.values("user"))
    return people.order_by("first_name", "last_name", "email")


def municipality_under(parent: Page) -> Municipality | None:
    """That of the pages below it."""
    municipality, _school = place_among([parent, *reversed(parent.get_ancestors())])
    return municipality
