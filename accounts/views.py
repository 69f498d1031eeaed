"""Small views around signing in."""

from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_safe


@require_safe
def admin_login(request: HttpRequest) -> HttpResponse:
    """Wagtail's own sign-in page leads to ours, so that there is one way in."""
    target = request.GET.get("next") or reverse("wagtailadmin_home")
    return HttpResponseRedirect(f"{reverse('account_login')}?{urlencode({'next': target})}")


def not_offered(request: HttpRequest, key: str = "") -> HttpResponse:
    """Pages of allauth for what the municipality does itself, and Wagtail's own ways to sign in."""
    raise Http404
