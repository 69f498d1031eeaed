"""The search page and its suggestions: what a visitor typed, answered with pages they may read."""

import uuid
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from accounts.models import Municipality
from accounts.senders import sender_address
from accounts.tenancy import municipality_or_404
from kb.addresses import reader_url
from kb.domain.searches import count_click, count_search
from kb.models import Search
from kb.search.answers import MAX_LENGTH, Answers, Asked
from kb.templatetags.kb_tags import kind

MAX_SUGGESTIONS = 6
LONGEST_POSITION = 3
"""Digits of the number of an answer."""


@require_safe
def search(request: HttpRequest, municipality: str) -> HttpResponse:
    place = municipality_or_404(request)
    answers = Answers(asked_in(request), request.user, place)
    page = answers.page(request.GET.get("sida"))
    context = {
        "municipality": place,
        "typed": answers.asked.words,
        "answers": answers,
        "page": page,
        "shown": answers.shown(page),
        "counted": counted(request, answers, place),
    }
    return render(request, "kb/search.html", context)


@require_safe
def suggestions(request: HttpRequest, municipality: str) -> JsonResponse:
    """The best answers while somebody types: titles, kinds and addresses."""
    place = municipality_or_404(request)
    answers = Answers(asked_in(request), request.user, place)
    best = answers.pages(answers.found[:MAX_SUGGESTIONS])
    rows = [{"title": page.title, "kind": kind(page), "url": reader_url(page, place)} for page in best]
    return JsonResponse({"suggestions": rows})


@csrf_exempt  # counts that an answer was opened, for whoever knows the search's random key; changes nothing else
@require_POST
def opened(request: HttpRequest, municipality: str) -> HttpResponse:
    """Sent by the browser in passing when an answer is opened. Says nothing about whether it counted."""
    municipality_or_404(request)
    position = request.POST.get("position", "")
    try:
        key = uuid.UUID(request.POST.get("key", ""))
    except ValueError:
        return HttpResponse(status=204)
    if position.isascii() and position.isdigit() and len(position) <= LONGEST_POSITION:
        count_click(key=key, position=int(position))
    return HttpResponse(status=204)


def asked_in(request: HttpRequest) -> Asked:
    def value(name: str) -> str:
        return request.GET.get(name, "").replace("\x00", "")[:MAX_LENGTH].strip()

    return Asked(value("q"), get_language() or "sv", kind=value("typ"), audience=value("for"))


def counted(request: HttpRequest, answers: Answers, place: Municipality) -> Search | None:
    """Counted once, when it is asked: not again for filters and further pages, nor before anybody looks."""
    if not answers.asked.words or {"sida", "typ", "for"} & set(request.GET) or not is_looked_at(request):
        return None
    user: Any = request.user
    roles = user.roles_in(place.pk) if user.is_authenticated else set()
    return count_search(
        municipality=place,
        language=answers.asked.language,
        role=min(roles, default=""),
        words=answers.asked.words,
        hits=len(answers.found),
        sender_address=sender_address(request),
    )


def is_looked_at(request: HttpRequest) -> bool:
    """Not asked by a machine that checks the address, or by a browser that fetches ahead."""
    announced = request.headers.get("Sec-Purpose", "") + request.headers.get("Purpose", "")
    return request.method == "GET" and "prefetch" not in announced
