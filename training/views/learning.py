""" "Your learning": what one is taking, what one has finished, and what else there is."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts.models import Municipality, User
from accounts.roles import GUARDIAN
from accounts.tenancy import municipality_or_404
from training.addresses import address_of
from training.domain.progress import Progress
from training.domain.standing import Standing, readable_courses, standings
from training.home import why
from training.models import Completion, CoursePage


@dataclass(frozen=True, slots=True)
class Mine:
    """A course that one is taking, as the page shows it."""

    title: str
    url: str
    language: str
    why: str
    is_overdue: bool
    progress: Progress


@dataclass(frozen=True, slots=True)
class Offer:
    """A course that one could take."""

    title: str
    summary: str
    url: str
    language: str


@never_cache
@require_safe
def learning(request: HttpRequest, municipality: str) -> HttpResponse:
    place = municipality_or_404(request)
    language = get_language() or "sv"
    user = request.user if isinstance(request.user, User) else None
    mine = standings(user, place, language) if user else []
    finished = Completion.objects.visible_to(request.user).courses().select_related("unit").order_by("-completed_at")
    taken = {standing.enrolment.course.translation_key for standing in mine}
    taken |= {completion.unit.translation_key for completion in finished}
    courses = readable_courses(request.user, place, language)
    offers = [course for key, course in courses.items() if key not in taken]
    context = {
        "mine": [mine_of(standing, place) for standing in sorted(mine, key=urgency)],
        "finished": finished,
        "offers": [offer_of(course, place) for course in relevant(offers, user, place)],
    }
    return render(request, "training/learning.html", context)


def urgency(standing: Standing) -> tuple[bool, str, str]:
    """What has a day comes first, the earliest before the others."""
    due = standing.enrolment.due_on
    return due is None, due.isoformat() if due else "", standing.course.title


def mine_of(standing: Standing, place: Municipality) -> Mine:
    return Mine(
        title=standing.course.title,
        url=standing.address(place),
        language=standing.language,
        why=why(standing),
        is_overdue=standing.is_overdue,
        progress=standing.progress,
    )


def offer_of(course: CoursePage, place: Municipality) -> Offer:
    language = course.locale.language_code
    return Offer(course.title, course.summary, address_of(course, place, language), language)


def relevant(courses: list[CoursePage], user: User | None, place: Municipality) -> list[CoursePage]:
    """Those written for one's roles here. Visitors, and people without a role here, get all, guardians' first."""
    roles = user.roles_in(place.pk) if user else set()
    written = CoursePage.objects.filter(pk__in=[course.pk for course in courses])
    suited = set(written.for_roles(roles or {GUARDIAN.slug}).values_list("pk", flat=True))
    chosen = [course for course in courses if course.pk in suited or not roles]
    return sorted(chosen, key=lambda course: (course.pk not in suited, str(course.title)))
