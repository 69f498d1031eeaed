"""Raises the content version when something that visitors see has changed. Cached pages of older versions are dead."""

from typing import Any

from django.db.models import F, Func, IntegerField, Subquery, Sum
from wagtail.models import Page

from accounts.models import Municipality
from kb.models.base import municipality_id_of
from kb.models.notes import LocalNote
from kb.models.sections import MunicipalityHome, SchoolSection
from kb.models.version import EVERYWHERE, ContentVersion


def content_version(place: str) -> int:
    """Grows with each change of the municipality's own content and of what all share. One query."""
    total = ContentVersion.objects.filter(place__in=(EVERYWHERE, place)).aggregate(total=Sum("number"))["total"]
    return int(total or 0)


def place_with_version(slug: str) -> tuple[Municipality | None, int]:
    """The municipality of that address and its content version, in one query if there is such a municipality."""
    numbers = ContentVersion.objects.filter(place__in=(EVERYWHERE, slug)).order_by()
    total = Subquery(numbers.values_list(Func(F("number"), function="SUM")), output_field=IntegerField())
    found = Municipality.objects.filter(slug=slug).annotate(version=total).first() if slug else None
    return (found, int(vars(found)["version"] or 0)) if found else (None, content_version(slug))


def raise_version(place: str = EVERYWHERE) -> None:
    ContentVersion.objects.get_or_create(place=place)
    ContentVersion.objects.filter(place=place).update(number=F("number") + 1)


def page_changed(instance: Page, **kwargs: Any) -> None:
    """Signal handler for whatever happens to a page: published, taken back, moved."""
    raise_version(place_of(instance))


def page_made(instance: Any, created: bool, **kwargs: Any) -> None:  # noqa: FBT001  # Django's own signature
    """Signal handler of every `post_save`: a script may make a page that is live at once."""
    if created and isinstance(instance, Page) and instance.live:
        raise_version(place_of(instance))


def anything_changed(**kwargs: Any) -> None:
    """Signal handler for what may show anywhere: privacy, schools, municipalities, pictures."""
    if not kwargs.get("raw"):
        raise_version()


def note_changed(instance: LocalNote, **kwargs: Any) -> None:
    """Signal handler: a school's note shows on its own municipality's pages only."""
    if not kwargs.get("raw"):
        raise_version(instance.school.municipality.slug)


def place_of(page: Page) -> str:
    if isinstance(page, MunicipalityHome):
        return str(page.municipality.slug)
    if isinstance(page, SchoolSection):
        return str(page.school.municipality.slug)
    pk = municipality_id_of(page)
    return Municipality.objects.get(pk=pk).slug if pk else EVERYWHERE
