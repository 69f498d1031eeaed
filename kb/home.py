"""The home page's one ranked list. Other apps fill the registry in `AppConfig.ready`; kb knows none of them."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.db.models import Q
from django.http import HttpRequest
from django.utils.translation import gettext as _

from accounts.models import Municipality
from accounts.roles import GUARDIAN
from accounts.tenancy import municipality_of
from kb.addresses import reader_url
from kb.enums import Topic
from kb.models import KnowledgePage, MunicipalityHome, SchoolSection
from kb.models.privacy import allowed_paths

if TYPE_CHECKING:
    from accounts.models import User

MAX_SUGGESTED = 6


@dataclass(frozen=True, slots=True, order=True)
class HomeRow:
    """One thing to do. Rows with the lowest rank come first: 0-99 urgent, 100-199 waiting, 200- worth reading."""

    rank: int
    title: str
    url: str
    why: str
    """A sentence: why this row is on this person's list."""
    kind: str = ""
    progress: tuple[int, int] | None = field(default=None, compare=False)
    """How many parts are done, and of how many."""


RowSource = Callable[["User", Municipality, str], Iterable[HomeRow]]
"""Gets the person, the municipality and the language."""

_sources: list[RowSource] = []


def register(source: RowSource) -> RowSource:
    """Add a source of rows; use it in `AppConfig.ready`."""
    if source not in _sources:
        _sources.append(source)
    return source


def rows_for(user: "User", municipality: Municipality, language: str) -> list[HomeRow]:
    return sorted(row for source in _sources for row in source(user, municipality, language))


def home_context(request: HttpRequest, home: MunicipalityHome, language: str) -> dict[str, Any]:
    user: Any = request.user
    municipality = municipality_of(request) or home.municipality
    readable = allowed_paths(user)
    return {
        "search_in_content": not user.is_authenticated,
        "rows": rows_for(user, municipality, language) if user.is_authenticated else [],
        "featured": featured_pages(home, readable),
        "topics": topics_for(municipality, readable, language),
        "sections": SchoolSection.objects.live()
        .filter(readable, school__municipality=municipality, locale__language_code=language)
        .order_by("title"),
    }


def topics_for(municipality: Municipality, readable: Q, language: str) -> list[Topic]:
    """Those about which guardians can read something."""
    pages = KnowledgePage.objects.live().filter(readable).in_municipality(municipality).in_language(language)
    written = set(pages.for_roles({GUARDIAN.slug}).order_by().values_list("topic", flat=True))
    return [topic for topic in Topic if topic in written]


def featured_pages(home: MunicipalityHome, readable: Q) -> list[KnowledgePage]:
    """What the municipality's editors have put first, as far as the reader may read it."""
    chosen = [block["value"] for block in home.featured.raw_data]
    found = KnowledgePage.objects.live().filter(readable).in_bulk(chosen)
    return [found[pk] for pk in chosen if pk in found]


def reading_rows(user: "User", municipality: Municipality, language: str) -> Iterable[HomeRow]:
    """Guides written for the roles that the person has here."""
    roles = user.roles_in(municipality.pk)
    pages = KnowledgePage.objects.in_municipality(municipality).in_language(language).visible_to(user).for_roles(roles)
    pages = pages.read_at_once()
    for page in pages.prefetch_related("audience").order_by("-reviewed_on", "title")[:MAX_SUGGESTED]:
        named = ", ".join(str(audience).lower() for audience in page.audience.all() if audience.role in roles)
        yield HomeRow(
            rank=200,
            title=page.title,
            url=reader_url(page, municipality),
            why=_("Written for your role: %(role)s") % {"role": named},
            kind=str(page.cached_content_type.model_class().kind),
        )
