"""Reading pages: who is let in, and shared pages in the look and at the address of the municipality that reads them."""

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import get_language
from django.views.decorators.http import require_safe
from wagtail.models import Page

from accounts.tenancy import municipality_or_404
from kb.models import SharedSection
from kb.models.base import municipality_id_of
from kb.models.privacy import is_allowed


@require_safe
def shared_page(request: HttpRequest, municipality: str, path: str) -> HttpResponse:
    municipality_or_404(request)
    section = get_object_or_404(SharedSection.objects.live(), locale__language_code=get_language() or "sv")
    page, args, kwargs = section.route(request, path.split("/"))
    response: HttpResponse = refusal(request, page) or page.serve(request, *args, **kwargs)
    return response


def refusal(request: HttpRequest, page: Page) -> HttpResponse | None:
    """None if the reader may read. Visitors are asked to sign in; another municipality's page does not exist."""
    if is_allowed(page, request.user):
        return None
    if request.user.is_anonymous:
        return redirect_to_login(request.get_full_path())
    own = {membership.municipality_id for membership in request.user.active_memberships}
    if municipality_id_of(page) not in {None, *own}:
        raise Http404
    raise PermissionDenied
