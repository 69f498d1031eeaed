"""What a page lacks before it can be published, in words at the field. Plain: works on pieces, asks no database."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.html import strip_tags
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kb.domain.content import Kind, Piece
from kb.domain.readability import Reading, measure
from kb.plain import plain

REQUIRED = {
    "title": gettext_lazy("Write what the page is called."),
    "summary": gettext_lazy("Write a sentence that says what the page is about."),
    "purpose": gettext_lazy("Write what the reader knows or can do after reading."),
    "audience": gettext_lazy("Choose at least one role that the page is written for."),
    "topic": gettext_lazy("Choose a topic."),
    "page_owner": gettext_lazy("Choose who is responsible for the page."),
    "review_by": gettext_lazy("Choose a date before which somebody looks through the page."),
    "body": gettext_lazy("Write the guide: at least one text or one step."),
    "answer": gettext_lazy("Write the answer."),
}
"""By field: what to say when it is empty."""
HEADING_IN_TEXT = re.compile(r"<h([1-6])\b", re.IGNORECASE)
PAGE_TITLE, BLOCK_HEADING = 1, 2


@dataclass(frozen=True, slots=True)
class Problem:
    field: str
    message: str


def missing(page: Any) -> list[Problem]:
    """The fields that are still empty."""
    return [
        Problem(name, str(message))
        for name, message in REQUIRED.items()
        if hasattr(type(page), name) and is_empty(getattr(page, name))
    ]


def is_empty(value: Any) -> bool:
    return not value.exists() if hasattr(value, "exists") else not value


def problems(pieces: list[Piece], required: Iterable[str] = ("body", "answer")) -> list[Problem]:
    """What is wrong with the text itself. `required` names the fields that must hold text, if they have pieces."""
    return [
        *empty_fields(pieces, required),
        *skipped_levels(pieces),
        *pictures_without_words(pieces),
        *films_without_words(pieces),
    ]


def empty_fields(pieces: list[Piece], required: Iterable[str]) -> Iterator[Problem]:
    """Headings alone are no guide."""
    for name in required:
        own = [piece for piece in pieces if piece.field == name]
        if own and not any(says_something(piece) for piece in own):
            yield Problem(name, str(REQUIRED[name]))


def says_something(piece: Piece) -> bool:
    if piece.kind in (Kind.RICH, Kind.TEXT):
        return bool(strip_tags(str(piece.value)).strip())
    return piece.kind in (Kind.FILM, Kind.PICTURE)


def skipped_levels(pieces: list[Piece]) -> Iterator[Problem]:
    above: dict[str, int] = {}
    for piece in pieces:
        for level in heading_levels(piece):
            if level > above.get(piece.field, PAGE_TITLE) + 1:
                yield Problem(
                    piece.field,
                    _("%(place)s: the heading skips a level. Those who listen to the page lose the thread.")
                    % {"place": piece.place},
                )
            above[piece.field] = level


def heading_levels(piece: Piece) -> list[int]:
    if piece.kind == Kind.HEADING:
        return [BLOCK_HEADING]
    return [int(level) for level in HEADING_IN_TEXT.findall(str(piece.value))] if piece.kind == Kind.RICH else []


def pictures_without_words(pieces: list[Piece]) -> Iterator[Problem]:
    for piece in pieces:
        if piece.kind == Kind.PICTURE and isinstance(piece.value, dict) and lacks_words(piece.value):
            yield Problem(
                piece.field,
                _("%(place)s: write an alternative text, or mark the picture as decorative.") % {"place": piece.place},
            )


def lacks_words(picture: dict[str, Any]) -> bool:
    return bool(picture.get("image")) and not (picture.get("decorative") or (picture.get("alt_text") or "").strip())


def films_without_words(pieces: list[Piece]) -> Iterator[Problem]:
    for piece in pieces:
        if piece.kind != Kind.FILM:
            continue
        if not (piece.value.get("captions") or piece.value.get("no_captions")):
            yield Problem(
                piece.field,
                _("%(place)s: choose captions, or say why there are none.") % {"place": piece.place},
            )
        if not strip_tags(piece.value.get("transcript") or "").strip():
            yield Problem(piece.field, _("%(place)s: write a transcript.") % {"place": piece.place})


def reading_of(pieces: list[Piece]) -> Reading:
    """How heavy all that is read on the page is."""
    return measure("\n".join(text_of(piece) for piece in pieces))


def text_of(piece: Piece) -> str:
    if piece.kind == Kind.RICH:
        return plain(str(piece.value))
    return str(piece.value) if piece.kind in (Kind.TEXT, Kind.HEADING) else ""
