"""Keeps a unit for each course and lesson: made and named when a page is published, archived when none is left."""

from typing import Any

from django.conf import settings
from django.db.models import F
from django.utils import timezone
from wagtail.models import Page

from training.enums import UnitKind
from training.models import CoursePage, GuideLessonPage, LessonPage, QuizPage, Unit

KINDS: dict[type[Page], UnitKind] = {
    CoursePage: UnitKind.COURSE,
    LessonPage: UnitKind.LESSON,
    GuideLessonPage: UnitKind.LESSON,
    QuizPage: UnitKind.LESSON,
}


def unit_of(page: Page) -> Unit:
    """The page's unit; made if the page came in by another way than by being published."""
    kind = UnitKind.COURSE if isinstance(page, CoursePage) else UnitKind.LESSON
    unit, _ = Unit.objects.get_or_create(
        translation_key=page.translation_key, defaults={"kind": kind, "title": page.title}
    )
    return unit


def keep_unit(sender: type[Page], instance: Page, **kwargs: Any) -> None:
    """Signal handler of `page_published`. The page in the main language names the unit."""
    if sender not in KINDS:
        return
    unit = unit_of(instance)
    names = instance.locale.language_code == settings.LANGUAGE_CODE
    Unit.objects.filter(pk=unit.pk).update(title=instance.title if names else F("title"), archived_at=None)


def archive_unit(sender: type[Page], instance: Page, **kwargs: Any) -> None:
    """Signal handler of `page_unpublished` and `post_delete`: other languages keep the unit in use."""
    if sender not in KINDS:
        return
    others = sender._default_manager.filter(translation_key=instance.translation_key, live=True)
    if not others.exclude(pk=instance.pk).exists():
        unused = Unit.objects.filter(translation_key=instance.translation_key, archived_at=None)
        unused.update(archived_at=timezone.now())
