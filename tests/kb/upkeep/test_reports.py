"""Editors' reports: what stands in them, for whom, and at what cost."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from accounts.domain.memberships import give_role
from accounts.models import User
from accounts.roles import EDITOR
from kb.models import GuidePage, KnowledgePage
from kb.permissions import editable_pages
from tests.factories import organisation, pages, training
from tests.kb.upkeep.conftest import Place, overdue


def rows(user: User, name: str, **query: object) -> list[str]:
    client = Client()
    client.force_login(user)
    response = client.get(reverse(name), query)
    assert response.status_code == 200
    return [str(row) for row in response.context["object_list"]]


@pytest.fixture
def world(place: Place, tree: pages.Tree) -> Place:
    """Pages of the school, of the municipality, of another one and of all."""
    for number, (parent, title) in enumerate(
        [
            (place.section, "Skolans"),
            (place.home, "Kommunens"),
            (tree.homes["ekeryd"], "Grannens"),
            (tree.shared, "Allas"),
        ]
    ):
        pages.guide(parent, title, review_by=overdue(10 - number), page_owner=place.editor)
    return place


def test_each_sees_only_what_they_may_edit(world: Place, system: User) -> None:
    assert rows(world.editor, "pages_to_review") == ["Skolans"]
    assert rows(world.administrator, "pages_to_review") == ["Skolans", "Kommunens"]
    assert rows(system, "pages_to_review") == ["Skolans", "Kommunens", "Grannens", "Allas"]


def test_page_stands_among_those_to_review_a_month_ahead(place: Place) -> None:
    pages.guide(place.section, "Om en månad", review_by=overdue(-30))
    pages.guide(place.section, "Senare", review_by=overdue(-31))
    pages.guide(place.section, "Utkast", review_by=overdue(5), live=False)
    assert rows(place.editor, "pages_to_review") == ["Om en månad"]


def test_page_that_one_may_edit_by_two_roles_stands_once(place: Place) -> None:
    pages.guide(place.section, "Fritids", review_by=overdue(1))
    give_role(
        user=place.administrator, role=EDITOR, by=None, municipality=place.municipality, school=place.section.school
    )
    assert rows(place.administrator, "pages_to_review") == ["Fritids"]


def test_report_is_filtered_by_school_and_person(world: Place) -> None:
    school = world.section.school
    assert rows(world.administrator, "pages_to_review", school=school.pk) == ["Skolans"]
    assert rows(world.administrator, "pages_to_review", page_owner=world.editor.pk) == ["Skolans", "Kommunens"]


def test_filter_offers_only_people_and_schools_of_the_listed_pages(world: Place, ekeryd: object) -> None:
    organisation.school(ekeryd, "Byskolan", "byskolan")
    client = Client()
    client.force_login(world.editor)
    form = client.get(reverse("pages_to_review")).context["filters"].form
    assert list(form.fields["school"].queryset) == [world.section.school]
    assert list(form.fields["page_owner"].queryset) == [world.editor]


def test_report_tells_how_heavy_the_text_is_and_how_late_it_is(place: Place) -> None:
    pages.guide(place.section, "Lätt", text="Du får svar i dag. " * 12, review_by=overdue(3))
    client = Client()
    client.force_login(place.editor)
    shown = client.get(reverse("pages_to_review")).content.decode()
    assert ("LIX 5: mycket lätt." in shown, "(3 dagar för sent)" in shown) == (True, True)


def test_click_in_the_report_reviews_the_page(place: Place) -> None:
    page = pages.guide(place.section, "Fritids", review_by=overdue(3), page_owner=place.editor)
    client = Client(enforce_csrf_checks=True)
    client.force_login(place.editor)
    shown = client.get(reverse("pages_to_review"))
    token = shown.context["csrf_token"]
    assert reverse("review_page", args=[page.pk]) in shown.content.decode()
    answer = client.post(reverse("review_page", args=[page.pk]), {"csrfmiddlewaretoken": str(token)})
    assert answer.status_code == 302
    assert GuidePage.objects.get().review_by > timezone.localdate()


def test_report_of_pages_without_responsible_offers_to_give_them_away(place: Place, ekeryd: object) -> None:
    pages.guide(place.section, "Har någon", page_owner=place.editor)
    pages.guide(place.section, "Har ingen", page_owner=organisation.person(None))
    assert rows(place.editor, "pages_without_responsible") == ["Har ingen"]
    client = Client()
    client.force_login(place.editor)
    assert "give_to_person" in client.get(reverse("pages_without_responsible")).content.decode()


def test_report_is_downloaded_as_a_table(world: Place) -> None:
    client = Client()
    client.force_login(world.editor)
    response = client.get(reverse("pages_to_review"), {"export": "csv"})
    text = b"".join(response.streaming_content).decode()
    assert "Skolans" in text
    assert "Kommunens" not in text


@pytest.mark.parametrize("name", ["pages_to_review", "pages_without_responsible", "broken_links"])
def test_report_costs_the_same_however_many_pages(
    name: str, place: Place, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    client = Client()
    client.force_login(place.administrator)
    counts = []
    for number in (1, 3):
        for more in range(number):
            pages.guide(place.section, f"Sida {number} {more}", review_by=overdue(2), page_owner=place.editor)
        client.get(reverse(name))
        with django_assert_max_num_queries(60) as captured:
            client.get(reverse(name))
        counts.append(len(captured))
    assert counts[0] == counts[1]


def test_courses_stand_in_the_reports_too(place: Place) -> None:
    course = training.course(place.home, review_by=overdue(2), lessons=0, page_owner=place.editor)
    assert set(editable_pages(place.administrator)) == {KnowledgePage.objects.get(pk=course.pk)}
    assert rows(place.administrator, "pages_to_review") == [course.title]
