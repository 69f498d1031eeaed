"""The certificate: what one has finished, from what was kept then. Needs no page to be there still."""

import uuid

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts.tenancy import municipality_or_404
from training.models import Completion


@never_cache
@require_safe
@login_required
def certificate(request: HttpRequest, municipality: str, unit: uuid.UUID) -> HttpResponse:
    place = municipality_or_404(request)
    own = Completion.objects.visible_to(request.user).courses()
    completion = get_object_or_404(own, unit__translation_key=unit, municipality_slug=place.slug)
    lessons = (completion.result or {}).get("lessons", [])
    return render(request, "training/certificate.html", {"completion": completion, "lessons": lessons})
