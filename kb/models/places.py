"""Where a page belongs: what the sections that it stands in say."""

from collections.abc import Iterable

from wagtail.models import Page

from accounts.models import Municipality, SchoolUnit


def place_among(sections: Iterable[Page]) -> tuple[Municipality | None, SchoolUnit | None]:
    """The municipality, and the school if it is a school's, of the first of the sections that belongs to one.

    `sections`: pages of the tree, the nearest first. (None, None): shared by all.
    """
    for page in sections:
        section = page.specific_deferred
        school: SchoolUnit | None = getattr(section, "place_school", None)
        if school is not None:
            return school.municipality, school
        municipality: Municipality | None = getattr(section, "place_municipality", None)
        if municipality is not None:
            return municipality, None
    return None, None
