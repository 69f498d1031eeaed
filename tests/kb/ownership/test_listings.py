"""Lists, searches, choosers and reports name nothing of others."""

import json
from typing import Any
from urllib.parse import quote

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.models import Page

from accounts.models import User
from accounts.roles import TEACHER
from kb.permissions import linkable_pages
from tests.factories import organisation
from tests.kb.ownership.conftest import signed_in
from tests.kb.ownership.listings import CLOSED, FIXED, LISTINGS
from tests.kb.ownership.test_addresses import ADMIN_HOME
from tests.kb.ownership.world import FOREIGN, OWN, World, named, secret

SHOWS_OWN = set(LISTINGS) - {
    "wagtailadmin_choose_page",
    "wagtailadmin_choose_page_chosen_multiple",
    "wagtailadmin_choose_page_external_link",
    "wagtailadmin_choose_page_email_link",
    "wagtailadmin_choose_page_phone_link",
    "wagtailadmin_choose_page_anchor_link",
    "wagtailadmin_explore_root",
    "wagtailadmin_pages:choose_parent",
    "wagtailadmin_tag_autocomplete",
    "wagtailadmin_tag_model_autocomplete",
    "local_notes:add",
    "local_notes:index",
    "local_notes:index_results",
}
"""All others find the editor's own secret, so that they can fail; these begin elsewhere or list no titles of pages."""

FILTERED_BY_PEOPLE = {
    "wagtailadmin_explore_root",
    "wagtailadmin_pages:type_use",
    "wagtailadmin_reports:site_history",
}
"""These let one choose among people."""


@pytest.fixture
def _searched(index: Any, world: World, run_jobs: Any) -> None:
    run_jobs()


def body_of(client: Client, name: str, world: World) -> str:
    keys = {
        "page_ids": [content.draft.pk for content in world.places.values()],
        "image_ids": [content.image.pk for content in world.places.values()],
        "document_ids": [content.document.pk for content in world.places.values()],
    }
    words = {key: "&".join(f"id={pk}" for pk in found) for key, found in keys.items()}
    query = LISTINGS[name].format(**words)
    response = client.get(f"{reverse(name, args=FIXED.get(name, []))}?{query}", follow=True)
    assert response.status_code == 200
    return response.content.decode() if not response.streaming else b"".join(response).decode()


@pytest.mark.usefixtures("_searched")
def test_lists_name_nothing_of_others(world: World, editor: Client) -> None:
    bodies = {name: body_of(editor, name, world) for name in LISTINGS}
    assert {(name, place) for name, body in bodies.items() for place in FOREIGN if secret(place) in body} == set()
    names = [(name, place) for name, body in bodies.items() for place in ("byskolan", "ekeryd") if named(place) in body]
    assert names == []
    assert {name for name in FILTERED_BY_PEOPLE if named(OWN) not in bodies[name]} == set()
    # The lists work at all: what is one's own stands in them.
    assert {name for name in SHOWS_OWN if secret(OWN) not in bodies[name]} == set()


def test_reports_on_all_municipalities_are_the_systems(world: World, editor: Client) -> None:
    names = [name for name in CLOSED if name.startswith("wagtailadmin_reports")]
    system = signed_in(world, "system")
    assert {editor.get(reverse(name)).headers.get("Location") for name in names} == {ADMIN_HOME}
    assert {system.get(reverse(name)).status_code for name in names} == {200}


def test_closed_tools_answer_nobody_but_the_system(world: World) -> None:
    arguments = {
        "wagtailadmin_workflows:add_task": ["wagtailcore", "groupapprovaltask"],
        "wagtailadmin_api:pages:action": [world.places[OWN].page.pk, "delete"],
        "simple_translation:submit_snippet_translation": ["kb", "localnote", world.places[OWN].note.pk],
    }
    takes_only = {"job_list": "get", "job_retry": "post"}
    for who in (OWN, "alvhamra"):
        client = signed_in(world, who)
        for name in CLOSED:
            for method in ("get", "post"):
                response = getattr(client, method)(reverse(name, args=arguments.get(name, [])))
                expected = (302, ADMIN_HOME) if takes_only.get(name, method) == method else (405, None)
                answer = (response.status_code, response.headers.get("Location"))
                assert (name, method, answer) == (name, method, expected)


def test_who_is_no_editor_is_sent_away_from_our_own_tools(world: World) -> None:
    client = Client()
    teacher = organisation.person(TEACHER, world.municipalities["alvhamra"], world.schools[OWN])
    client.force_login(teacher)
    note = world.places[OWN].note
    ours = ["local_notes:index", "local_notes:add", "chosen_pages", "wagtailadmin_api:images:listing"]
    addresses = [*map(reverse, ours), reverse("local_notes:edit", args=[note.pk])]
    assert {client.get(address).status_code for address in addresses} == {302}
    assert {client.post(address).status_code for address in addresses} == {302}


NO_KEYS = ("²", "9" * 30, "１", " 1", "-1", "abc")


@pytest.mark.parametrize("key", NO_KEYS)
@pytest.mark.parametrize(
    "address",
    [
        "/admin/?page_id={}",
        "/admin/choose-page/chosen-multiple/?id={}",
        "/admin/images/chooser/chosen-multiple/?id={}",
        "/admin/documents/chooser/chosen-multiple/?id={}",
        "/admin/bulk/wagtailcore/page/delete/?id={}",
        "/admin/bulk/wagtaildocs/document/delete/?id={}",
    ],
)
def test_what_is_no_key_is_nothing_there(address: str, key: str, world: World, editor: Client) -> None:
    assert editor.get(address.format(quote(key))).status_code == 404


def test_page_of_impossible_number_is_not_there(world: World, editor: Client) -> None:
    assert editor.get(f"/admin/pages/{'9' * 30}/edit/").status_code == 404


def titles(user: User) -> set[str]:
    return set(Page.objects.filter(linkable_pages(user), depth__gt=2).values_list("draft_title", flat=True))


def test_chooser_lists_the_own_municipalitys_published_pages_and_shared_ones(world: World) -> None:
    shared, own, sibling = world.places["shared"], world.places["alvhamra"], world.places["strandskolan"]
    for content in (shared, own, sibling, world.places["byskolan"]):
        content.page.get_latest_revision().publish()
        Page.objects.filter(pk=content.page.pk).update(draft_title=content.page.title, title=content.page.title)
    seen = titles(world.people[OWN])
    assert {"Offentligt shared", "Offentligt alvhamra", "Offentligt strandskolan", secret(OWN)} <= seen
    assert not [title for title in seen if "byskolan" in title or "ekeryd" in title.lower()]


def test_chooser_begins_at_the_root_and_not_in_the_only_section_that_has_such_pages(
    world: World, editor: Client
) -> None:
    url = reverse("wagtailadmin_choose_page") + "?page_type=kb.schoolsection"
    world.places[OWN].parent.delete()
    world.places["strandskolan"].parent.delete()
    Page.objects.filter(pk=world.places["byskolan"].parent.pk).update(draft_title=secret("byskolan"))
    assert secret("byskolan") not in editor.get(url).content.decode()


def test_pasted_address_stays_an_address(world: World, editor: Client) -> None:
    page = world.places["byskolan"].page
    data = {"external-link-chooser-url": f"http://localhost{page.url}", "external-link-chooser-link_text": "Läs"}
    answer = editor.post(reverse("wagtailadmin_choose_page_external_link"), data)
    assert json.loads(answer.content)["result"]["url"] == f"http://localhost{page.url}"
    assert "id" not in json.loads(answer.content)["result"]


def test_responsible_person_is_chosen_among_the_municipalitys_employees(world: World, editor: Client) -> None:
    form = editor.get(reverse("wagtailadmin_pages:edit", args=[world.places[OWN].page.pk])).context["form"]
    offered = set(form.fields["page_owner"].queryset)
    assert {world.people[OWN], world.people["strandskolan"], world.people["alvhamra"]} <= offered
    assert not offered & {world.people["byskolan"], world.people["ekeryd"]}


def test_editor_does_not_hand_the_section_to_another_school(world: World, editor: Client) -> None:
    section = world.places[OWN].parent
    data = {"title": "Ny", "slug": "lindskolan", "school": world.schools["strandskolan"].pk, "action-publish": "1",
            "comments-TOTAL_FORMS": "0", "comments-INITIAL_FORMS": "0"}  # fmt: skip
    assert editor.post(reverse("wagtailadmin_pages:edit", args=[section.pk]), data).status_code == 302
    section.refresh_from_db()
    assert (section.title, section.school) == ("Ny", world.schools[OWN])
