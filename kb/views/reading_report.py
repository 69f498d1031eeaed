""" "Did it help?" among Wagtail's reports: what readers answered about the pages that one may edit."""

import uuid

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from kb.models import Feedback
from kb.reading_report import pages_with_answers, shares_of

PAGE_SIZE = 50


@require_safe
def helped_report(request: HttpRequest) -> HttpResponse:
    page = Paginator(pages_with_answers(request.user), PAGE_SIZE).get_page(request.GET.get("p"))
    rows = [(subject, *shares_of(subject)) for subject in page]
    return render(request, "kb/admin/helped_report.html", {"page": page, "rows": rows})


@require_safe
def helped_page(request: HttpRequest, page: uuid.UUID, language: str) -> HttpResponse:
    """One page's comments, the newest first. A page that one may not edit does not exist here."""
    subject = pages_with_answers(request.user).filter(translation_key=page, locale__language_code=language).first()
    if subject is None:
        raise Http404
    answers = Feedback.objects.filter(page=subject).with_comment().select_related("municipality")
    now, before = shares_of(subject)
    context = {
        "subject": subject,
        "now": now,
        "before": before,
        "page": Paginator(answers, PAGE_SIZE).get_page(request.GET.get("p")),
    }
    return render(request, "kb/admin/helped_page.html", context)
