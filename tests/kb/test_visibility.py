"""The one door: what people may read, in lists, on pages and in searches."""

from collections.abc import Callable

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.management import call_command
from django.test import Client
from wagtail.models import PageViewRestriction

from accounts.models import Municipality
from accounts.roles import GUARDIAN, PRINCIPAL, SYSTEM_ADMINISTRATOR, TEACHER
from kb.models import KnowledgePage
from kb.permissions import may_read_internal, reads_inner_texts
from kb.search.engine.query import Everything
from kb.search.question import Question
from tests.factories import organisation, pages


@pytest.fixture
def guides(tree: pages.Tree) -> dict[str, KnowledgePage]:
    """One open, one for all employees, one for Ekeryd's employees, one unpublished."""
    made = {
        "open": pages.guide(tree.shared, "Öppen lösenordsguide"),
        "employees": pages.guide(tree.shared, "Intern lösenordsguide"),
        "ekeryd": pages.guide(tree.homes["ekeryd"], "Ekeryds lösenordsguide"),
        "draft": pages.guide(tree.shared, "Opublicerad lösenordsguide", live=False),
    }
    pages.restrict(made["employees"], "all:employees")
    pages.restrict(made["ekeryd"], "ekeryd:employees")
    return made


def test_visible_pages_are_exactly_those_allowed(
    guides: dict[str, KnowledgePage], alvhamra: Municipality, ekeryd: Municipality
) -> None:
    people = {
        "visitor": AnonymousUser(),
        "guardian": organisation.person(GUARDIAN, alvhamra),
        "teacher": organisation.person(TEACHER, alvhamra),
        "ekeryd": organisation.person(PRINCIPAL, ekeryd),
        "system": organisation.person(SYSTEM_ADMINISTRATOR),
    }
    seen = {
        name: {page.title.split()[0] for page in KnowledgePage.objects.visible_to(user)}
        for name, user in people.items()
    }
    assert seen == {
        "visitor": {"Öppen"},
        "guardian": {"Öppen"},
        "teacher": {"Öppen", "Intern"},
        "ekeryd": {"Öppen", "Intern", "Ekeryds"},
        "system": {"Öppen", "Intern", "Ekeryds"},
    }


def test_restriction_is_inherited_down_the_tree(tree: pages.Tree, ekeryd: Municipality) -> None:
    page = pages.guide(tree.homes["ekeryd"], "Under")
    pages.restrict(tree.homes["ekeryd"], "ekeryd:employees")
    assert not KnowledgePage.objects.visible_to(AnonymousUser()).filter(pk=page.pk).exists()
    assert KnowledgePage.objects.visible_to(organisation.person(TEACHER, ekeryd)).filter(pk=page.pk).exists()


def test_shared_password_opens_nothing(tree: pages.Tree) -> None:
    page = pages.guide(tree.shared, "Lösenord")
    PageViewRestriction.objects.create(page=page, restriction_type="password", password="x")
    assert not KnowledgePage.objects.visible_to(AnonymousUser()).exists()


def test_search_never_finds_what_may_not_be_read(
    guides: dict[str, KnowledgePage], alvhamra: Municipality, index: object
) -> None:
    call_command("rebuild_index", verbosity=0)
    visible = KnowledgePage.objects.visible_to(AnonymousUser())
    results = visible.search(Question("intern lösenordsguide ekeryds", "sv"))
    assert ([page.title for page in results], results.count()) == (["Öppen lösenordsguide"], 1)


def test_refusal_depends_on_who_asks(
    client: Client, guides: dict[str, KnowledgePage], alvhamra: Municipality, ekeryd: Municipality
) -> None:
    shared = f"/alvhamra/gemensamt/{guides['employees'].slug}/"
    foreign = guides["ekeryd"].url
    assert client.get(shared)["Location"].startswith("/konto/login/?next=/alvhamra/gemensamt/")
    assert client.get(foreign)["Location"].startswith("/konto/login/?next=/ekeryd/")
    client.force_login(organisation.person(GUARDIAN, alvhamra))
    assert (client.get(shared).status_code, client.get(foreign).status_code) == (403, 404)
    client.force_login(organisation.person(GUARDIAN, ekeryd))
    assert client.get(foreign).status_code == 403
    client.force_login(organisation.person(TEACHER, ekeryd))
    assert (client.get(shared).status_code, client.get(foreign).status_code) == (200, 200)


def test_internal_background_is_for_employees_and_in_no_index(
    client: Client, tree: pages.Tree, alvhamra: Municipality, index: object
) -> None:
    page = pages.question(tree.shared, "Vem ser mitt barns uppgifter?", internal="<p>Kontrollera spärrmarkering</p>")
    call_command("rebuild_index", verbosity=0)
    url = f"/alvhamra/gemensamt/{page.slug}/"
    assert "spärrmarkering" not in client.get(url).content.decode()
    assert list(KnowledgePage.objects.all().search(Question("spärrmarkering", "sv"))) == []
    client.force_login(organisation.person(GUARDIAN, alvhamra))
    assert "spärrmarkering" not in client.get(url).content.decode()
    client.force_login(organisation.person(TEACHER, alvhamra))
    assert "spärrmarkering" in client.get(url).content.decode()


def test_the_three_ways_to_ask_who_reads_background_agree(
    guides: dict[str, KnowledgePage], alvhamra: Municipality, ekeryd: Municipality
) -> None:
    shared = {guides["open"].pk, guides["employees"].pk, guides["draft"].pk}
    expected = [
        (AnonymousUser(), set()),
        (organisation.person(), set()),
        (organisation.person(GUARDIAN, ekeryd), set()),
        (organisation.person(TEACHER, alvhamra), shared),
        (organisation.person(TEACHER, ekeryd), {*shared, guides["ekeryd"].pk}),
        (organisation.person(SYSTEM_ADMINISTRATOR), {*shared, guides["ekeryd"].pk}),
    ]
    for user, readable in expected:
        asked = {page.pk for page in KnowledgePage.objects.all() if may_read_internal(user, page)}
        listed = {page.pk for page in KnowledgePage.objects.with_inner_text_for(user)}
        assert (asked, listed, reads_inner_texts(user)) == (readable, readable, bool(readable))


def test_page_takes_its_municipality_from_the_tree_also_after_a_move(tree: pages.Tree, alvhamra: Municipality) -> None:
    page = pages.guide(tree.homes["alvhamra"], "Flyttbar")
    assert page.municipality == alvhamra
    page.move(tree.shared, pos="last-child")
    page.refresh_from_db()
    assert page.municipality is None


def test_saved_and_deleted_pages_reach_the_index_through_the_queue(
    tree: pages.Tree, index: object, run_jobs: Callable[[], int]
) -> None:
    page = pages.guide(tree.shared, "Fiskmåsar på skolgården")
    run_jobs()
    assert [hit.pk for hit in KnowledgePage.objects.live().search(Question("fiskmås", "sv"))] == [page.pk]
    page.delete()
    run_jobs()
    assert index.engine.search(Everything(), require=[["kind:kb.guidepage"]]) == []
