"""All that the reader may read about one topic: for those who would rather look than search."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from accounts.tenancy import municipality_or_404
from kb.enums import Topic
from kb.models import KnowledgePage


@require_safe
def topic(request: HttpRequest, municipality: str, topic: str) -> HttpResponse:
    place = municipality_or_404(request)
    chosen = topic.replace("-", "_")
    if chosen not in Topic.values:
        raise Http404
    pages = (
        KnowledgePage.objects.in_municipality(place)
        .in_language(get_language() or "sv")
        .visible_to(request.user)
        .filter(topic=chosen)
        .select_related("school", "content_type")
        .order_by("school__name", "title")
    )
    context = {
        "municipality": place,
        "topic": Topic(chosen),
        "shared": [page for page in pages if page.school is None],
        "local": [page for page in pages if page.school is not None],
    }
    return render(request, "kb/topic.html", context)
