"""Where a municipality's pictures and files lie: one collection that all may see, and in it one for employees."""

from django.contrib.auth.models import Group, Permission
from wagtail.models import Collection, CollectionViewRestriction, GroupCollectionPermission

from accounts.domain.memberships import EMPLOYEES, EVERYWHERE, ensure_group, group_name
from accounts.models import Municipality
from accounts.roles import EDITOR, MUNICIPALITY_ADMINISTRATOR

PERMISSIONS = {"wagtailimages": ("add_image", "change_image", "choose_image"),
               "wagtaildocs": ("add_document", "change_document", "choose_document")}  # fmt: skip
FOR_EMPLOYEES = "för anställda"


def open_collections(municipality: Municipality) -> Collection:
    """Make both, once, and let the municipality's editors and administrators put things there."""
    root = Collection.get_first_root_node()
    collection = child(root, municipality.name)
    private = child(collection, f"{municipality.name}, {FOR_EMPLOYEES}")
    restrict(private)
    for role in (EDITOR, MUNICIPALITY_ADMINISTRATOR):
        allow(ensure_group(group_name(municipality.slug, role.slug)), collection)
    return collection


def child(parent: Collection, name: str) -> Collection:
    found: Collection | None = parent.get_children().filter(name=name).first()
    return found or parent.add_child(instance=Collection(name=name))


def restrict(collection: Collection) -> None:
    restriction, made = CollectionViewRestriction.objects.get_or_create(
        collection=collection, restriction_type=CollectionViewRestriction.GROUPS
    )
    if made:
        restriction.groups.add(ensure_group(group_name(EVERYWHERE, EMPLOYEES)))


def allow(group: Group, collection: Collection) -> None:
    for app, codenames in PERMISSIONS.items():
        for permission in Permission.objects.filter(codename__in=codenames, content_type__app_label=app):
            GroupCollectionPermission.objects.get_or_create(group=group, collection=collection, permission=permission)
