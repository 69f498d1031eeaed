"""What a reader of a page may want to read next. What the editors have chosen themselves goes before."""

import re
from typing import TYPE_CHECKING

from django.db.models import Count, Q

from accounts.models import Municipality
from accounts.roles import GUARDIAN
from kb.models import Audience, GuidePage, KnowledgePage, KnowledgePageQuerySet
from kb.search.backend.documents import key_for, kind_of, pk_of
from kb.search.engine import EngineError
from kb.search.tags import required_for
from kb.search.visitors import own_backend

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
    """At most three pages in the page's language that the user may read, the most alike first. One query, rarely two.

    None if the page has a "Read also" of its editors.
    """
    if isinstance(page, GuidePage) and has_own_choice(page):
        return []
    others = for_the_same_readers(page, user, municipality)
    found = alike_in_index(page, user, municipality, others) or of_the_same_topic(page, others)
    return sorted(found, key=lambda other: user.is_anonymous and not vars(other)["for_guardians"])[:MAX_RELATED]


def has_own_choice(page: GuidePage) -> bool:
    return any(block["type"] == "related" for block in page.body.raw_data)


def for_the_same_readers(
    page: KnowledgePage, user: "User | AnonymousUser", municipality: Municipality | None
) -> KnowledgePageQuerySet:
    """What the reader may read here that is written for somebody whom this page is written for as well.

    Each knows `for_guardians`: visitors are mostly guardians, so those pages come first for them.
    """
    pages = KnowledgePage.objects.visible_to(user).in_municipality(municipality).read_at_once()
    here = Q(school__isnull=True) | Q(school=page.school_id)
    of_page = Audience.objects.filter(pages=page.pk)  # as a join it would count every page of each audience
    shared_audience = Count("audience", filter=Q(audience__in=of_page), distinct=True)
    for_guardians = Count("audience", filter=Q(audience__role=GUARDIAN.slug), distinct=True)
    found: KnowledgePageQuerySet = (
        pages.filter(here, locale=page.locale_id)
        .exclude(pk=page.pk)
        .annotate(shared_audience=shared_audience, for_guardians=for_guardians)
        .filter(shared_audience__gt=0)
        .select_related("locale")
    )
    return found


def alike_in_index(
    page: KnowledgePage,
    user: "User | AnonymousUser",
    municipality: Municipality | None,
    others: KnowledgePageQuerySet,
) -> list[KnowledgePage]:
    """By the words that tell this page from others, the most alike first. Empty without an index that knows it."""
    backend = own_backend()
    if backend is None:
        return []
    require = [{kind_of(KnowledgePage)}, *required_for(user, municipality, page.locale.language_code)]
    try:
        hits = backend.engine.similar(key_for(KnowledgePage, page.pk), require=require, limit=MAX_CANDIDATES)
    except EngineError:
        return []
    place = {int(pk_of(hit.key)): at for at, hit in enumerate(hits)}
    return sorted(others.filter(pk__in=place), key=lambda other: place[other.pk]) if place else []


def of_the_same_topic(page: KnowledgePage, others: KnowledgePageQuerySet) -> list[KnowledgePage]:
    """Without the index: by the words of titles and summaries."""
    found = others.filter(topic=page.topic).order_by("-shared_audience", "pk")[:MAX_CANDIDATES]
    return sorted(found, key=lambda other: likeness(page, other), reverse=True)


def likeness(page: KnowledgePage, other: KnowledgePage) -> tuple[float, int]:
    """The share of the other's words that stand in this page's, then the audiences that both have."""
    words, others = words_of(page), words_of(other)
    shared = len(words & others) / len(others) if others else 0.0
    return shared, vars(other)["shared_audience"]


def words_of(page: KnowledgePage) -> set[str]:
    text = f"{page.title} {page.summary} {page.keywords}".lower()
    return {word for word in WORD.findall(text) if len(word) >= SHORTEST_WORD}
