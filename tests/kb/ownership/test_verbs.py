"""What an editor sends, rather than what stands in the address: destinations, chosen keys, collections of uploads."""

from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse
from wagtail.actions.copy_for_translation import CopyPageForTranslationAction
from wagtail.images import get_image_model
from wagtail.models import Collection, Locale, Page

from kb.models import GuidePage
from tests.kb.ownership.addresses import added, page_form
from tests.kb.ownership.conftest import signed_in
from tests.kb.ownership.test_addresses import refused
from tests.kb.ownership.world import FOREIGN, OWN, World, image_file, secret, stored


def untouched(client: Client, url: str, data: dict[str, Any]) -> tuple[bool, str]:
    """Whether a POST left all as it was, and its body."""
    with transaction.atomic():
        before = stored()
        response = client.post(url, data)
        same = stored() == before
        transaction.set_rollback(True)
    return same, b"".join(response).decode() + client.get("/admin/").content.decode()


@pytest.mark.parametrize("alias", ["", "on"])
def test_own_page_is_not_copied_to_others(alias: str, world: World, editor: Client) -> None:
    for place in FOREIGN:
        refuse_copy(place, alias, world, editor)


def refuse_copy(place: str, alias: str, world: World, editor: Client) -> None:
    url = reverse("wagtailadmin_pages:copy", args=[world.places[OWN].page.pk])
    data = {"new_title": "Kopia", "new_slug": "kopia", "alias": alias, "copy_subpages": ""}
    same, body = untouched(editor, url, {**data, "new_parent_page": world.places[place].parent.pk})
    assert (same, secret(place) in body) == (True, False)
    same, body = untouched(editor, url, {**data, "new_parent_page": world.places[place].draft.pk})
    assert (same, secret(place) in body) == (True, False)
    same, _ = untouched(editor, url, {**data, "new_parent_page": world.places[OWN].parent.pk})
    assert not same


def test_page_is_moved_neither_to_others_nor_from_them(world: World, editor: Client) -> None:
    for place in FOREIGN:
        refuse_move(place, world, editor)


def refuse_move(place: str, world: World, editor: Client) -> None:
    own, foreign = world.places[OWN], world.places[place]
    for page, destination in ((own.page, foreign.parent), (foreign.page, own.parent), (own.page, foreign.draft)):
        url = reverse("wagtailadmin_pages:move_confirm", args=[page.pk, destination.pk])
        same, body = untouched(editor, url, {})
        assert (same, secret(place) in body, refused(editor.get(url), world)) == (True, False, True)
        choose = reverse("wagtailadmin_pages:move", args=[page.pk])
        same, body = untouched(editor, choose, {"new_parent_page": destination.pk})
        assert (same, secret(place) in body) == (True, False)


@pytest.mark.parametrize("action", ["move", "delete", "publish", "unpublish"])
def test_many_pages_at_once_are_no_way_round(action: str, world: World, editor: Client) -> None:
    for place in FOREIGN:
        refuse_pages(place, action, world, editor)


def refuse_pages(place: str, action: str, world: World, editor: Client) -> None:
    foreign, own = world.places[place], world.places[OWN]
    keys = f"id={foreign.page.pk}&id={foreign.draft.pk}"
    url = reverse("wagtail_bulk_action", args=["wagtailcore", "page", action])
    data = {"chooser": own.parent.pk, "include_descendants": "on"}
    same, body = untouched(editor, f"{url}?{keys}", data)
    assert (same, secret(place) in body) == (True, False)
    assert secret(place) not in editor.get(f"{url}?{keys}").content.decode()
    assert secret(place) not in editor.get(f"{url}?id=all&childOf={foreign.parent.pk}", follow=True).content.decode()
    same, _ = untouched(editor, f"{url}?id={own.page.pk}", data if action != "move" else {"chooser": foreign.parent.pk})
    assert same is (action == "move")


@pytest.mark.parametrize("model", ["image", "document"])
@pytest.mark.parametrize("action", ["delete", "add_tags", "add_to_collection"])
def test_many_files_at_once_are_no_way_round(action: str, model: str, world: World, editor: Client) -> None:
    for place in FOREIGN:
        refuse_files(place, action, model, world, editor)


def refuse_files(place: str, action: str, model: str, world: World, editor: Client) -> None:
    foreign, own = world.places[place], world.places[OWN]
    app = {"image": "wagtailimages", "document": "wagtaildocs"}[model]
    url = reverse("wagtail_bulk_action", args=[app, model, action])
    data = {"collection": own.collection.pk, "tags": "ny"}
    same, body = untouched(editor, f"{url}?id={getattr(foreign, model).pk}", data)
    assert (same, secret(place) in body) == (True, False)
    for keys in (f"id={getattr(foreign, model).pk}", "id=all"):
        assert secret(place) not in editor.get(f"{url}?{keys}").content.decode()
    if action == "delete":
        assert untouched(editor, f"{url}?id={getattr(own, model).pk}", data)[0] is False


def test_file_is_put_in_own_collections_only(world: World, editor: Client) -> None:
    images = get_image_model().objects.filter(title="Ny")
    own = (world.places[OWN].collection, 1)
    foreign = [(world.places[place].collection, 0) for place in FOREIGN]
    uploads = {
        "wagtailimages:add": "file",
        "wagtailimages:add_multiple": "files[]",
        "wagtailimages_chooser:create": "image-chooser-upload-file",
    }
    for name, field in uploads.items():
        prefix = "image-chooser-upload-" if "chooser" in name else ""
        for collection, expected in (*foreign, own):
            data = {f"{prefix}title": "Ny", f"{prefix}collection": collection.pk, field: image_file("ny")}
            editor.post(reverse(name), data)
            assert images.filter(collection=collection).count() == expected, name
        images.delete()


def test_own_file_is_not_moved_to_others(world: World, editor: Client) -> None:
    image = world.places[OWN].image
    for place in FOREIGN:
        data = {"title": "Kvar", "collection": world.places[place].collection.pk}
        editor.post(reverse("wagtailimages:edit", args=[image.pk]), data)
        image.refresh_from_db()
        assert image.collection == world.places[OWN].collection


def test_foreign_parts_do_not_pass_under_an_own_page(world: World, editor: Client) -> None:
    """The page is the editor's own; the revision, task or workflow is not."""
    own, foreign = world.places[OWN], world.places["byskolan"]
    state = foreign.draft.current_workflow_state
    addresses = {
        "revisions_view": [own.page.pk, foreign.revision.pk],
        "revisions_revert": [own.page.pk, foreign.revision.pk],
        "revisions_unschedule": [own.page.pk, foreign.scheduled.pk],
        "revisions_compare": [own.page.pk, foreign.revision.pk, "live"],
        "workflow_history_detail": [own.draft.pk, state.pk],
        "workflow_preview": [own.draft.pk, foreign.task.pk],
        "workflow_action": [own.draft.pk, "approve", state.current_task_state_id],
        "collect_workflow_action_data": [own.draft.pk, "approve", state.current_task_state_id],
    }
    for name, arguments in addresses.items():
        url = reverse(f"wagtailadmin_pages:{name}", args=arguments)
        same, body = untouched(editor, url, {})
        assert (name, same, secret("byskolan") in body) == (name, True, False)
        assert secret("byskolan") not in editor.get(url, follow=True).content.decode()


def test_comment_is_written_on_own_pages_only(world: World, editor: Client) -> None:
    comment = {
        "comments-TOTAL_FORMS": "1",
        "comments-0-text": "Hej",
        "comments-0-replies-TOTAL_FORMS": "0",
        "comments-0-replies-INITIAL_FORMS": "0",
        "comments-0-contentpath": "title",
        "comments-0-position": "",
        "comments-0-DELETE": "",
        "comments-0-resolved": "",
        "comments-0-id": "",
    }
    for place, expected in (("strandskolan", 0), (OWN, 1)):
        page = world.places[place].page
        data = {**page_form("Ändrad")(world, world.places[place]), **comment}
        data.pop("action-publish")
        editor.post(reverse("wagtailadmin_pages:edit", args=[page.pk]), data)
        assert page.wagtail_admin_comments.count() == expected


def test_municipality_administrator_has_all_of_the_own_and_nothing_of_others(world: World) -> None:
    client = signed_in(world, "alvhamra")
    for place, allowed in ((OWN, True), ("strandskolan", True), ("alvhamra", True), ("byskolan", False),
                           ("shared", False), ("ekeryd", False)):  # fmt: skip
        for name in ("edit", "history", "move", "copy", "set_privacy", "delete"):
            response = client.get(reverse(f"wagtailadmin_pages:{name}", args=[world.places[place].page.pk]))
            assert (place, name, not refused(response, world)) == (place, name, allowed)
        url = reverse("wagtailadmin_pages:add", kwargs=added(world, world.places[place]))
        same, _ = untouched(client, url, page_form("Ny")(world, world.places[place]))
        assert (place, same) == (place, not allowed)
        lock = reverse("wagtailadmin_pages:lock", args=[world.places[place].page.pk])
        assert (place, untouched(client, lock, {})[0]) == (place, not allowed)
        image = client.get(reverse("wagtailimages:edit", args=[world.places[place].image.pk]))
        assert (place, image.status_code == 200) == (place, allowed)


def test_place_is_taken_away_from_above_only(world: World, editor: Client) -> None:
    administrator = signed_in(world, "alvhamra")
    section, home = world.places[OWN].parent, world.places["alvhamra"].parent
    Page.objects.filter(path__startswith=section.path).exclude(pk=section.pk).delete()
    for client, place, stays in ((editor, section, True), (administrator, home, True), (administrator, section, False)):
        page = Page.objects.get(pk=place.pk)
        for name in ("unpublish", "delete"):
            same, _ = untouched(client, reverse(f"wagtailadmin_pages:{name}", args=[page.pk]), {})
            assert (str(page), name, same) == (str(page), name, stays)


def test_translation_lies_where_the_translated_section_lies(world: World) -> None:
    """System administrators translate; what they make belongs to the same school."""
    english = Locale.objects.get(language_code="en")
    own = world.places[OWN]
    CopyPageForTranslationAction(page=own.page, locale=english, copy_parents=True).execute(skip_permission_checks=True)
    translated = GuidePage.objects.get(locale=english, translation_key=own.page.translation_key)
    assert translated.permissions_for_user(world.people[OWN]).can_edit()
    assert not translated.permissions_for_user(world.people["strandskolan"]).can_edit()


def test_root_collection_is_nobodys_but_the_systems(world: World, editor: Client) -> None:
    form = editor.get(reverse("wagtailimages:add")).context["form"]
    assert Collection.get_first_root_node() not in form.fields["collection"].queryset
