"""Editors write in their own school's section, through Wagtail's admin, in Swedish."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import Municipality, SchoolUnit, User
from accounts.roles import EDITOR, MUNICIPALITY_ADMINISTRATOR, SYSTEM_ADMINISTRATOR
from kb.models import GuidePage, QuestionPage, SchoolSection
from tests.factories import organisation, pages
from tests.factories.forms import question_form


@pytest.fixture
def sections(tree: pages.Tree, alvhamra: Municipality) -> dict[str, SchoolSection]:
    made = {}
    for slug in ("lindskolan", "strandskolan"):
        school: SchoolUnit = organisation.school(alvhamra, slug.title(), slug)
        section = SchoolSection(title=school.name, slug=slug, school=school, locale=tree.start.locale)
        made[slug] = tree.homes["alvhamra"].add_child(instance=section)
    return made


@pytest.fixture
def editor(alvhamra: Municipality, sections: dict[str, SchoolSection]) -> User:
    return organisation.person(EDITOR, alvhamra, sections["lindskolan"].school)


def rights(user: User, page: object) -> tuple[bool, bool]:
    tester = page.permissions_for_user(user)
    return tester.can_add_subpage(), tester.can_edit()


def test_editor_may_write_in_the_own_section_only(
    editor: User, sections: dict[str, SchoolSection], tree: pages.Tree
) -> None:
    assert rights(editor, sections["lindskolan"])[0]
    for foreign in (sections["strandskolan"], tree.homes["alvhamra"], tree.homes["ekeryd"], tree.shared):
        assert rights(editor, foreign) == (False, False)


def test_municipality_administrator_may_write_in_the_own_municipality_only(
    alvhamra: Municipality, sections: dict[str, SchoolSection], tree: pages.Tree
) -> None:
    administrator = organisation.person(MUNICIPALITY_ADMINISTRATOR, alvhamra)
    assert rights(administrator, sections["strandskolan"]) == (True, True)
    assert rights(administrator, tree.homes["ekeryd"]) == (False, False)


@pytest.mark.parametrize("model", ["guidepage", "questionpage"])
def test_form_for_a_new_page_opens_in_swedish(
    client: Client, editor: User, sections: dict[str, SchoolSection], model: str
) -> None:
    client.force_login(editor)
    response = client.get(f"/admin/pages/add/kb/{model}/{sections['lindskolan'].pk}/")
    page = response.content.decode()
    assert response.status_code == 200
    assert all(label in page for label in ("Sammanfattning", "Syfte", "Ansvarig person"))


def test_dates_are_chosen_with_the_browsers_own_field(
    client: Client, editor: User, sections: dict[str, SchoolSection]
) -> None:
    client.force_login(editor)
    form = client.get(f"/admin/pages/add/kb/guidepage/{sections['lindskolan'].pk}/").context["form"]
    today = timezone.localdate()
    for name, value in (("reviewed_on", today.isoformat()), ("review_by", (today + timedelta(days=365)).isoformat())):
        widget = form[name].subwidgets[0].data
        assert (widget["type"], widget["value"]) == ("date", value)
        assert "data-controller" not in str(form[name])  # Wagtail's calendar


def test_question_written_by_an_editor_is_published_where_it_stands(
    client: Client, editor: User, sections: dict[str, SchoolSection]
) -> None:
    client.force_login(editor)
    data = question_form(editor, **{"action-publish": "1"})
    response = client.post(f"/admin/pages/add/kb/questionpage/{sections['lindskolan'].pk}/", data)
    assert response.status_code == 302, response.context["form"].errors
    page = QuestionPage.objects.get()
    school = sections["lindskolan"].school
    assert (page.live, page.school, page.municipality) == (True, school, school.municipality)
    assert "Klockan sex." in Client().get(page.url).content.decode()


def test_page_without_owner_or_review_date_is_not_published(
    client: Client, editor: User, sections: dict[str, SchoolSection]
) -> None:
    client.force_login(editor)
    data = {"title": "Ofärdig", "slug": "ofardig", "practice-count": "0", "action-publish": "1"}
    response = client.post(f"/admin/pages/add/kb/questionpage/{sections['lindskolan'].pk}/", data)
    assert {"page_owner", "review_by", "summary", "purpose", "topic"} <= set(response.context["form"].errors)
    assert QuestionPage.objects.count() == 0


def test_guide_opens_for_editing_with_its_blocks(client: Client, tree: pages.Tree) -> None:
    guide: GuidePage = pages.guide(tree.shared, "Logga in")
    client.force_login(organisation.person(SYSTEM_ADMINISTRATOR))
    assert client.get(f"/admin/pages/{guide.pk}/edit/").status_code == 200


def test_section_for_a_school_of_another_municipality_is_refused(
    client: Client, tree: pages.Tree, alvhamra: Municipality, ekeryd: Municipality
) -> None:
    client.force_login(organisation.person(MUNICIPALITY_ADMINISTRATOR, alvhamra))
    foreign = organisation.school(ekeryd, "Byskolan", "byskolan")
    url = f"/admin/pages/add/kb/schoolsection/{tree.homes['alvhamra'].pk}/"
    response = client.post(url, {"title": "By", "slug": "by", "school": foreign.pk, "action-publish": "1"})
    assert list(response.context["form"].errors) == ["school"]
    assert SchoolSection.objects.count() == 0


def test_home_keeps_its_municipality(
    client: Client, tree: pages.Tree, alvhamra: Municipality, ekeryd: Municipality
) -> None:
    client.force_login(organisation.person(MUNICIPALITY_ADMINISTRATOR, alvhamra))
    home = tree.homes["alvhamra"]
    data = {
        "title": home.title,
        "slug": home.slug,
        "municipality": ekeryd.pk,
        "featured-count": "0",
        "action-publish": "1",
    }
    response = client.post(f"/admin/pages/{home.pk}/edit/", data)
    assert list(response.context["form"].errors) == ["municipality"]
