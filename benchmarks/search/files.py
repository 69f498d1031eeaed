"""Reads the sets strictly, and pads them."""

import json
import random
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

SEED = 20
SENTENCES = range(4, 9)
"""How many sentences a padded document has."""
SENTENCE_END = re.compile(r"(?<=[.!?])\s+")
PADDED = "pad"


class BadLine(Exception):
    """A line that is not what the format says."""

    def __init__(self, path: Path, line: int, what: str) -> None:
        super().__init__(f"{path}:{line}: {what}")


@dataclass(frozen=True, slots=True)
class Text:
    """A document to be found."""

    id: str
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class Query:
    text: str
    relevant: frozenset[str]


def read_documents(path: Path) -> list[Text]:
    found: dict[str, Text] = {}
    for line, row in rows(path):
        document = Text(
            id=checked_id(row.get("id"), path, line),
            title=checked_text(row, "title", path, line) if row.get("title") is not None else "",
            text=checked_text(row, "text", path, line),
        )
        if document.id in found:
            raise BadLine(path, line, f"the id {document.id!r} is taken by an earlier line")
        found[document.id] = document
    if not found:
        raise BadLine(path, 1, "there is no document in the file")
    return list(found.values())


def read_queries(path: Path) -> list[Query]:
    queries = [
        Query(checked_text(row, "query", path, line), checked_relevant(row, path, line)) for line, row in rows(path)
    ]
    if not queries:
        raise BadLine(path, 1, "there is no query in the file")
    return queries


def rows(path: Path) -> Iterator[tuple[int, dict[str, Any]]]:
    """Objects with their line numbers. Lines end with LF or CRLF only: texts may hold any other separator."""
    for line, raw in enumerate(path.read_bytes().removeprefix(b"\xef\xbb\xbf").split(b"\n"), 1):
        if not raw.strip():
            continue
        try:
            row = json.loads(raw.decode())
        except (ValueError, RecursionError) as error:  # UnicodeDecodeError and JSONDecodeError are ValueErrors
            raise BadLine(path, line, f"not JSON in UTF-8: {error}") from error
        if not isinstance(row, dict):
            raise BadLine(path, line, "not a JSON object")
        yield line, row


def checked_id(value: object, path: Path, line: int) -> str:
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        raise BadLine(path, line, "ids must be numbers or strings")
    return str(value)


def checked_relevant(row: dict[str, Any], path: Path, line: int) -> frozenset[str]:
    value = row.get("relevant")
    if not isinstance(value, list) or not value:
        raise BadLine(path, line, "`relevant` must be a list with at least one id")
    return frozenset(checked_id(one, path, line) for one in value)


def checked_text(row: dict[str, Any], name: str, path: Path, line: int) -> str:
    value = row.get(name)
    if not isinstance(value, str):
        raise BadLine(path, line, f"`{name}` must be a string")
    return value.encode(errors="replace").decode()  # a lone half of a surrogate pair is no character


def padded(documents: list[Text], size: int) -> list[Text]:
    """With as many further documents of random sentences of the set as make `size`; never fewer than there are."""
    sentences = [one for document in documents for one in SENTENCE_END.split(document.text) if one.strip()] or [""]
    dice = random.Random(SEED)
    prefix = PADDED
    while any(document.id.startswith(prefix) for document in documents):
        prefix += "-"
    added = [
        Text(f"{prefix}{number}", "", " ".join(dice.choices(sentences, k=dice.choice(SENTENCES))))
        for number in range(size - len(documents))
    ]
    return documents + added
