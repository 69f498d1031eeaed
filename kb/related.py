"""What a reader of a page may want to read next. What the editors have chosen themselves goes before."""

import re
from typing import TYPE_CHECKING

from django.db.models import Count, Q

from accounts.models import Municipality
from accounts.roles import GUARDIAN
from kb.models import GuidePage, KnowledgePage

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from accounts.models import User

MAX_RELATED = 3
MAX_CANDIDATES = 60
SHORTEST_WORD = 4
WORD = re.compile(r"\w+")


def related_pages(
    page: KnowledgePage, user: "User | AnonymousUser", municipality: Municipality | None
) -> list[KnowledgePage]:
    """At most three pages in the page's language that the user may read, the most alike first. One query.

    None if the page has a "Read also" of its editors.
    """
    if isinstance(page, GuidePage) and has_own_choice(page):
        return []

    def rank(other: KnowledgePage) -> tuple[bool, float, int]:
        """Visitors are mostly guardians, so their pages come before those that they share a topic with."""
        return (user.is_anonymous and bool(vars(other)["for_guardians"]), *likeness(page, other))

    return sorted(candidates(page, user, municipality), key=rank, reverse=True)[:MAX_RELATED]


def has_own_choice(page: GuidePage) -> bool:
    return any(block["type"] == "related" for block in page.body.raw_data)


def candidates(
    page: KnowledgePage, user: "User | AnonymousUser", municipality: Municipality | None
) -> list[KnowledgePage]:
    """The one place that decides where likely pages come from: here the same topic, for the same readers.

    A search index that knows which texts are alike can take this function's place.
    """
    pages = KnowledgePage.objects.visible_to(user).in_municipality(municipality).read_at_once()
    here = Q(school__isnull=True) | Q(school=page.school_id)
    shared_audience = Count("audience", filter=Q(audience__pages=page.pk), distinct=True)
    for_guardians = Count("audience", filter=Q(audience__role=GUARDIAN.slug), distinct=True)
    found = (
        pages.filter(here, topic=page.topic, locale=page.locale_id)
        .exclude(pk=page.pk)
        .annotate(shared_audience=shared_audience, for_guardians=for_guardians)
        .filter(shared_audience__gt=0)
        .select_related("locale")
        .order_by("-shared_audience", "pk")
    )
    return list(found[:MAX_CANDIDATES])


def likeness(page: KnowledgePage, other: KnowledgePage) -> tuple[float, int]:
    """The share of the other's words that stand in this page's, then the audiences that both have."""
    words, others = words_of(page), words_of(other)
    shared = len(words & others) / len(others) if others else 0.0
    return shared, vars(other)["shared_audience"]


def words_of(page: KnowledgePage) -> set[str]:
    text = f"{page.title} {page.summary} {page.keywords}".lower()
    return {word for word in WORD.findall(text) if len(word) >= SHORTEST_WORD}
