"""Where pictures and files lie. Each municipality and, in it, each school has a place of its own.

    Älvhamra kommun                          its administrators add and change, here and below
        Älvhamra kommun, gemensamt           all its editors choose
        Älvhamra kommun, för anställda       the same, but only its employees may see
        Lindskolan                           the school's editors add, change and choose
            Lindskolan, för anställda

Wagtail's permissions reach all collections below, so what schools share cannot lie above what is each school's own.
"""

from django.contrib.auth.models import Group, Permission
from wagtail.models import Collection, CollectionViewRestriction, GroupCollectionPermission

from accounts.domain.memberships import EMPLOYEES, ensure_group, group_name
from accounts.models import Municipality, SchoolUnit
from accounts.roles import EDITOR, MUNICIPALITY_ADMINISTRATOR

CHOOSE = ("choose_image", "choose_document")
WRITE = ("add_image", "change_image", "add_document", "change_document", *CHOOSE)
SHARED = "gemensamt"
FOR_EMPLOYEES = "för anställda"


def open_municipality_collections(municipality: Municipality) -> Collection:
    """Make the municipality's own, once. Returns the one that holds the others."""
    collection = municipality_collection(municipality)
    allow(ensure_group(group_name(municipality.slug, MUNICIPALITY_ADMINISTRATOR.slug)), collection, WRITE)
    editors = ensure_group(group_name(municipality.slug, EDITOR.slug))
    allow(editors, child(collection, f"{municipality.name}, {SHARED}"), CHOOSE)
    allow(editors, private_part(collection, municipality), CHOOSE)
    return collection


def open_school_collections(school: SchoolUnit) -> Collection:
    """Make the school's own, once."""
    collection = school_collection(school)
    private_part(collection, school.municipality)
    return collection


def municipality_collection(municipality: Municipality) -> Collection:
    return child(Collection.get_first_root_node(), municipality.name)


def school_collection(school: SchoolUnit) -> Collection:
    """Found by whose it is, because schools change their names."""
    group = ensure_group(group_name(school.municipality.slug, EDITOR.slug, school.slug))
    owned = Collection.objects.filter(group_permissions__group=group, group_permissions__permission__codename=WRITE[0])
    found: Collection | None = owned.first()
    collection = found or child(municipality_collection(school.municipality), school.name)
    allow(group, collection, WRITE)
    return collection


def private_part(collection: Collection, municipality: Municipality) -> Collection:
    """The part that only the municipality's employees may see."""
    private = child(collection, f"{collection.name}, {FOR_EMPLOYEES}")
    restriction, made = CollectionViewRestriction.objects.get_or_create(
        collection=private, restriction_type=CollectionViewRestriction.GROUPS
    )
    if made:
        restriction.groups.add(ensure_group(group_name(municipality.slug, EMPLOYEES)))
    return private


def child(parent: Collection, name: str) -> Collection:
    parent.refresh_from_db()  # a tree node knows its children's number only from when it was read
    found: Collection | None = parent.get_children().filter(name=name).first()
    return found or parent.add_child(instance=Collection(name=name))


def allow(group: Group, collection: Collection, codenames: tuple[str, ...]) -> None:
    apps = ("wagtailimages", "wagtaildocs")
    for permission in Permission.objects.filter(codename__in=codenames, content_type__app_label__in=apps):
        GroupCollectionPermission.objects.get_or_create(group=group, collection=collection, permission=permission)
