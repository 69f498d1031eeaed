"""The first page of Wagtail's admin shows what the person may edit, and nothing else."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.translation import override

from accounts.models import Municipality, User
from accounts.roles import EDITOR, MUNICIPALITY_ADMINISTRATOR, SYSTEM_ADMINISTRATOR
from kb.admin.dashboard import Desk, due_reviews, time_left
from kb.models import GuidePage, SchoolSection
from tests.factories import organisation, pages

TODAY = timezone.localdate()


@pytest.fixture
def sections(tree: pages.Tree, alvhamra: Municipality, ekeryd: Municipality) -> dict[str, SchoolSection]:
    made = {}
    for place, slug in ((alvhamra, "lindskolan"), (alvhamra, "strandskolan"), (ekeryd, "byskolan")):
        school = organisation.school(place, slug.title(), slug)
        section = SchoolSection(title=school.name, slug=slug, school=school, locale=tree.start.locale)
        made[slug] = tree.homes[place.slug].add_child(instance=section)
    return made


@pytest.fixture
def editor(alvhamra: Municipality, sections: dict[str, SchoolSection]) -> User:
    return organisation.person(EDITOR, alvhamra, sections["lindskolan"].school)


def due_page(section: SchoolSection, title: str, days: int, owner: User | None = None) -> GuidePage:
    page: GuidePage = pages.guide(section, title)
    page.review_by, page.page_owner = TODAY + timedelta(days=days), owner or page.page_owner
    page.save_revision(user=owner).publish()
    return page


def desk_of(user: User) -> dict[str, list[str]]:
    """The titles in each part of the desk."""

    class Request:
        pass

    request = Request()
    request.user = user  # type: ignore[attr-defined]  # all that the desk reads
    context = Desk().get_context_data({"request": request})
    titles = {part: [page.title for page in context[part]] for part in ("places", "drafts", "recent")}
    return {**titles, "reviews": [review.page.title for review in context["reviews"]]}


def test_desk_shows_only_the_own_schools_pages(editor: User, sections: dict[str, SchoolSection]) -> None:
    for slug, section in sections.items():
        due_page(section, f"Sen {slug}", -1, editor)
        due_page(section, f"Utkast {slug}", 300).save_revision()
    assert desk_of(editor) == {
        "places": ["Lindskolan"],
        "reviews": ["Sen lindskolan"],
        "drafts": ["Utkast lindskolan"],
        "recent": ["Sen lindskolan"],
    }


def test_page_of_another_school_never_stands_on_the_page(
    client: Client, editor: User, sections: dict[str, SchoolSection]
) -> None:
    due_page(sections["strandskolan"], "Grannens hemlighet", -1, editor).save_revision()
    client.force_login(editor)
    html = client.get("/admin/").content.decode()
    assert "Lindskolan" in html
    assert "Grannens hemlighet" not in html
    assert "Strandskolan" not in html


def test_administrator_sees_all_schools_of_the_own_municipality(
    alvhamra: Municipality, sections: dict[str, SchoolSection]
) -> None:
    for slug, section in sections.items():
        due_page(section, f"Sen {slug}", -1)
    desk = desk_of(organisation.person(MUNICIPALITY_ADMINISTRATOR, alvhamra))
    assert set(desk["places"]) == {"Älvhamra kommun", "Lindskolan", "Strandskolan"}
    assert set(desk["reviews"]) == {"Sen lindskolan", "Sen strandskolan"}


def test_reviews_come_in_the_order_of_their_days_up_to_a_month_ahead(
    editor: User, sections: dict[str, SchoolSection]
) -> None:
    for days in (31, 30, 0, -1):
        due_page(sections["lindskolan"], f"Dag {days}", days, editor if days == 0 else None)
    found = due_reviews(editor, TODAY)
    assert [(review.page.title, review.is_late, review.is_mine) for review in found] == [
        ("Dag -1", True, False),
        ("Dag 0", False, True),
        ("Dag 30", False, False),
    ]


def test_page_that_is_not_published_need_not_be_reviewed(editor: User, sections: dict[str, SchoolSection]) -> None:
    due_page(sections["lindskolan"], "Borttagen", -1, editor).unpublish()
    assert due_reviews(editor, TODAY) == []


@pytest.mark.parametrize(
    ("days", "swedish"),
    [
        (-12, "12 dagar försenad"),
        (-1, "1 dag försenad"),
        (0, "i dag är sista dagen"),
        (1, "1 dag kvar"),
        (30, "30 dagar kvar"),
    ],
)
def test_time_left_is_told_in_words(days: int, swedish: str) -> None:
    today = date(2026, 3, 15)
    with override("sv"):
        assert time_left(today + timedelta(days=days), today) == swedish


def test_empty_desk_is_kind(client: Client, editor: User) -> None:
    client.force_login(editor)
    html = client.get("/admin/").content.decode()
    for words in ("Alla sidor är granskade", "Inga utkast", "Inget är skrivet än"):
        assert words in html


@pytest.mark.parametrize("count", [1, 3])
def test_desk_needs_the_same_queries_for_any_number_of_pages(
    editor: User, sections: dict[str, SchoolSection], count: int
) -> None:
    for number in range(count):
        due_page(sections["lindskolan"], f"Sida {number}", number, editor)
        due_page(sections["lindskolan"], f"Utkast {number}", 300, editor).save_revision(user=editor)
    person = User.objects.get(pk=editor.pk)
    with CaptureQueriesContext(connection) as queries:
        desk_of(person)
    assert len(queries) == 5


def test_form_for_a_new_page_is_one_click_away(
    client: Client, editor: User, sections: dict[str, SchoolSection]
) -> None:
    client.force_login(editor)
    html = client.get("/admin/").content.decode()
    for model in ("guidepage", "questionpage"):
        address = f"/admin/pages/add/kb/{model}/{sections['lindskolan'].pk}/"
        assert f'href="{address}"' in html
        assert client.get(address).status_code == 200


def test_system_administrator_sees_the_desk(client: Client, sections: dict[str, SchoolSection]) -> None:
    due_page(sections["byskolan"], "Sen by", -1)
    client.force_login(organisation.person(SYSTEM_ADMINISTRATOR))
    assert "Sen by" in client.get("/admin/").content.decode()
