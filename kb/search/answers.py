"""What the search page shows: answers that the reader may read, with snippets, filters and another spelling."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Final, cast

from django.contrib.auth.models import AnonymousUser
from django.contrib.contenttypes.models import ContentType
from django.core.paginator import Page, Paginator

from accounts.languages import base_of
from accounts.models import Municipality
from accounts.roles import ROLES
from kb.domain.local_names import names_in
from kb.models import KnowledgePage, KnowledgePageQuerySet, LocalName
from kb.models.files import read_file_texts
from kb.permissions import reads_inner_texts
from kb.plain import plain
from kb.search.backend.documents import key_for
from kb.search.engine import EngineError, Piece, snippet
from kb.search.question import Question
from kb.search.tags import required_for
from kb.search.visitors import matches, own_backend

if TYPE_CHECKING:
    from accounts.models import User

PAGE_SIZE: Final = 10
MAX_LENGTH: Final = 300


@dataclass(frozen=True, slots=True)
class Asked:
    """What stands in the address of the search page. `kind` is a model's name, `audience` a role's slug."""

    words: str
    language: str
    kind: str = ""
    audience: str = ""


@dataclass(frozen=True, slots=True)
class Choice:
    """A value of a filter, and how many answers it leaves."""

    value: str
    name: str
    count: int


@dataclass(frozen=True, slots=True)
class Hit:
    """A page that answers, before it is read. roles: whom it is written for.

    is_inner: found by what only employees read.
    """

    pk: int
    model: type[KnowledgePage]
    roles: frozenset[str]
    is_inner: bool

    @property
    def kind(self) -> str:
        return str(self.model._meta.model_name)


@dataclass(frozen=True, slots=True)
class Answer:
    page: KnowledgePage
    pieces: Sequence[Piece]
    """The snippet; empty if none of the reader's words stands in the text as such."""
    is_promoted: bool = False
    is_inner: bool = False
    """Found by what only employees read, and the snippet is from there."""


@dataclass
class Answers:
    """Of one reader to one question. Nothing here is computed from pages that the reader may not read."""

    asked: Asked
    user: "User | AnonymousUser"
    municipality: Municipality

    @cached_property
    def readable(self) -> KnowledgePageQuerySet:
        pages = KnowledgePage.objects.in_municipality(self.municipality).in_language(self.asked.language)
        readable = pages.visible_to(self.user).select_related("page_owner")
        return cast(KnowledgePageQuerySet, readable)

    @cached_property
    def names(self) -> list[LocalName]:
        return names_in(self.asked.words, municipality=self.municipality, language=self.asked.language)

    @cached_property
    def question(self) -> Question:
        return Question(
            " ".join([self.asked.words, *(name.meaning for name in self.names)]),
            base_of(self.asked.language),
            require=required_for(self.user, self.municipality, self.asked.language),
            inner=KnowledgePage.objects.with_inner_text_for(self.user) if reads_inner_texts(self.user) else None,
        )

    @cached_property
    def found(self) -> list[Hit]:
        """All answers before filters: what editors have put first, then the best."""
        if not self.asked.words:
            return []
        matching = {match.pk: match.is_inner for match in matches(self.readable, self.question)}
        first = dict.fromkeys(self.promoted, False)
        return hits_of(first | {pk: is_inner for pk, is_inner in matching.items() if pk not in first})

    @cached_property
    def promoted(self) -> list[int]:
        """Keys of the pages that editors have put first."""
        pks = [name.page_id for name in self.names if name.page_id]
        readable = set(self.readable.filter(pk__in=pks).values_list("pk", flat=True)) if pks else set()
        return [pk for pk in dict.fromkeys(pks) if pk in readable]

    @cached_property
    def filtered(self) -> list[Hit]:
        return [hit for hit in self.found if self.has_kind(hit) and self.has_audience(hit)]

    def has_kind(self, hit: Hit) -> bool:
        return self.asked.kind in ("", hit.kind)

    def has_audience(self, hit: Hit) -> bool:
        return not self.asked.audience or self.asked.audience in hit.roles

    @property
    def kinds(self) -> list[Choice]:
        """Of the answers that the other filter leaves."""
        counts = Counter(hit.kind for hit in self.found if self.has_audience(hit))
        names = {hit.kind: str(hit.model.kind) for hit in self.found}
        return [Choice(kind, names[kind], count) for kind, count in counts.most_common()]

    @property
    def audiences(self) -> list[Choice]:
        counts = Counter(role for hit in self.found if self.has_kind(hit) for role in hit.roles)
        return [Choice(slug, str(role.name), counts[slug]) for slug, role in ROLES.items() if counts[slug]]

    def page(self, number: str | None) -> Page[Hit]:
        return Paginator(self.filtered, PAGE_SIZE).get_page(number)

    def pages(self, hits: Iterable[Hit]) -> list[KnowledgePage]:
        """What the hits stand for, in their order. Whatever has vanished meanwhile is left out."""
        pks = [hit.pk for hit in hits]
        rows = self.readable.in_bulk(pks)
        return [rows[pk] for pk in pks if pk in rows]

    def shown(self, page: Page[Hit]) -> list[Answer]:
        """The answers on one page of the list."""
        inner = inner_texts_of([hit.pk for hit in page if hit.is_inner])
        return [self.answer(found, inner.get(found.pk)) for found in self.pages(page)]

    def answer(self, page: KnowledgePage, inner: list[str] | None) -> Answer:
        """`inner`: what only employees read on the page, if that is what was found."""
        texts = [page.summary, page.plain_text] if inner is None else inner
        pieces = snippet(texts, self.question.text, self.question.language)
        return Answer(page, pieces, is_promoted=page.pk in self.promoted, is_inner=inner is not None)

    @cached_property
    def other_spelling(self) -> str | None:
        """With words that stand on pages which the reader may read. Most questions have none and cost no query."""
        backend = own_backend()
        if backend is None:
            return None
        ask = backend.engine.spelling
        try:
            if ask(self.asked.words, self.question.language, require=self.question.require) is None:
                return None
            keys = {key_for(KnowledgePage, pk) for pk in self.readable.values_list("pk", flat=True)}
            return ask(self.asked.words, self.question.language, require=self.question.require, keys=keys)
        except EngineError:
            return None


def hits_of(is_inner: dict[int, bool]) -> list[Hit]:
    """In the order of the keys. One query, however many pages: none of them is read."""
    rows = KnowledgePage.objects.filter(pk__in=is_inner).values_list("pk", "content_type", "audience__role")
    types, roles = dict[int, int](), defaultdict[int, set[str]](set)
    for pk, content_type, role in rows:
        types[pk] = content_type
        roles[pk].add(role)
    models = {pk: model_of(pk) for pk in set(types.values())}
    return [
        Hit(pk, models[types[pk]], frozenset(roles[pk] - {None}), inner)
        for pk, inner in is_inner.items()
        if pk in types
    ]


def model_of(content_type: int) -> type[KnowledgePage]:
    """Kept in memory by Django, so it costs no query."""
    return cast(type[KnowledgePage], ContentType.objects.get_for_id(content_type).model_class())


def inner_texts_of(pks: Collection[int]) -> dict[int, list[str]]:
    """By page, read for all at once: one query a kind of page, however many pages."""
    if not pks:
        return {}
    pages = list(KnowledgePage.objects.filter(pk__in=pks).specific())
    read_file_texts(pages)
    return {page.pk: [plain(text) for text in page.inner_texts().values()] for page in pages}
