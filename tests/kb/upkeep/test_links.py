"""Links within the site lead somewhere, for everybody who reads the page they stand on."""

from collections.abc import Callable

import pytest
from django.contrib.messages import get_messages
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import DjangoAssertNumQueries
from wagtail.documents import get_document_model
from wagtail.models import Page, ReferenceIndex

from kb.domain.links import broken_links_of, own_path
from kb.domain.readers import ALL_EMPLOYEES, Demand, implies, let_all_in
from kb.models import BrokenLink, GuidePage, QuestionPage
from kb.tasks import check_all_links
from tests.factories import files, pages
from tests.factories.forms import question_form
from tests.kb.upkeep.conftest import Place


def link(target: Page) -> str:
    return f'<a linktype="page" id="{target.pk}">dit</a>'


def faults(page: Page) -> list[tuple[str, str]]:
    return [(broken.target, broken.fault.value) for broken in broken_links_of([page])]


@pytest.fixture
def target(place: Place) -> GuidePage:
    return pages.guide(place.section, "Målet")


def test_link_to_a_published_page_is_whole(place: Place, target: GuidePage) -> None:
    assert faults(pages.guide(place.section, "Från", text=link(target))) == []


def test_link_to_an_unpublished_page_is_broken(place: Place, target: GuidePage) -> None:
    target.unpublish()
    assert faults(pages.guide(place.section, "Från", text=link(target))) == [("Målet", "unpublished")]


def test_link_to_a_deleted_page_is_broken_in_text_and_in_lists(place: Place, target: GuidePage) -> None:
    page = pages.guide(place.section, "Från", text=link(target))
    page.body.append(("related", [target]))
    page.save()
    key = target.pk
    target.delete()
    fresh = GuidePage.objects.get(pk=page.pk)
    assert faults(fresh) == [(str(key), "gone"), (str(key), "gone")]
    assert [broken.place for broken in broken_links_of([fresh])] == ["Guide › Text (1)", "Guide › Läs också (2) › 1"]


@pytest.mark.parametrize(
    ("audience", "expected"),
    [(["guardian"], [("Målet", "hidden")]), (["guardian", "teacher"], [("Målet", "hidden")]), (["teacher"], [])],
)
def test_restricted_page_is_hidden_from_readers_whom_the_page_is_written_for(
    place: Place, target: GuidePage, audience: list[str], expected: list[tuple[str, str]]
) -> None:
    pages.restrict(target, "all:employees")
    assert faults(pages.guide(place.section, "Från", text=link(target), audience=audience)) == expected


def test_restricted_page_may_link_to_what_its_readers_may_open(place: Place, target: GuidePage) -> None:
    pages.restrict(target, "all:employees")
    source = pages.guide(place.section, "Från", text=link(target), audience=["guardian"])
    pages.restrict(source, "alvhamra:principal")
    assert faults(source) == []


def test_background_for_employees_may_link_to_what_employees_read(place: Place, target: GuidePage) -> None:
    pages.restrict(target, "all:employees")
    assert faults(pages.question(place.section, "Fråga", internal=link(target))) == []
    assert faults(pages.question(place.section, "Fråga 2", answer=link(target))) == [("Målet", "hidden")]


@pytest.mark.parametrize(
    ("address", "fault"),
    [
        ("/alvhamra/lindskolan/malet/", None),
        ("/alvhamra/lindskolan/malet/?a=1#b", None),
        ("http://localhost:8000/alvhamra/lindskolan/malet/", None),
        ("/alvhamra/lindskolan/borta/", "gone"),
        ("/alvhamra/gemensamt/borta/", "gone"),
        ("/alvhamra/gemensamt/delad/", None),
        ("/alvhamra/sok/", None),
        ("https://www.skolverket.se/borta/", None),
        ("mailto:a@exempel.example", None),
        ("#rubrik", None),
    ],
)
def test_typed_address_within_the_site_is_followed(
    place: Place, target: GuidePage, tree: pages.Tree, address: str, fault: str | None
) -> None:
    pages.guide(tree.shared, "Delad")
    found = faults(pages.guide(place.section, "Från", text=f'<a href="{address}">dit</a>'))
    assert [kind for _, kind in found] == ([fault] if fault else [])


def test_file_that_is_gone_or_for_others_is_broken(place: Place) -> None:
    private = files.collection_for("all:employees")
    document = get_document_model().objects.create(title="Lista", file="x.pdf", collection=private)
    page = pages.guide(place.section, "Från", text=f'<a linktype="document" id="{document.pk}">fil</a>')
    assert faults(page) == [("Lista", "hidden")]
    document.delete()
    assert [kind for _, kind in faults(page)] == ["gone"]


@pytest.mark.parametrize("count", [1, 3])
def test_many_pages_cost_no_more_than_one(
    place: Place, target: GuidePage, count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    made = [pages.guide(place.section, f"Från {number}", text=link(target)).pk for number in range(count)]
    fresh = list(GuidePage.objects.filter(pk__in=made))
    with django_assert_num_queries(2):  # the targets, and all restrictions
        assert broken_links_of(fresh) == []


def test_nightly_check_writes_what_is_broken_and_forgets_what_was_mended(
    place: Place, target: GuidePage, run_jobs: Callable[[], int]
) -> None:
    source = pages.guide(place.section, "Från", text=link(target))
    target.unpublish()
    for _ in range(2):
        check_all_links.enqueue()
        run_jobs()
    row = BrokenLink.objects.get()
    assert (row.page_id, row.target, row.fault) == (source.pk, "Målet", "unpublished")
    source.body = [("paragraph", "<p>Utan länk.</p>")]
    source.save_revision().publish()
    run_jobs()
    assert not BrokenLink.objects.exists()


def test_unpublished_page_has_those_that_link_to_it_looked_at_at_once(
    place: Place, target: GuidePage, run_jobs: Callable[[], int]
) -> None:
    pages.guide(place.section, "Från", text=link(target))
    run_jobs()
    assert ReferenceIndex.get_references_to(target).exists()
    target.unpublish()
    run_jobs()
    assert BrokenLink.objects.get().target == "Målet"


def test_deleted_page_has_those_that_link_to_it_looked_at_at_once(
    place: Place, target: GuidePage, run_jobs: Callable[[], int]
) -> None:
    pages.guide(place.section, "Från", text=link(target))
    run_jobs()
    key = target.pk
    target.delete()
    run_jobs()
    assert BrokenLink.objects.get().target == str(key)


def test_editor_is_warned_when_saving(place: Place, target: GuidePage) -> None:
    target.unpublish()
    entity = f'{{"0":{{"type":"LINK","mutability":"MUTABLE","data":{{"id":{target.pk}}}}}}}'
    text = (
        '{"blocks":[{"key":"a","text":"dit","type":"unstyled","depth":0,"inlineStyleRanges":[],'
        f'"entityRanges":[{{"offset":0,"length":3,"key":0}}]}}],"entityMap":{entity}}}'
    )
    client = Client()
    client.force_login(place.editor)
    response = client.post(
        f"/admin/pages/add/kb/questionpage/{place.section.pk}/", question_form(place.editor, answer=text)
    )
    assert response.status_code == 302, response.context["form"].errors
    assert QuestionPage.objects.exists()
    said = [str(message) for message in get_messages(response.wsgi_request)]
    assert "Svar: länken till ”Målet”. Sidan är inte publicerad." in said


# Who may follow


@pytest.mark.parametrize(
    ("group", "wanted", "expected"),
    [
        ("alvhamra:teacher", "all:employees", True),
        ("alvhamra:teacher", "alvhamra:employees", True),
        ("alvhamra:teacher", "ekeryd:employees", False),
        ("alvhamra:guardian", "all:employees", False),
        ("alvhamra:editor:lindskolan", "alvhamra:editor", True),
        ("alvhamra:editor", "alvhamra:editor:lindskolan", False),
        ("alvhamra:teacher", "all:teacher", True),
        ("all:employees", "alvhamra:employees", False),
        ("alvhamra:employees", "all:employees", True),
    ],
)
def test_one_group_implies_another(group: str, wanted: str, expected: bool) -> None:
    assert implies(group, wanted) is expected


GROUPS = st.builds(
    lambda place, role: f"{place}:{role}",
    st.sampled_from(["all", "alvhamra", "ekeryd"]),
    st.sampled_from(["guardian", "teacher", "employees", "principal"]),
)


@given(st.frozensets(GROUPS, min_size=1), st.frozensets(GROUPS, min_size=1))
def test_more_readers_never_open_what_fewer_could_not(readers: frozenset[str], wanted: frozenset[str]) -> None:
    if let_all_in([readers], [Demand(wanted)]):
        assert all(let_all_in([frozenset({one})], [Demand(wanted)]) for one in readers)


def test_nobody_in_particular_is_let_in_where_nothing_is_demanded() -> None:
    assert let_all_in([frozenset()], [])
    assert not let_all_in([frozenset()], [Demand(ALL_EMPLOYEES)])


@given(st.text(max_size=60))
def test_any_typed_address_is_read_or_left_alone(address: str) -> None:
    assert own_path(address) == "" or address.startswith(("/", "http://localhost:8000"))


def test_report_shows_own_pages_only(place: Place, target: GuidePage, tree: pages.Tree) -> None:
    own = pages.guide(place.section, "Egen sida")
    foreign = pages.guide(tree.homes["ekeryd"], "Annans sida")
    for page in (own, foreign):
        BrokenLink.objects.create(page=page, place="Text", target="/x/", fault="gone")
    client = Client()
    client.force_login(place.editor)
    shown = client.get(reverse("broken_links")).content.decode()
    assert ("Egen sida" in shown, "Annans sida" in shown) == (True, False)
    assert f"/admin/pages/{own.pk}/edit/" in shown
