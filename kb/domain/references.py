"""What a page refers to by key: pages, documents and pictures. Whoever shows a reference shows its title or address."""

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from wagtail import blocks
from wagtail.contrib.typed_table_block.blocks import TypedTableBlock
from wagtail.fields import RichTextField

from kb.domain.content import Kind, Piece, is_list_item, kind_of, pieces_of_field
from kb.domain.links import MARK, links_in, links_in_text


class Reference(NamedTuple):
    kind: Kind
    key: int | str


def references_in(pieces: Iterable[Piece]) -> Iterator[tuple[str, Reference]]:
    """Each with its place in words. Addresses that somebody typed refer to nothing by key."""
    for piece in pieces:
        for kind, key in links_in(piece):
            if kind != Kind.TEXT:
                yield piece.place, Reference(kind, key)


def references_in_field(field: Any, value: Any) -> list[tuple[str, Reference]]:
    return list(references_in(pieces_of_field(field, value))) if value else []


def field_without(field: Any, value: Any, refused: set[Reference]) -> Any:
    """The field's value with these references taken out and all else as it was."""
    if isinstance(field, RichTextField):
        return text_without(str(value), refused)
    block = field.stream_block
    return block.to_python(block_without(block, block.get_prep_value(value), refused))


def text_without(markup: str, refused: set[Reference]) -> str:
    """The words of a link stay."""

    def kept(mark: Any) -> str:
        if not refused.intersection(links_in_text(mark[0])):
            return str(mark[0])
        return "<a>" if mark[0].lower().startswith("<a") else ""

    return MARK.sub(kept, markup)


def block_without(block: Any, stored: Any, refused: set[Reference]) -> Any:
    """The same of a block's stored value. What held the reference stands empty."""
    kind = kind_of(block, "")
    if kind is None or stored is None:
        return parts_without(block, stored, refused)
    if kind == Kind.RICH:
        return text_without(str(stored), refused)
    piece = Piece("", "", kind, stored)
    return None if is_reference(piece) and refused.intersection(links_in(piece)) else stored


def is_reference(piece: Piece) -> bool:
    if piece.kind == Kind.PICTURE and isinstance(piece.value, dict):
        return piece.value.get("image") is not None
    return piece.kind in (Kind.PAGE, Kind.DOCUMENT, Kind.PICTURE)


def parts_without(block: Any, stored: Any, refused: set[Reference]) -> Any:
    """Of blocks that hold others."""
    if stored is None:
        return None
    if isinstance(block, TypedTableBlock):
        return {**stored, "rows": [row_without(block, stored["columns"], row, refused) for row in stored["rows"]]}
    if isinstance(block, blocks.StreamBlock):
        return [
            {**part, "value": block_without(block.child_blocks[part["type"]], part["value"], refused)}
            for part in stored
            if part["type"] in block.child_blocks
        ]
    if isinstance(block, blocks.ListBlock):
        return [item_without(block.child_block, item, refused) for item in stored]
    if isinstance(block, blocks.StructBlock):
        children = block.child_blocks
        return {**stored, **{name: block_without(children[name], stored.get(name), refused) for name in children}}
    return stored


def row_without(block: TypedTableBlock, columns: list[Any], row: dict[str, Any], refused: set[Reference]) -> Any:
    cells = zip(columns, row["values"], strict=True)
    values = [block_without(block.child_blocks[column["type"]], value, refused) for column, value in cells]
    return {**row, "values": values}


def item_without(block: Any, item: Any, refused: set[Reference]) -> Any:
    if is_list_item(item):
        return {**item, "value": block_without(block, item["value"], refused)}
    return block_without(block, item, refused)
