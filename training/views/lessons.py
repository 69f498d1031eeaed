"""Begin a course, and mark a lesson as done."""

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.models import Municipality, User
from accounts.tenancy import municipality_or_404
from training.domain.completions import Done, NotPassed, complete_lesson, done_keys
from training.domain.enrolments import enrol_oneself
from training.domain.lessons import outline_of
from training.domain.progress import progress_in
from training.models import CoursePage, Lesson
from training.views.pages import own_address, page_or_404, place_of_learning, turned_away


@require_POST
def begin(request: HttpRequest, municipality: str, unit: uuid.UUID) -> HttpResponse:
    place = municipality_or_404(request)
    course = page_or_404(CoursePage, place, unit)
    away = turned_away(request, course, place, needs_account=True)
    if away or not isinstance(request.user, User):
        return away or redirect(own_address(course, place))
    place = place_of_learning(request.user, course, place)
    enrol_oneself(course=course, municipality=place, by=request.user)
    outline = outline_of(course, request.user)
    progress = progress_in(outline.keys, done_keys(request.user, outline.keys))
    return redirect(own_address(outline.lesson(progress.next_lesson) or course, place))


@require_POST
def complete(request: HttpRequest, municipality: str, unit: uuid.UUID) -> HttpResponse:
    place = municipality_or_404(request)
    lesson = page_or_404(Lesson, place, unit)
    away = turned_away(request, lesson, place, needs_account=True)
    if away or not isinstance(request.user, User):
        return away or redirect(own_address(lesson, place))
    place = place_of_learning(request.user, lesson, place)
    try:
        done = complete_lesson(lesson=lesson, municipality=place, by=request.user)
    except NotPassed:
        messages.error(request, _("Pass the quiz first; then it is done."))
        return redirect(own_address(lesson, place))
    return redirect(way_on(done, lesson, place))


def way_on(done: Done, lesson: Lesson, place: Municipality) -> str:
    """The next lesson that is not done; after the last one, the certificate."""
    following = done.outline.lesson(done.progress.next_after(lesson.translation_key))
    if following is not None:
        return own_address(following, place)
    if done.course is not None:
        return reverse("training:certificate", args=[done.course.municipality_slug, done.course.unit.translation_key])
    return own_address(done.outline.course, place)
