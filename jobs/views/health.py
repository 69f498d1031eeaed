"""Health for machines: plain text, no session, nothing personal."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from jobs import health


@require_safe
@never_cache
def live(request: HttpRequest) -> HttpResponse:
    return HttpResponse("live\n", content_type="text/plain")


@require_safe
@never_cache
def ready(request: HttpRequest) -> HttpResponse:
    if not health.database_can_be_written():
        return HttpResponse("unready: the database cannot be written\n", content_type="text/plain", status=503)
    return HttpResponse("\n".join(["ready", *health.degraded()]) + "\n", content_type="text/plain")
