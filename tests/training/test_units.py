"""Units follow the pages and outlive them."""

import pytest
from django.db import IntegrityError
from django.test import Client
from wagtail.models import Locale

from accounts.models import Municipality, User
from accounts.roles import SYSTEM_ADMINISTRATOR
from kb.models import SharedSection, StartPage
from tests.factories import organisation, pages, training
from training.domain.completions import complete_lesson
from training.models import Completion, CoursePage, Unit


@pytest.fixture
def english(tree: pages.Tree) -> SharedSection:
    """The shared section in English."""
    locale, _ = Locale.objects.get_or_create(language_code="en")
    start = tree.start.get_parent().add_child(instance=StartPage(title="Skolstöd", slug="start-en", locale=locale))
    return start.add_child(instance=SharedSection(title="Shared", slug="gemensamt", locale=locale))


def units() -> set[tuple[str, str, bool]]:
    return {(unit.kind, unit.title, unit.archived_at is not None) for unit in Unit.objects.all()}


def test_publishing_a_course_makes_a_unit_for_it_and_for_each_lesson(course: CoursePage) -> None:
    assert units() == {
        ("course", "Trygg med uppgifter", False),
        ("lesson", "Lektion 1", False),
        ("lesson", "Lektion 2", False),
    }


def test_translations_share_the_unit_which_the_main_language_names(course: CoursePage, english: SharedSection) -> None:
    translated = training.translation(english, course, title="Safe with data")
    assert [unit.title for unit in Unit.objects.filter(kind="course")] == ["Trygg med uppgifter"]
    translated.unpublish()
    assert Unit.objects.get(kind="course").archived_at is None
    course.unpublish()
    assert Unit.objects.get(kind="course").archived_at is not None


def test_republishing_brings_the_unit_back_under_its_new_title(course: CoursePage) -> None:
    course.unpublish()
    course.title = "Nytt namn"
    course.save_revision().publish()
    unit = Unit.objects.get(kind="course")
    assert (unit.title, unit.archived_at) == ("Nytt namn", None)


def test_lesson_done_in_one_language_is_done_in_the_other(
    client: Client, course: CoursePage, english: SharedSection, principal: User, alvhamra: Municipality
) -> None:
    swedish = training.lessons_of(course)
    translated = training.translation(english, course, title="Safe with data")
    part = training.translation(translated, course.get_children().get(), title="Module")
    for lesson in swedish:
        training.translation(part, lesson, title=f"English {lesson.title}")
    complete_lesson(lesson=swedish[0], municipality=alvhamra, by=principal)
    client.force_login(principal)
    progress = client.get("/en/alvhamra/gemensamt/safe-with-data/").context["progress"]
    assert (progress.done_count, progress.total) == (1, 2)


def test_evidence_outlives_the_pages_and_the_delete_view_answers(
    client: Client, course: CoursePage, principal: User, alvhamra: Municipality
) -> None:
    for lesson in training.lessons_of(course):
        complete_lesson(lesson=lesson, municipality=alvhamra, by=principal)
    client.force_login(organisation.person(SYSTEM_ADMINISTRATOR))
    address = f"/admin/pages/{course.pk}/delete/"
    assert client.get(address).status_code == 200
    assert client.post(address).status_code == 302
    assert CoursePage.objects.count() == 0
    assert {(c.title, c.user) for c in Completion.objects.all()} == {
        ("Lektion 1", principal),
        ("Lektion 2", principal),
        ("Trygg med uppgifter", principal),
    }
    assert {archived for _, _, archived in units()} == {True}


def test_deleting_a_guide_leaves_the_lesson(tree: pages.Tree, course: CoursePage) -> None:
    guide = pages.guide(tree.shared, "Lås skärmen")
    lesson = training.guide(training.module(course, "Del 2"), guide)
    guide.delete()
    lesson.refresh_from_db()
    assert lesson.guide is None


def test_translation_key_has_one_unit(course: CoursePage) -> None:
    with pytest.raises(IntegrityError, match=r"unit.translation_key|translation_key"):
        Unit.objects.create(translation_key=course.translation_key, kind="course", title="Igen")
