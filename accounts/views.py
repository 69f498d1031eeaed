"""Small views around signing in."""

from urllib.parse import urlencode

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_safe


@require_safe
def admin_login(request: HttpRequest) -> HttpResponse:
    """Wagtail's own sign-in page leads to ours, so that there is one way in.

    Wagtail also sends people here who are signed in and may not use its tools; ours would send them back.
    """
    if request.user.is_authenticated and not request.user.has_perm("wagtailadmin.access_admin"):
        raise PermissionDenied
    target = request.GET.get("next") or reverse("wagtailadmin_home")
    return HttpResponseRedirect(f"{reverse('account_login')}?{urlencode({'next': target})}")


def not_offered(request: HttpRequest, key: str = "") -> HttpResponse:
    """Pages of allauth for what the municipality does itself, and Wagtail's own ways to sign in."""
    raise Http404
