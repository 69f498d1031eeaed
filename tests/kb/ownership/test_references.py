"""A key that an editor sends, rather than chooses, leads to nothing of others: neither stored nor shown."""

import json
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.models import Page

from kb.models import GuidePage, LocalName, LocalNote, MunicipalityHome
from tests.kb.ownership.addresses import added, page_form, rich
from tests.kb.ownership.conftest import signed_in
from tests.kb.ownership.world import FOREIGN, OWN, Content, World, secret

ENTITIES = {"page": ("LINK", "draft"), "document": ("DOCUMENT", "document")}


def rich_with(kind: str, content: Content) -> str:
    """A paragraph with a link, as Wagtail's editor sends it."""
    entity, name = ENTITIES[kind]
    text = json.loads(rich("Läs här."))
    text["blocks"][0]["entityRanges"] = [{"offset": 5, "length": 2, "key": 0}]
    data = {"id": getattr(content, name).pk}
    text["entityMap"] = {"0": {"type": entity, "mutability": "MUTABLE", "data": data}}
    return json.dumps(text)


def block(kind: str, values: dict[str, Any]) -> dict[str, Any]:
    return {f"body-0-{name}" if name else "body-0-value": value for name, value in values.items()} | {
        "body-0-type": kind
    }


def related(content: Content) -> dict[str, Any]:
    item = {"value-count": "1", "value-0-deleted": "", "value-0-order": "0", "value-0-type": "item"}
    return block("related", {**item, "value-0-value": content.draft.pk})


BLOCKS = {
    "related page": related,
    "file": lambda content: block("file", {"value-file": content.document.pk, "value-description": ""}),
    "picture": lambda content: block(
        "picture",
        {"value-picture-image": content.image.pk, "value-picture-decorative": "on", "value-caption": ""},
    ),
    "film's poster": lambda content: block(
        "film",
        {
            "value-title": "Film",
            "value-film": "",
            "value-poster": content.image.pk,
            "value-captions": "",
            "value-no_captions": "Ingen talar.",
            "value-transcript": rich("Ord."),
        },
    ),
    "link in a text": lambda content: {"body-0-value": rich_with("page", content)},
    "file in a text": lambda content: {"body-0-value": rich_with("document", content)},
}


def sent(world: World, fields: dict[str, Any]) -> dict[str, Any]:
    """A draft that keeps what was written."""
    data = {**page_form("Ny sida")(world, world.places[OWN]), **fields}
    data.pop("action-publish")
    return data


def tells(body: str, world: World, place: str) -> bool:
    """Its title, the address of the draft, the names of the files."""
    content = world.places[place]
    told = (secret(place), content.draft.slug, content.document.filename, content.image.file.name)
    return any(word in body for word in told)


@pytest.mark.parametrize("kind", BLOCKS)
def test_foreign_key_in_a_page_is_refused_and_told_nothing_of(kind: str, world: World, editor: Client) -> None:
    add = reverse("wagtailadmin_pages:add", kwargs=added(world, world.places[OWN]))
    edit = reverse("wagtailadmin_pages:edit", args=[world.places[OWN].page.pk])
    revision = world.places[OWN].page.latest_revision_id
    for place in FOREIGN:
        for url in (add, edit):
            response = editor.post(url, sent(world, BLOCKS[kind](world.places[place])))
            body = response.content.decode()
            assert (place, response.status_code, tells(body, world, place)) == (place, 200, False)
            form = response.context["form"]
            assert (len(form.non_field_errors()), form["title"].value()) == (1, "Ny sida")
    assert not GuidePage.objects.filter(title="Ny sida").exists()
    assert Page.objects.get(pk=world.places[OWN].page.pk).latest_revision_id == revision


@pytest.mark.parametrize("kind", BLOCKS)
def test_own_key_in_a_page_is_kept(kind: str, world: World, editor: Client) -> None:
    add = reverse("wagtailadmin_pages:add", kwargs=added(world, world.places[OWN]))
    data = sent(world, BLOCKS[kind](world.places[OWN]))
    if kind == "film's poster":
        data["body-0-value-film"] = world.places[OWN].document.pk
    assert editor.post(add, data).status_code == 302
    assert GuidePage.objects.filter(draft_title="Ny sida").count() == 1


def test_reference_that_the_draft_has_already_may_stay(world: World, editor: Client) -> None:
    page = GuidePage.objects.get(pk=world.places[OWN].page.pk)
    foreign = world.places["shared"].document
    page.body = [("file", {"file": foreign, "description": ""})]
    page.save_revision()
    data = sent(world, BLOCKS["file"](world.places["shared"]))
    url = reverse("wagtailadmin_pages:edit", args=[page.pk])
    assert editor.post(url, data).status_code == 302
    assert page.get_latest_revision_as_object().body[0].value["file"] == foreign


def test_rest_of_the_text_is_kept_when_a_link_is_refused(world: World, editor: Client) -> None:
    url = reverse("wagtailadmin_pages:add", kwargs=added(world, world.places[OWN]))
    more = {"body-count": "2", "body-1-deleted": "", "body-1-order": "1", "body-1-type": "related"}
    item = {"body-1-value-count": "2"}
    for number, key in enumerate((world.places["byskolan"].draft.pk, world.places[OWN].draft.pk)):
        start = f"body-1-value-{number}-"
        item |= {f"{start}deleted": "", f"{start}order": str(number), f"{start}type": "item", f"{start}value": key}
    text = {"body-0-value": rich_with("page", world.places["byskolan"])}
    form = editor.post(url, sent(world, {**text, **more, **item})).context["form"]
    shown = form["body"].value()
    assert shown[0].value.source.endswith("Läs h<a>är</a>.</p>")
    assert [page and page.pk for page in shown[1].value] == [None, world.places[OWN].draft.pk]
    assert len(form.non_field_errors()) == 2


def test_foreign_page_is_not_featured(world: World) -> None:
    administrator = signed_in(world, "alvhamra")
    home = world.places["alvhamra"].parent
    data = {
        "title": home.title, "slug": home.slug, "municipality": world.municipalities["alvhamra"].pk, "welcome": "",
        "approval": "editors", "featured-count": "1", "featured-0-deleted": "", "featured-0-order": "0",
        "featured-0-type": "page", "comments-TOTAL_FORMS": "0", "comments-INITIAL_FORMS": "0", "action-publish": "1",
    }  # fmt: skip
    url = reverse("wagtailadmin_pages:edit", args=[home.pk])
    for place, status in (("byskolan", 200), ("shared", 200), (OWN, 302)):
        response = administrator.post(url, {**data, "featured-0-value": world.places[place].draft.pk})
        assert (place, response.status_code) == (place, status)
        assert place == OWN or secret(place) not in response.content.decode()
    assert [item.value.pk for item in MunicipalityHome.objects.get(pk=home.pk).featured] == [world.places[OWN].draft.pk]


def test_foreign_page_is_given_no_local_name(world: World, editor: Client) -> None:
    form = {"name": "vklas", "meaning": "Lärvyn", "municipality": world.municipalities["alvhamra"].pk, "language": "sv"}
    own = LocalName.objects.create(municipality=world.municipalities["alvhamra"], name="eget", meaning="x")
    urls = (reverse("local_names:add"), reverse("local_names:edit", args=[own.pk]))
    for place in FOREIGN:
        for url in urls:
            response = editor.post(url, {**form, "page": world.places[place].draft.pk})
            assert (place, response.status_code) == (place, 200)
            assert not tells(response.content.decode(), world, place)
    assert list(LocalName.objects.values_list("name", "page")) == [("eget", None)]
    assert editor.post(urls[0], {**form, "page": world.places[OWN].draft.pk}).status_code == 302
    assert LocalName.objects.get(name="vklas").page_id == world.places[OWN].draft.pk


def test_local_note_names_and_links_nothing_foreign(world: World, editor: Client) -> None:
    LocalNote.objects.all().delete()
    school, shared = world.schools[OWN].pk, world.places["shared"].page.pk
    Page.objects.filter(pk=shared).update(draft_title="Offentligt shared")  # else choosers do not list it
    for place in FOREIGN:
        foreign = world.places[place]
        attempts = ({"page": foreign.draft.pk, "text": rich("Ring.")},
                    {"page": shared, "text": rich_with("page", foreign)},
                    {"page": shared, "text": rich_with("document", foreign)})  # fmt: skip
        for attempt in attempts:
            response = editor.post(reverse("local_notes:add"), {**attempt, "school": school})
            assert (place, response.status_code) == (place, 200)
            assert not tells(response.content.decode(), world, place)
    assert not LocalNote.objects.exists()
    sent_own = {"page": shared, "text": rich_with("page", world.places[OWN]), "school": school}
    assert editor.post(reverse("local_notes:add"), sent_own).status_code == 302
