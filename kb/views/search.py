"""The search page: what a visitor typed, answered with pages they may read."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from accounts.languages import base_of
from accounts.tenancy import municipality_or_404
from kb.models import KnowledgePage
from kb.search.question import Question

PAGE_SIZE = 10
MAX_LENGTH = 300


@require_safe
def search(request: HttpRequest, municipality: str) -> HttpResponse:
    place = municipality_or_404(request)
    typed = request.GET.get("q", "").replace("\x00", "")[:MAX_LENGTH].strip()
    language = get_language() or "sv"
    pages = KnowledgePage.objects.in_municipality(place).in_language(language).visible_to(request.user)
    results = pages.search(Question(typed, base_of(language))) if typed else []
    page = Paginator(results, PAGE_SIZE).get_page(request.GET.get("sida"))
    specific = KnowledgePage.objects.filter(pk__in=[hit.pk for hit in page]).specific().in_bulk()
    hits = [specific[hit.pk] for hit in page]
    return render(request, "kb/search.html", {"municipality": place, "typed": typed, "page": page, "hits": hits})
