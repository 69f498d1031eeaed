"""Each publication is written down; readers hear of major changes, translations of what they have not followed."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries
from wagtail.models import Locale

from accounts.models import User
from kb.admin.checks_panel import panel_context
from kb.models import GuidePage, KnowledgePage, PageChange, StartPage
from tests.factories import pages

ADDRESS = "/alvhamra/gemensamt/byt-losenord/"


@pytest.fixture
def guide(tree: pages.Tree) -> GuidePage:
    page = pages.guide(tree.shared, "Byt lösenord")
    page.save_revision().publish()
    return page


@pytest.fixture
def english(guide: GuidePage, tree: pages.Tree) -> GuidePage:
    """The guide's translation, published."""
    locale, _ = Locale.objects.get_or_create(language_code="en")
    root = tree.start.get_parent()
    start = root.add_child(
        instance=StartPage(title="Start", slug="start-en", locale=locale, translation_key=tree.start.translation_key)
    )
    shared = tree.shared.copy_for_translation(locale)
    shared.save_revision().publish()
    assert shared.get_parent().pk == start.pk
    page = pages.guide(shared, "Change password", translation_key=guide.translation_key)
    page.save_revision().publish()
    return page


def publish(page: KnowledgePage, significance: str, note: str = "") -> GuidePage:
    fresh = GuidePage.objects.get(pk=page.pk)
    fresh.significance, fresh.change_note = significance, note
    fresh.save_revision().publish()
    return GuidePage.objects.get(pk=page.pk)


def test_publication_is_written_down_with_its_significance(guide: GuidePage, system: User) -> None:
    guide = GuidePage.objects.get(pk=guide.pk)
    guide.significance, guide.change_note = "major", "Du loggar in med BankID."
    revision = guide.save_revision(user=system)
    revision.publish(user=system)
    first, second = PageChange.objects.filter(page_id=guide.pk)
    assert (first.is_first, first.significance) == (True, "minor")
    assert (second.is_first, second.significance, second.note) == (False, "major", "Du loggar in med BankID.")
    assert (second.revision_id, second.by_id, second.language) == (revision.pk, system.pk, "sv")


def test_change_once_written_stays_even_if_the_page_goes(guide: GuidePage) -> None:
    change = PageChange.objects.get(page_id=guide.pk)
    with pytest.raises(TypeError):
        change.save()
    with pytest.raises(TypeError):
        change.delete()
    guide.delete()
    assert PageChange.objects.get().title == "Byt lösenord"


def test_readers_see_a_major_change_for_sixty_days(guide: GuidePage) -> None:
    publish(guide, "major", "Du loggar in med BankID.")
    today = timezone.localdate()
    assert "Du loggar in med BankID." in Client().get(ADDRESS).content.decode()
    for days, shown in ((60, True), (61, False)):
        KnowledgePage.objects.update(major_change_on=today - timedelta(days=days))
        assert GuidePage.objects.get().shows_major_change is shown


@pytest.mark.parametrize("significance", ["editorial", "minor"])
def test_readers_are_not_told_of_lesser_changes(guide: GuidePage, significance: str) -> None:
    publish(guide, significance, "Ett komma.")
    page = Client().get(ADDRESS).content.decode()
    assert ("Ett komma." in page, "sk-changed" in page) == (False, False)


def test_later_small_change_leaves_the_major_one_in_sight(guide: GuidePage) -> None:
    publish(guide, "major", "Du loggar in med BankID.")
    page = publish(guide, "editorial")
    assert (page.major_change_note, page.shows_major_change) == ("Du loggar in med BankID.", True)


def test_older_version_brings_no_old_mark_back(guide: GuidePage) -> None:
    publish(guide, "major", "Nytt.")
    guide.revisions.earliest("created_at").publish()
    assert GuidePage.objects.get().major_change_note == "Nytt."


def test_draft_is_no_change(guide: GuidePage) -> None:
    guide.save_revision()
    assert PageChange.objects.count() == 1


@pytest.mark.parametrize(
    ("changes", "mark"),
    [(["editorial"], ""), (["minor"], "minor"), (["minor", "major"], "major"), (["major", "minor"], "major")],
)
def test_translation_remembers_the_most_significant_change_of_its_original(
    guide: GuidePage, english: GuidePage, changes: list[str], mark: str
) -> None:
    for significance in changes:
        publish(guide, significance, "Nytt.")
    assert KnowledgePage.objects.get(pk=english.pk).source_change == mark


@pytest.mark.parametrize(("significance", "mark"), [("editorial", "major"), ("minor", ""), ("major", "")])
def test_translation_catches_up_unless_only_its_spelling_changed(
    guide: GuidePage, english: GuidePage, significance: str, mark: str
) -> None:
    publish(guide, "major", "Nytt.")
    publish(english, significance, "New.")
    assert KnowledgePage.objects.get(pk=english.pk).source_change == mark
    assert KnowledgePage.objects.get(pk=guide.pk).source_change == ""


def test_readers_of_a_translation_are_told_of_a_major_change_of_the_original(
    guide: GuidePage, english: GuidePage
) -> None:
    address, words = "/en/alvhamra/gemensamt/change-password/", "The Swedish page has changed"
    publish(guide, "minor")
    assert words not in Client().get(address).content.decode()
    publish(guide, "major", "Nytt.")
    assert words in Client().get(address).content.decode()


def test_editor_of_a_translation_sees_what_has_changed(guide: GuidePage, english: GuidePage) -> None:
    publish(guide, "minor", "Tydligare.")
    publish(guide, "editorial", "Komma.")
    publish(guide, "major", "Nytt.")
    shown = panel_context(GuidePage.objects.get(pk=english.pk))["source_changes"]
    assert [change.note for change in shown] == ["Nytt.", "Tydligare."]


def test_marks_cost_readers_no_query(guide: GuidePage, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    publish(guide, "major", "Nytt.")
    page = GuidePage.objects.get()
    with django_assert_num_queries(0):
        assert (page.shows_major_change, page.is_behind_its_original, page.review_is_long_overdue) == (
            True,
            False,
            False,
        )
