"""An approval that would publish an incomplete page: the editors are told what is missing, and nothing is published.

Wagtail checks a page's form before it publishes; approving from the list of tasks has no form. Its own transaction has
been rolled back when we hear of it.
"""

from collections.abc import Callable

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.admin import messages

VIEW = "wagtailadmin_pages:workflow_action"


class TellsWhatIsMissing:
    """Middleware."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        match = request.resolver_match
        if not isinstance(exception, ValidationError) or match is None or match.view_name != VIEW:
            return None
        said = _("The page is not published yet, because something is missing.")
        messages.error(request, " ".join([said, *exception.messages]))
        return HttpResponseRedirect(reverse("wagtailadmin_pages:edit", args=[match.kwargs["page_id"]]))
