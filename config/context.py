"""What the layout of every page needs."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from accounts.models import Municipality, User
from accounts.roles import EDITING_ROLES
from accounts.tenancy import municipality_of
from support.permissions import is_agent
from triage.permissions import may_read_stages


def layout(request: HttpRequest) -> dict[str, Any]:
    municipality = municipality_of(request)
    user = getattr(request, "user", None)
    return {
        "municipality": municipality,
        "works_here": isinstance(user, User) and municipality is not None and is_agent(user, municipality),
        "steers_triage": isinstance(user, User) and municipality is not None and may_read_stages(user, municipality),
        "edits_here": isinstance(user, User) and may_edit(user, municipality),
        "is_demo": settings.DEMO,
        "base_url": settings.BASE_URL,
    }


def may_edit(user: User, municipality: Municipality | None) -> bool:
    if user.is_superuser:
        return True
    return municipality is not None and user.has_role(*EDITING_ROLES, municipality_pk=municipality.pk)
