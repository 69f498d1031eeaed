"""Answers to a quiz, and what was right. What visitors answer is marked and forgotten."""

import uuid
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts.models import Municipality, User
from accounts.tenancy import municipality_or_404
from training.domain.attempts import record_attempt
from training.forms import QuizForm
from training.models import QuizPage
from training.reading import lesson_context
from training.views.pages import own_address, page_or_404, place_of_learning, turned_away


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: HttpRequest, municipality: str, unit: uuid.UUID) -> HttpResponse:
    """A visit, as after reloading in another language, leads back to the quiz."""
    place = municipality_or_404(request)
    quiz = page_or_404(QuizPage, place, unit)
    away = turned_away(request, quiz, place)
    if away or request.method != "POST":
        return away or redirect(own_address(quiz, place))
    form = QuizForm(request.POST, quiz=quiz)
    if not form.is_valid():
        context = {"page": quiz, "form": form, **lesson_context(request, quiz)}
        return render(request, "training/quiz.html", context, status=422)
    return result(request, quiz, form, place)


def result(request: HttpRequest, quiz: QuizPage, form: QuizForm, place: Municipality) -> HttpResponse:
    grade = form.grade()
    if isinstance(request.user, User):
        place = place_of_learning(request.user, quiz, place)
        record_attempt(quiz=quiz, grade=grade, key=form.cleaned_data["key"], municipality=place, by=request.user)
    context: dict[str, Any] = {"page": quiz, "grade": grade, "again_url": own_address(quiz, place)}
    return render(request, "training/quiz_result.html", {**context, **lesson_context(request, quiz)})
