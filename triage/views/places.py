"""Which municipality a page of the triage is about, for whoever may read it."""

from collections.abc import Callable

from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest

from accounts.models import Municipality, User
from accounts.tenancy import municipality_or_404
from support.permissions import belongs_to

Predicate = Callable[[User | AnonymousUser, Municipality], bool]


def place_for(request: HttpRequest, may: Predicate) -> Municipality:
    """404 for a municipality that is not the person's, 403 for a missing right."""
    place = municipality_or_404(request)
    if may(request.user, place):
        return place
    if belongs_to(request.user, place):
        raise PermissionDenied
    raise Http404
