"""Two municipalities, three schools, and in each place content with a secret that only its owners may meet."""

from dataclasses import dataclass
from datetime import timedelta
from io import BytesIO
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.core.files.base import ContentFile
from django.core.files.images import ImageFile
from django.db.models import Model
from django.utils import timezone
from wagtail.actions.create_alias import CreatePageAliasAction
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import (
    Collection,
    GroupApprovalTask,
    Page,
    PageLogEntry,
    PageViewRestriction,
    Revision,
    TaskState,
    UploadedFile,
    Workflow,
    WorkflowState,
    WorkflowTask,
)

from accounts.domain.memberships import ensure_group, group_name
from accounts.models import Municipality, SchoolUnit, User
from accounts.roles import EDITOR, MUNICIPALITY_ADMINISTRATOR, SYSTEM_ADMINISTRATOR
from kb.domain.collections import municipality_collection, school_collection
from kb.models import GuidePage, KnowledgePage, LocalNote, SchoolSection
from tests.factories import organisation, pages

DRAWING = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 8 8"><rect width="8" height="8"/></svg>'
OWN = "lindskolan"
SCHOOLS = ("strandskolan", "byskolan")
FOREIGN = ("strandskolan", "byskolan", "shared", "alvhamra")
"""Another school of the same municipality, one of another, what all share, and the municipality's own pages."""
WATCHED: tuple[type[Model], ...] = (
    Page,
    GuidePage,
    Revision,
    PageLogEntry,
    PageViewRestriction,
    WorkflowState,
    TaskState,
    Collection,
    get_image_model(),
    get_document_model(),
    UploadedFile,
    LocalNote,
)


def secret(place: str) -> str:
    """Plain letters, so that no encoding hides it in an answer."""
    return f"hemligt-i-{place}-utkast"


def named(place: str) -> str:
    """Whoever writes for the place: nobody of another municipality learns the name."""
    return f"Hemlig-person-i-{place}"


@dataclass
class Content:
    """What lies in one place."""

    parent: Page
    page: GuidePage
    """Published, with a draft after it that holds the secret in title and text."""
    revision: Revision
    draft: GuidePage
    """Never published; waits for approval."""
    alias: Page
    image: Any
    document: Any
    upload_image: UploadedFile
    upload_document: UploadedFile
    collection: Collection
    workflow: Workflow
    task: GroupApprovalTask
    scheduled: Revision
    """Of a third page; it will be published in three days."""
    note: LocalNote | None = None
    """What a school has added to a shared guide."""


@dataclass
class World:
    tree: pages.Tree
    people: dict[str, User]
    """Editors by school, administrators by municipality, and `system`."""
    places: dict[str, Content]
    schools: dict[str, SchoolUnit]
    municipalities: dict[str, Municipality]


def build(tree: pages.Tree, municipalities: dict[str, Municipality]) -> World:
    schools = {
        slug: organisation.school(municipalities[place], slug.title(), slug)
        for slug, place in ((OWN, "alvhamra"), ("strandskolan", "alvhamra"), ("byskolan", "ekeryd"))
    }
    people = {
        **{slug: organisation.person(EDITOR, school.municipality, school) for slug, school in schools.items()},
        **{slug: organisation.person(MUNICIPALITY_ADMINISTRATOR, place) for slug, place in municipalities.items()},
        "system": organisation.person(SYSTEM_ADMINISTRATOR),
    }
    for slug, person in people.items():
        person.last_name = named(slug)
        person.save()
    parents = {slug: section(tree, school) for slug, school in schools.items()}
    collections = {slug: school_collection(school) for slug, school in schools.items()}
    for slug, municipality in municipalities.items():
        parents[slug] = tree.homes[slug]
        collections[slug] = municipality_collection(municipality)
    parents["shared"], collections["shared"] = tree.shared, Collection.get_first_root_node()
    places = {
        name: content(name, parent, collections[name], people.get(name, people["system"]))
        for name, parent in parents.items()
    }
    for slug, school in schools.items():
        page = KnowledgePage.objects.get(pk=places["shared"].page.pk)
        text = f"<p>{secret(slug)}</p>"
        places[slug].note = LocalNote.objects.create(page=page, school=school, text=text, author=people[slug])
    return World(tree, people, places, schools, municipalities)


def section(tree: pages.Tree, school: SchoolUnit) -> SchoolSection:
    home = tree.homes[school.municipality.slug]
    made: SchoolSection = home.add_child(
        instance=SchoolSection(title=school.name, slug=school.slug, school=school, locale=home.locale)
    )
    return made


def content(name: str, parent: Page, collection: Collection, by: User) -> Content:
    page = pages.guide(parent, f"Offentligt {name}", slug=f"offentligt-{name}", owner=by)
    page.save_revision().publish()
    alias = CreatePageAliasAction(page, parent=parent, update_slug=f"alias-{name}").execute(skip_permission_checks=True)
    page.title, page.body = secret(name), [("paragraph", f"<p>{secret(name)}</p>")]
    revision = page.save_revision(user=by, log_action=True)
    later = pages.guide(parent, f"Snart {name}", slug=f"snart-{name}")
    later.title = secret(name)
    scheduled = later.save_revision(approved_go_live_at=timezone.now() + timedelta(days=3), user=by)
    draft = pages.guide(parent, secret(name), slug=f"utkast-{name}", live=False)
    draft.save_revision(user=by)
    task = GroupApprovalTask.objects.create(name=f"Granska {secret(name)}")
    task.groups.add(group_of(name))
    workflow = Workflow.objects.create(name=f"Gång {secret(name)}")
    WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=0)
    workflow.start(draft, by)
    image_model, document_model = get_image_model(), get_document_model()
    return Content(
        parent=parent,
        page=GuidePage.objects.get(pk=page.pk),
        revision=revision,
        draft=GuidePage.objects.get(pk=draft.pk),
        alias=alias,
        image=with_file(image_model(title=secret(name), collection=collection, uploaded_by_user=by), image_file(name)),
        document=with_file(
            document_model(title=secret(name), collection=collection, uploaded_by_user=by),
            ContentFile(secret(name).encode(), name=f"{name}.txt"),
        ),
        upload_image=uploaded(image_model, image_file(name), by),
        upload_document=uploaded(document_model, ContentFile(b"text", name=f"{name}-2.txt"), by),
        collection=collection,
        workflow=workflow,
        task=task,
        scheduled=scheduled,
    )


def group_of(name: str) -> Any:
    place = {OWN: "alvhamra", "strandskolan": "alvhamra", "byskolan": "ekeryd"}.get(name)
    if place:
        return ensure_group(group_name(place, EDITOR.slug, name))
    return ensure_group(group_name(name if name != "shared" else "all", MUNICIPALITY_ADMINISTRATOR.slug))


def image_file(name: str) -> ImageFile:
    return ImageFile(BytesIO(DRAWING), name=f"{name}.svg")


def with_file(instance: Any, file: Any) -> Any:
    instance.file.save(file.name, file, save=False)
    instance.save()
    return instance


def uploaded(model: type[Model], file: Any, by: User) -> UploadedFile:
    return UploadedFile.objects.create(
        for_content_type=ContentType.objects.get_for_model(model), file=file, uploaded_by_user=by
    )


def stored(models: tuple[type[Model], ...] = WATCHED) -> dict[str, list[tuple[Any, ...]]]:
    """All rows of what the editors' tools can change."""
    return {
        model._meta.label: sorted(model._default_manager.values_list(), key=lambda row: str(row[0])) for model in models
    }
