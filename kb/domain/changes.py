"""Writes down what each publication changed, and tells readers and translations of what matters."""

from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from wagtail.models import Page, Revision

from kb.domain.local_notes import flag_notes
from kb.enums import Significance
from kb.models import KnowledgePage, PageChange


def page_published(sender: type[Page], instance: Page, revision: Revision, **kwargs: Any) -> None:
    """Signal handler: each publication of a page with content, by a person, an approval or the clock."""
    if isinstance(instance, KnowledgePage) and instance.live:
        record_change(page=instance, revision=revision)


@transaction.atomic
def record_change(*, page: KnowledgePage, revision: Revision) -> PageChange:
    change = PageChange.objects.create(
        page_id=page.pk,
        translation_key=page.translation_key,
        language=page.locale.language_code,
        title=page.title,
        revision_id=revision.pk,
        significance=page.significance,
        note=page.change_note,
        is_first=page.first_published_at == page.last_published_at,
        by_id=revision.user_id,
    )
    tell_readers(change)
    if change.significance == Significance.MAJOR and not change.is_first:
        flag_notes(page=page, by=revision.user)
    if change.language == settings.LANGUAGE_CODE:
        tell_translations(change)
    else:
        catch_up(change)
    return change


def tell_readers(change: PageChange) -> None:
    if change.significance == Significance.MAJOR and not change.is_first:
        KnowledgePage.objects.filter(pk=change.page_id).update(
            major_change_on=timezone.localdate(change.at), major_change_note=change.note
        )


def tell_translations(change: PageChange) -> None:
    """They remember the most significant change since they were translated."""
    translations = KnowledgePage.objects.filter(translation_key=change.translation_key).exclude(pk=change.page_id)
    if change.significance == Significance.MAJOR:
        translations.update(source_change=Significance.MAJOR)
    elif change.significance == Significance.MINOR:
        translations.filter(source_change="").update(source_change=Significance.MINOR)


def catch_up(change: PageChange) -> None:
    """A translation that is published again follows its original, unless only its spelling was put right."""
    if change.is_first or change.significance != Significance.EDITORIAL:
        KnowledgePage.objects.filter(pk=change.page_id).update(source_change="")


def changes_since_translation(page: KnowledgePage) -> list[PageChange]:
    """Those of the original that a translation has not followed yet, the latest first. None of an original."""
    if not page.source_change:
        return []
    own = PageChange.objects.filter(page_id=page.pk).exclude(significance=Significance.EDITORIAL, is_first=False)
    caught_up = own.order_by("-at").first()
    of_original = PageChange.objects.filter(
        translation_key=page.translation_key, language=settings.LANGUAGE_CODE
    ).exclude(significance=Significance.EDITORIAL)
    if caught_up is not None:
        of_original = of_original.filter(at__gt=caught_up.at)
    return list(of_original.order_by("-at"))
