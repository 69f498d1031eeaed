"""What a page is made of, part by part: rich text and stream fields taken to pieces, as they are stored.

Works on stored values, so nothing that a page refers to is read from the database, and what was deleted still shows.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.db.models import Model
from wagtail import blocks
from wagtail.contrib.typed_table_block.blocks import TypedTableBlock
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.fields import RichTextField, StreamField
from wagtail.images.blocks import ImageBlock, ImageChooserBlock

BETWEEN = " › "


class Kind(StrEnum):
    HEADING = "heading"
    TEXT = "text"
    RICH = "rich"
    """HTML as Wagtail stores it, with `linktype` for links within the site."""
    PAGE = "page"
    DOCUMENT = "document"
    PICTURE = "picture"
    """A primary key, or what an ImageBlock stores: `image`, `decorative`, `alt_text`."""
    FILM = "film"
    """What a film block stores; its parts follow."""


@dataclass(frozen=True, slots=True)
class Piece:
    field: str
    place: str
    """In words, for editors."""
    kind: Kind
    value: Any


def content_fields(model: type[Model]) -> list[Any]:
    return [field for field in model._meta.get_fields() if isinstance(field, StreamField | RichTextField)]


def pieces_of(page: Model) -> list[Piece]:
    return pieces(type(page), {field.name: getattr(page, field.name) for field in content_fields(type(page))})


def pieces(model: type[Model], values: dict[str, Any]) -> list[Piece]:
    """Of the values of a model's fields, as an instance or a cleaned form has them. Missing values have no pieces."""
    return [
        piece
        for field in content_fields(model)
        if values.get(field.name)
        for piece in pieces_of_field(field, values[field.name])
    ]


def pieces_of_field(field: Any, value: Any) -> Iterator[Piece]:
    place = str(field.verbose_name).capitalize()
    if isinstance(field, RichTextField):
        yield Piece(field.name, place, Kind.RICH, str(value))
        return
    block = field.stream_block
    for kind, where, stored in walk(block, block.get_prep_value(value), "", ""):
        yield Piece(field.name, f"{place}{where}", kind, stored)


def walk(block: Any, stored: Any, name: str, place: str) -> Iterator[tuple[Kind, str, Any]]:
    """Depth first. Blocks that hold others give way to them; a film is told of too."""
    kind = kind_of(block, name)
    if stored is None or (kind == Kind.PICTURE and picture_of(stored) is None):
        return
    if kind is not None:
        yield kind, place, stored
    if kind is None or kind == Kind.FILM:
        for child, inner, child_name, label in children(block, stored):
            yield from walk(child, inner, child_name, f"{place}{BETWEEN}{label}")


def picture_of(stored: Any) -> Any:
    """The primary key; None where a picture could stand and none does."""
    return stored.get("image") if isinstance(stored, dict) else stored


def kind_of(block: Any, name: str) -> Kind | None:
    if isinstance(block, ImageBlock | ImageChooserBlock):
        return Kind.PICTURE
    if isinstance(block, DocumentChooserBlock):
        return Kind.DOCUMENT
    if isinstance(block, blocks.PageChooserBlock):
        return Kind.PAGE
    if isinstance(block, blocks.RichTextBlock):
        return Kind.RICH
    if isinstance(block, blocks.CharBlock | blocks.TextBlock):
        return Kind.HEADING if name == "heading" else Kind.TEXT
    return Kind.FILM if name == "film" else None


def children(block: Any, stored: Any) -> Iterable[tuple[Any, Any, str, str]]:
    """Each with its stored value, its name and its label."""
    if isinstance(block, TypedTableBlock):
        return cells(block, stored)
    if isinstance(block, blocks.StreamBlock):
        return [
            (child, part["value"], part["type"], f"{child.label} ({number})")
            for number, part in enumerate(stored, 1)
            if (child := block.child_blocks.get(part["type"])) is not None
        ]
    if isinstance(block, blocks.ListBlock):
        child = block.child_block
        items = [item["value"] if is_list_item(item) else item for item in stored]
        return [(child, item, "", f"{child.label} {number}".strip()) for number, item in enumerate(items, 1)]
    if isinstance(block, blocks.StructBlock):
        return [(child, stored.get(name), name, str(child.label)) for name, child in block.child_blocks.items()]
    return []


def is_list_item(item: Any) -> bool:
    """Newer lists store each item with an id, older ones the bare value."""
    return isinstance(item, dict) and item.get("type") == "item" and "value" in item


def cells(block: TypedTableBlock, stored: Any) -> Iterator[tuple[Any, Any, str, str]]:
    for number, row in enumerate(stored["rows"], 1):
        for column, value in zip(stored["columns"], row["values"], strict=True):
            child = block.child_blocks[column["type"]]
            yield child, value, "", f"{column['heading'] or child.label} {number}"
