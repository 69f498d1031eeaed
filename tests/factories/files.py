"""Files and the collections that they lie in, made up."""

from wagtail.documents import get_document_model
from wagtail.documents.models import AbstractDocument
from wagtail.models import Collection, CollectionViewRestriction

from accounts.domain.memberships import ensure_group
from kb.models import DocumentText


def collection_for(group: str) -> Collection:
    """Only members of the group may open what lies in it."""
    made: Collection = Collection.get_first_root_node().add_child(instance=Collection(name=f"för {group}"))
    restriction = CollectionViewRestriction.objects.create(
        collection=made, restriction_type=CollectionViewRestriction.GROUPS
    )
    restriction.groups.add(ensure_group(group))
    return made


def read_already(text: str) -> AbstractDocument:
    """A file for employees, of which only the text that was read out of it is there."""
    document = get_document_model().objects.create(
        title=text, file="fil.txt", collection=collection_for("all:employees")
    )
    DocumentText.objects.create(document=document, text=text)
    return document
