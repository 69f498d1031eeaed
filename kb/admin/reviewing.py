"""One click: the page has been looked through and is still right."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods
from wagtail.admin.utils import get_valid_next_url_from_request

from accounts.models import User
from kb.domain import review
from kb.domain.republishing import InUse, may_republish
from kb.models import KnowledgePage


@require_http_methods(["GET", "HEAD", "POST"])
def review_page(request: HttpRequest, pk: int) -> HttpResponse:
    user: Any = request.user  # Wagtail's admin lets nobody in who has not signed in
    page = get_object_or_404(KnowledgePage, pk=pk).specific
    if not may_republish(user, page):
        raise PermissionDenied
    if request.method != "POST":
        context = {"page": page, "next": get_valid_next_url_from_request(request), "title": _("Review the page")}
        return render(request, "kb/admin/review.html", context)
    confirm(request, page, user)
    return redirect(get_valid_next_url_from_request(request) or "pages_to_review")


def confirm(request: HttpRequest, page: KnowledgePage, user: User) -> None:
    try:
        review.confirm(page=page, by=user)
    except review.NobodyResponsible:
        messages.error(request, _("First choose who is responsible for the page."))
    except InUse:
        messages.error(request, _("The page is locked, waits for approval or is scheduled. Review it afterwards."))
    except ValidationError:
        messages.error(request, _("The page lacks something that it must have. Open it, complete it and publish it."))
    else:
        page.refresh_from_db()
        words = _("“%(title)s” is reviewed. The next review is before %(date)s.")
        messages.success(request, words % {"title": page.title, "date": date_format(page.review_by, "j F Y")})
