"""The courses among the rows of the home page, each leading straight to its next lesson."""

from collections.abc import Iterable

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts.models import Municipality, User
from kb.home import HomeRow
from training.domain.standing import Standing, standings

OVERDUE, SOON, LATER, OWN = 5, 20, 40, 160


def course_rows(user: User, municipality: Municipality, language: str) -> Iterable[HomeRow]:
    for standing in standings(user, municipality, language):
        yield HomeRow(
            rank=rank_of(standing),
            title=standing.course.title,
            url=standing.address(municipality),
            why=why(standing),
            kind=_("Course"),
            progress=(standing.progress.done_count, standing.progress.total),
        )


def rank_of(standing: Standing) -> int:
    if not standing.enrolment.is_mandatory:
        return OWN
    if standing.is_overdue:
        return OVERDUE
    return SOON if standing.is_due_soon else LATER


def why(standing: Standing) -> str:
    """Why this course is on this person's list, and by when."""
    enrolment = standing.enrolment
    if enrolment.due_on is None:
        return _("You have begun this course.")
    values = {
        "role": enrolment.role_name,
        "place": enrolment.place_name,
        "date": date_format(enrolment.due_on, "j F Y"),
    }
    if standing.is_overdue:
        return _("Mandatory for you as %(role)s at %(place)s. It was to be finished by %(date)s.") % values
    return _("Mandatory for you as %(role)s at %(place)s. Finish by %(date)s.") % values
