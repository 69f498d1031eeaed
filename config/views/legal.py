"""The accessibility statement and the privacy notice: one template for each language, values from the settings."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from accounts.tenancy import municipality_or_404
from jobs.tasks import KEEP_DEAD_DAYS


@require_safe
def accessibility(request: HttpRequest, municipality: str) -> HttpResponse:
    return page(request, "accessibility", {"accessibility": settings.ACCESSIBILITY})


@require_safe
def privacy(request: HttpRequest, municipality: str) -> HttpResponse:
    context = {
        "privacy": settings.PRIVACY,
        "officer": settings.PRIVACY.officer_of(municipality),
        "link_days": settings.SUPPORT_LINK_DAYS,
        "undelivered_days": KEEP_DEAD_DAYS,
        "session_hours": settings.SESSION_COOKIE_AGE // 3600,
    }
    return page(request, "privacy", context)


def page(request: HttpRequest, name: str, context: dict[str, Any]) -> HttpResponse:
    place = municipality_or_404(request)
    language = get_language() or settings.LANGUAGE_CODE
    return render(request, f"legal/{language}/{name}.html", {**context, "municipality": place})
