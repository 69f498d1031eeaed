""" "Did this help?": an answer without account, cookie or JavaScript.

The pages that ask are kept in a cache for all visitors and so hold no CSRF token. Both forms are exempt from it: they
store an opinion of a text and nothing about a person, so nobody gains by making another's browser send one; that the
browser says it comes from our own page is asked for all the same.
"""

import uuid
from contextlib import suppress
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from accounts.models import Municipality
from accounts.senders import comes_from_our_page, sender_address
from accounts.tenancy import municipality_or_404
from kb.addresses import reader_url
from kb.domain import feedback
from kb.feedback_form import ExplanationForm
from kb.models import Feedback, KnowledgePage

ANSWERS = {"yes": True, "no": False}


@csrf_exempt
@never_cache
@require_POST
def answer(request: HttpRequest, municipality: str, page: uuid.UUID) -> HttpResponse:
    place = municipality_or_404(request)
    found = page_or_404(request, place, page, get_language() or "sv")
    if not comes_from_our_page(request):
        return refused(request, found, _("Answer on the page itself, please."), 403)
    helpful = ANSWERS.get(request.POST.get("helped", ""))
    if helpful is None:
        return refused(request, found, _("Choose yes or no."), 400)
    sender = sender_address(request)
    try:
        kept = feedback.keep_answer(page=found, municipality=place, helpful=helpful, sender_address=sender)
    except feedback.TooManyAnswers:
        message = _("Many answers have come from your network in a short time. Try again in an hour.")
        return refused(request, found, message, 429)
    return redirect("kb:helped_thanks", municipality, page, kept.key)


@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def thanks(request: HttpRequest, municipality: str, page: uuid.UUID, key: uuid.UUID) -> HttpResponse:
    """Thanks; after a "no" it asks what was missing, once."""
    place = municipality_or_404(request)
    kept = get_object_or_404(Feedback, key=key, translation_key=page, municipality=place)
    found = page_or_404(request, place, page, kept.language)
    if request.method != "POST":
        return shown(request, found, kept, ExplanationForm())
    if not comes_from_our_page(request):
        return refused(request, found, _("Answer on the page itself, please."), 403)
    form = ExplanationForm(request.POST)
    if not form.is_valid():
        return shown(request, found, kept, form, status=400)
    with suppress(feedback.AlreadyExplained):  # a second click, or the way back: the thanks say the same
        feedback.explain(answer=kept, **form.cleaned_data)
    return redirect("kb:helped_thanks", municipality, page, key)


def page_or_404(request: HttpRequest, place: Municipality, key: uuid.UUID, language: str) -> KnowledgePage:
    found = feedback.page_answered_about(key, language=language, municipality=place, reader=request.user)
    if found is None:
        raise Http404
    return found


def shown(
    request: HttpRequest, page: KnowledgePage, kept: Feedback, form: ExplanationForm, *, status: int = 200
) -> HttpResponse:
    asks = not kept.helpful and not kept.is_explained
    return draw(request, page, {"kept": kept, "form": form if asks else None}, status)


def refused(request: HttpRequest, page: KnowledgePage, message: str, status: int) -> HttpResponse:
    return draw(request, page, {"message": message}, status)


def draw(request: HttpRequest, page: KnowledgePage, context: dict[str, Any], status: int) -> HttpResponse:
    place = municipality_or_404(request)
    with override(page.locale.language_code):
        page_url = reader_url(page, place)
    context = {"municipality": place, "subject": page, "page_url": page_url, **context}
    return render(request, "kb/helped_thanks.html", context, status=status)
