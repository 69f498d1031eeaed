"""Streams attachments so that a browser saves them and never runs them."""

from django.http import FileResponse, Http404, HttpResponse

from support.models import Attachment


def stream(attachment: Attachment) -> HttpResponse:
    try:
        file = attachment.file.open("rb")
    except FileNotFoundError as error:
        raise Http404 from error
    response = FileResponse(file, as_attachment=True, filename=attachment.name, content_type="application/octet-stream")
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response  # type: ignore[return-value]  # Django's FileResponse is served like any HttpResponse
