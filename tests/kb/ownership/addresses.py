"""Every address of Wagtail's admin that names an object: how to call it, and who may.

`own` says what the owner of the object gets, so that each line can fail: a status of GET, or of POST with `data`.
`owner` is whoever may do it with the own object: the school's editor, or only the system administrator.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.urls import reverse

from kb.models import Audience
from tests.kb.ownership.world import OWN, Content, World

Values = dict[str, Any]
BROKEN = 0
"""Wagtail 8.0 fails here for everybody who has WAGTAILDOCS_EXTENSIONS; nothing of its own leads here."""


def nothing(world: World, content: Content) -> Values:
    return {}


@dataclass(frozen=True)
class Address:
    method: str
    own: int
    values: Callable[[World, Content], Values] = nothing
    data: Callable[[World, Content], Values] = nothing
    owner: str = OWN
    changes: bool = False
    """Whether the owner's call changes something, which the foreign one must not."""
    query: Callable[[World, Content], Values] = field(default=nothing)


def page(world: World, content: Content) -> Values:
    return {"page_id": content.page.pk}


def draft(world: World, content: Content) -> Values:
    return {"page_id": content.draft.pk}


def alias(world: World, content: Content) -> Values:
    return {"page_id": content.alias.pk}


def moved(world: World, content: Content) -> Values:
    return {"page_to_move_id": content.page.pk}


def under(world: World, content: Content) -> Values:
    return {"parent_page_id": content.parent.pk}


def added(world: World, content: Content) -> Values:
    names = {"content_type_app_name": "kb", "content_type_model_name": "guidepage"}
    return {**names, **under(world, content)}


def revision(world: World, content: Content) -> Values:
    return {"page_id": content.page.pk, "revision_id": content.revision.pk}


def scheduled(world: World, content: Content) -> Values:
    return {"page_id": content.scheduled.object_id, "revision_id": content.scheduled.pk}


def compared(world: World, content: Content) -> Values:
    return {"pk": content.page.pk, "revision_id_a": "live", "revision_id_b": "latest"}


def action(world: World, content: Content) -> Values:
    state = content.draft.current_workflow_state
    return {"page_id": content.draft.pk, "action_name": "approve", "task_state_id": state.current_task_state_id}


def task_preview(world: World, content: Content) -> Values:
    return {"page_id": content.draft.pk, "task_id": content.task.pk}


def workflow_detail(world: World, content: Content) -> Values:
    return {"page_id": content.draft.pk, "workflow_state_id": content.draft.current_workflow_state.pk}


def image(world: World, content: Content) -> Values:
    return {"image_id": content.image.pk}


def image_preview(world: World, content: Content) -> Values:
    return {"image_id": content.image.pk, "filter_spec": "width-100"}


def document(world: World, content: Content) -> Values:
    return {"document_id": content.document.pk}


def doc(world: World, content: Content) -> Values:
    return {"doc_id": content.document.pk}


def uploaded_image(world: World, content: Content) -> Values:
    return {"uploaded_file_id": content.upload_image.pk}


def uploaded_document(world: World, content: Content) -> Values:
    return {"uploaded_file_id": content.upload_document.pk}


def image_pk(world: World, content: Content) -> Values:
    return {"pk": content.image.pk}


def document_pk(world: World, content: Content) -> Values:
    return {"pk": content.document.pk}


def page_pk(world: World, content: Content) -> Values:
    return {"pk": content.page.pk}


def collection(world: World, content: Content) -> Values:
    return {"pk": content.collection.pk}


def collection_id(world: World, content: Content) -> Values:
    return {"collection_id": content.collection.pk}


def workflow(world: World, content: Content) -> Values:
    return {"pk": content.workflow.pk}


def task(world: World, content: Content) -> Values:
    return {"pk": content.task.pk}


def chosen_task(world: World, content: Content) -> Values:
    return {"task_id": content.task.pk}


def workflow_page(world: World, content: Content) -> Values:
    return {"page_pk": content.parent.pk}


def session(world: World, content: Content) -> Values:
    return {"app_label": "kb", "model_name": "guidepage", "object_id": content.page.pk, "session_id": 1}


def translated(world: World, content: Content) -> Values:
    return {"page_id": content.page.pk}


def user(world: World, content: Content) -> Values:
    return {"pk": world.people["byskolan"].pk}


def group(world: World, content: Content) -> Values:
    return {"pk": content.task.groups.first().pk}


def site(world: World, content: Content) -> Values:
    from wagtail.models import Site  # models of the tests' own database

    return {"pk": Site.objects.get().pk}


def note(world: World, content: Content) -> Values:
    return {"pk": content.note.pk}


def into_draft(world: World, content: Content) -> Values:
    return {"parent_page_id": content.draft.pk}


def key_of(kind: str) -> Callable[[World, Content], Values]:
    return lambda _, content: {"id": getattr(content, kind).pk}


def rich(text: str) -> str:
    """One paragraph, as Wagtail's editor sends it."""
    block = {"key": "a", "text": text, "type": "unstyled", "depth": 0, "inlineStyleRanges": [], "entityRanges": []}
    return json.dumps({"blocks": [block], "entityMap": {}})


def page_form(title: str) -> Callable[[World, Content], Values]:
    def data(world: World, content: Content) -> Values:
        return {
            "title": title,
            "slug": "ny-sida",
            "summary": "Kort om sidan.",
            "purpose": "Du vet hur du gör.",
            "topic": "schedule",
            "audience": [Audience.objects.get(role="guardian").pk],
            "page_owner": world.people[OWN].pk,
            "reviewed_on": "2030-01-01",
            "review_by": "2030-06-01",
            "body-count": "1",
            "body-0-deleted": "",
            "body-0-order": "0",
            "body-0-type": "paragraph",
            "body-0-value": rich("Så här gör du."),
            "comments-TOTAL_FORMS": "0",
            "comments-INITIAL_FORMS": "0",
            "action-publish": "1",
        }

    return data


def copied(world: World, content: Content) -> Values:
    return {"new_title": "Kopia", "new_slug": "kopia", "new_parent_page": world.places[OWN].parent.pk}


def privacy(world: World, content: Content) -> Values:
    return {"restriction_type": "login"}


def file_form(prefix: str) -> Callable[[World, Content], Values]:
    def data(world: World, content: Content) -> Values:
        start = prefix.format(image=content.image, document=content.document, content=content)
        return {f"{start}title": "Nytt namn", f"{start}collection": world.places[OWN].collection.pk}

    return data


def note_form(world: World, content: Content) -> Values:
    return {"page": world.places["shared"].page.pk, "school": content.note.school_id, "text": rich("Ring.")}


PAGES = {
    "wagtailadmin_explore": Address("get", 200, under),
    "wagtailadmin_explore_results": Address("get", 200, under),
    "wagtailadmin_choose_page_child": Address("get", 200, into_draft),
    "wagtailadmin_pages:add": Address("post", 302, added, page_form("Ny sida"), changes=True),
    "wagtailadmin_pages:preview_on_add": Address("post", 200, added, page_form("Ny sida")),
    "wagtailadmin_pages:add_subpage": Address("get", 200, under),
    "wagtailadmin_pages:edit": Address("post", 302, page, page_form("Ändrad"), changes=True),
    "wagtailadmin_pages:preview_on_edit": Address("get", 200, page),
    "wagtailadmin_pages:view_draft": Address("get", 200, page),
    "wagtailadmin_pages:usage": Address("get", 200, page),
    "wagtailadmin_pages:delete": Address("post", 302, page, changes=True),
    "wagtailadmin_pages:unpublish": Address("post", 302, page, changes=True),
    "wagtailadmin_pages:convert_alias": Address("post", 302, alias, changes=True),
    "wagtailadmin_pages:move": Address("get", 200, moved),
    "wagtailadmin_pages:move_confirm": Address(
        "post", 302, lambda w, c: {**moved(w, c), "destination_id": w.places[OWN].parent.pk}, changes=True
    ),
    "wagtailadmin_pages:set_page_position": Address("post", 200, moved, changes=True),
    "wagtailadmin_pages:copy": Address("post", 302, page, copied, changes=True),
    "wagtailadmin_pages:set_privacy": Address("post", 200, page, privacy, changes=True),
    "wagtailadmin_pages:lock": Address("post", 302, page, owner="system", changes=True),
    "wagtailadmin_pages:unlock": Address("post", 302, page, owner="system"),
    "wagtailadmin_pages:revisions_index": Address("get", 302, page),
    "wagtailadmin_pages:revisions_view": Address("get", 200, revision),
    "wagtailadmin_pages:revisions_revert": Address("get", 200, revision),
    "wagtailadmin_pages:revisions_unschedule": Address("post", 302, scheduled, changes=True),
    "wagtailadmin_pages:revisions_compare": Address("get", 200, compared),
    "wagtailadmin_pages:history": Address("get", 200, page),
    "wagtailadmin_pages:history_results": Address("get", 200, page),
    "wagtailadmin_pages:workflow_action": Address("post", 302, action, changes=True),
    "wagtailadmin_pages:collect_workflow_action_data": Address("get", 200, action),
    "wagtailadmin_pages:confirm_workflow_cancellation": Address("get", 200, draft),
    "wagtailadmin_pages:workflow_preview": Address("get", 200, task_preview),
    "wagtailadmin_pages:workflow_history": Address("get", 200, draft),
    "wagtailadmin_pages:workflow_history_detail": Address("get", 200, workflow_detail),
    "wagtailadmin_api:pages:detail": Address("get", 200, page_pk),
    "wagtailadmin_api:pages:find": Address("get", 302, query=key_of("page")),
    "wagtailadmin_editing_sessions:ping": Address("post", 200, session),
    "simple_translation:submit_page_translation": Address("get", 200, translated, owner="system"),
    "wagtailadmin_workflows:remove": Address("post", 302, workflow_page, owner="system"),
}
FILES = {
    "wagtailimages:edit": Address("post", 302, image, file_form(""), changes=True),
    "wagtailimages:delete": Address("post", 302, image, changes=True),
    "wagtailimages:preview": Address("get", 200, image_preview),
    "wagtailimages:image_usage": Address("get", 200, image),
    "wagtailimages:edit_multiple": Address("post", 200, image, file_form("image-{image.pk}-"), changes=True),
    "wagtailimages:create_multiple_from_uploaded_image": Address(
        "post", 200, uploaded_image, file_form("uploaded-image-{content.upload_image.pk}-"), changes=True
    ),
    "wagtailimages:delete_multiple": Address("post", 200, image, changes=True),
    "wagtailimages:delete_upload_multiple": Address("post", 200, uploaded_image, changes=True),
    "wagtailimages_chooser:chosen": Address("get", 200, image_pk),
    "wagtailimages_chooser:select_format": Address("get", 200, image),
    "wagtailadmin_api:images:detail": Address("get", 200, image_pk),
    "wagtailadmin_api:images:find": Address("get", 302, query=key_of("image")),
    "wagtaildocs:edit": Address("post", 302, document, file_form(""), changes=True),
    "wagtaildocs:delete": Address("post", 302, document, changes=True),
    "wagtaildocs:document_usage": Address("get", 200, document),
    "wagtaildocs:edit_multiple": Address("post", 200, doc, file_form("doc-{document.pk}-"), changes=True),
    "wagtaildocs:create_multiple_from_uploaded_document": Address(
        "post", BROKEN, uploaded_document, file_form("uploaded-document-{content.upload_document.pk}-"), changes=True
    ),
    "wagtaildocs:delete_multiple": Address("post", 200, doc, changes=True),
    "wagtaildocs:delete_upload_multiple": Address("post", 200, uploaded_document, changes=True),
    "wagtaildocs_chooser:chosen": Address("get", 200, document_pk),
    "wagtailadmin_api:documents:detail": Address("get", 200, document_pk),
    "wagtailadmin_api:documents:find": Address("get", 302, query=key_of("document")),
}
NOTES = {
    "local_notes:edit": Address("post", 302, note, note_form, changes=True),
    "local_notes:delete": Address("post", 302, note, changes=True),
    "local_notes:history": Address("get", 200, note),
    "local_notes:history_results": Address("get", 200, note),
    "local_notes:usage": Address("get", 200, note),
}
SYSTEM_ONLY = {
    **{
        f"wagtailadmin_workflows:{name}": Address("get", 200, workflow, owner="system")
        for name in ("edit", "disable", "usage", "usage_results")
    },
    "wagtailadmin_workflows:enable": Address("post", 302, workflow, owner="system"),
    "wagtailadmin_workflows:edit_task": Address("get", 200, task, owner="system"),
    "wagtailadmin_workflows:disable_task": Address("get", 200, task, owner="system"),
    "wagtailadmin_workflows:enable_task": Address("post", 302, task, owner="system"),
    "wagtailadmin_workflows:task_chosen": Address("get", 200, chosen_task, owner="system"),
    "wagtailadmin_collections:edit": Address("get", 200, collection, owner="system"),
    "wagtailadmin_collections:delete": Address("get", 200, collection, owner="system"),
    "wagtailadmin_collections:set_privacy": Address("get", 200, collection_id, owner="system"),
    **{
        f"wagtailsites:{name}": Address("get", 200, site, owner="system")
        for name in ("edit", "delete", "history", "history_results", "usage", "copy")
    },
    **{
        f"wagtailusers_users:{name}": Address("get", 200, user, owner="system")
        for name in ("edit", "delete", "copy", "history", "history_results", "usage")
    },
    **{
        f"wagtailusers_groups:{name}": Address("get", 200, group, owner="system")
        for name in ("edit", "delete", "history", "history_results", "usage")
    },
}
ADDRESSES = {**PAGES, **FILES, **NOTES, **SYSTEM_ONLY}


def call(client: Any, name: str, address: Address, world: World, content: Content, method: str = "") -> Any:
    """The answer to one call of the address for the content of one place."""
    url = reverse(name, kwargs=address.values(world, content))
    query = address.query(world, content)
    if query:
        url += "?" + "&".join(f"{key}={value}" for key, value in query.items())
    if (method or address.method) == "post":
        return client.post(url, address.data(world, content))
    return client.get(url)
