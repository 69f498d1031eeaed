"""Streams pictures. They lie outside what the web server serves, and obey the privacy of their collection."""

import mimetypes

from django.core.files.storage import default_storage
from django.db.models import Q
from django.http import FileResponse, Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe
from wagtail.images import get_image_model
from wagtail.models import CollectionViewRestriction

A_DAY = 86_400


@require_safe
def picture(request: HttpRequest, path: str) -> FileResponse:
    """A picture that the reader may not see does not exist."""
    images = get_image_model().objects.select_related("collection")
    image = get_object_or_404(images.filter(Q(file=path) | Q(renditions__file=path)).distinct())
    restrictions = list(image.collection.get_view_restrictions().prefetch_related("groups"))
    if not all(passes(restriction, request) for restriction in restrictions):
        raise Http404
    try:
        file = default_storage.open(path)
    except FileNotFoundError as error:
        raise Http404 from error
    kind = mimetypes.guess_type(path)[0] or "application/octet-stream"
    response = FileResponse(file, content_type=kind)
    # A drawing (SVG) may hold scripts: opened by itself it is shut in a box.
    response.headers["Content-Security-Policy"] = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
    response.headers["Cache-Control"] = f"{'private' if restrictions else 'public'}, max-age={A_DAY}"
    return response


def passes(restriction: CollectionViewRestriction, request: HttpRequest) -> bool:
    return bool(restriction.accept_request(request))
