"""Error pages that say what happened and where to go on."""

from django.conf import settings
from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.http import HttpRequest, HttpResponse
from django.http.multipartparser import MultiPartParserError
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "errors/400.html", {"reason": reason_of(exception)}, status=400)


def reason_of(exception: Exception) -> str:
    """What was too large or too much, as far as we know: such a request is never read to its end."""
    match exception:
        case RequestDataTooBig():
            return _("The text that was sent is too long. Shorten it and try again.")
        case TooManyFieldsSent():
            return _("There were more fields than any page of ours has. Begin again from the page that you came from.")
        case TooManyFilesSent():
            most = settings.SUPPORT_MAX_FILES
            return _("There were too many files. You can attach at most %(most)s.") % {"most": most}
        case MultiPartParserError():
            return _("The form did not arrive whole. Check your connection and send it again.")
    return _("Something in what was sent could not be read. Go back, check what you wrote and try again.")


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "errors/403.html", status=403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "errors/404.html", status=404)


def method_not_allowed(request: HttpRequest, *, allowed: str) -> HttpResponse:
    response = render(request, "errors/405.html", status=405)
    response["Allow"] = allowed
    return response


def too_large(request: HttpRequest, *, most: int) -> HttpResponse:
    """most: bytes."""
    reason = _("What was sent is too large. Send at most %(most)s MB at a time.") % {"most": most // 1_000_000}
    return render(request, "errors/400.html", {"reason": reason}, status=413)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Nothing that was written is lost: the page shows it, to be copied."""
    written = request.POST.get("what") or request.POST.get("body") or ""
    return render(request, "errors/csrf.html", {"written": written}, status=403)


def server_error(request: HttpRequest) -> HttpResponse:
    return HttpResponse(render_to_string("errors/500.html"), status=500)
