"""Reading pages: who is let in, and shared pages in the look and at the address of the municipality that reads them."""

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from accounts.tenancy import municipality_or_404
from kb.models import KnowledgePage


@require_safe
def shared_page(request: HttpRequest, municipality: str, slug: str) -> HttpResponse:
    municipality_or_404(request)
    pages = KnowledgePage.objects.live().filter(municipality=None).in_language(get_language() or "sv")
    page = get_object_or_404(pages, slug=slug)
    response: HttpResponse = refusal(request, page) or page.specific.serve(request)
    return response


def refusal(request: HttpRequest, page: KnowledgePage) -> HttpResponse | None:
    """None if the reader may read. Visitors are asked to sign in; another municipality's page does not exist."""
    if KnowledgePage.objects.visible_to(request.user).filter(pk=page.pk).exists():
        return None
    if request.user.is_anonymous:
        return redirect_to_login(request.get_full_path())
    own = {membership.municipality_id for membership in request.user.active_memberships}
    if page.municipality_id is not None and page.municipality_id not in own:
        raise Http404
    raise PermissionDenied
