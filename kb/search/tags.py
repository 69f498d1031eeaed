"""What searches filter by inside the index: language, municipality, and who may read.

The tags only narrow: each hit is checked again in the database. So a tag that is out of date may hide a page until it
is indexed anew, but shows nobody anything.
"""

from typing import TYPE_CHECKING

from django.contrib.auth.models import AnonymousUser
from wagtail.models import Page, PageViewRestriction

from accounts.models import Municipality
from kb.models.privacy import concerning, groups_of

if TYPE_CHECKING:
    from accounts.models import User
    from kb.models import KnowledgePage

EVERYBODY = "reader:everybody"
SIGNED_IN = "reader:signed-in"
SHARED = "place:shared"


def tags_of(page: "KnowledgePage") -> list[str]:
    """Of a page as it is indexed. A page that is not published has no readers."""
    tags = [f"language:{page.locale.language_code}", place_tag(page.municipality_id)]
    return [*tags, *readers_of(page)] if page.live else tags


def readers_of(page: Page) -> list[str]:
    """Of several restrictions the last one counts, which may let in too many: the database knows better."""
    tags = [EVERYBODY]
    for restriction in concerning(page):
        if restriction.restriction_type == PageViewRestriction.GROUPS:
            tags = [group_tag(group.pk) for group in restriction.groups.all()]
        else:
            tags = [SIGNED_IN]
    return tags


def required_for(user: "User | AnonymousUser", municipality: Municipality | None, language: str) -> list[set[str]]:
    """Of each set a page must have one tag."""
    places = {SHARED} if municipality is None else {SHARED, place_tag(municipality.pk)}
    return [{f"language:{language}"}, places, *readers(user)]


def readers(user: "User | AnonymousUser") -> list[set[str]]:
    if user.is_superuser:
        return []
    if user.is_anonymous:
        return [{EVERYBODY}]
    return [{EVERYBODY, SIGNED_IN, *(group_tag(pk) for pk in groups_of(user))}]


def place_tag(municipality_pk: int | None) -> str:
    return SHARED if municipality_pk is None else f"place:{municipality_pk}"


def group_tag(pk: int) -> str:
    return f"reader:group-{pk}"
