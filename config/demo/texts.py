"""Turns the fixtures' CommonMark into Wagtail's rich text, and their blocks into a stream field's data."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from markdown_it import MarkdownIt

COMMONMARK = MarkdownIt("commonmark", {"html": False})
NO_PICTURE = {"image": None, "decorative": False, "alt_text": ""}
PHONE_NUMBER = re.compile(r"\b0\d{1,3}-\d{2,3}(?: \d{2,3})+\b")
PAGE_LINK = re.compile(r'<a href="page:([-a-z0-9]+)">')

Data = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Library:
    """What texts refer to by name: primary keys of pages by slug, pictures, films and files as blocks have them."""

    pages: Mapping[str, int]
    pictures: Mapping[str, Data]
    films: Mapping[str, Data]
    files: Mapping[str, Data]

    def rich(self, text: str) -> str:
        html = PHONE_NUMBER.sub(phone_link, COMMONMARK.render(text))
        return PAGE_LINK.sub(lambda match: f'<a linktype="page" id="{self.pages[match[1]]}">', html)

    def stream(self, parts: list[dict[str, Any]]) -> list[dict[str, Any]]:
        return [{"type": part["type"], "value": MAKERS[part["type"]](self, part)} for part in parts]


def phone_link(found: re.Match[str]) -> str:
    """As editors make them: on a phone, one taps the number."""
    digits = found[0].replace("-", "").replace(" ", "")
    return f'<a href="tel:{digits}">{found[0]}</a>'


def heading(library: Library, part: Data) -> Any:
    return part["text"]


def paragraph(library: Library, part: Data) -> Any:
    return library.rich(part["text"])


def notice(library: Library, part: Data) -> Any:
    return {"text": library.rich(part["text"])}


def steps(library: Library, part: Data) -> Any:
    return [
        {
            "title": step["title"],
            "text": library.rich(step.get("text", "")),
            "picture": library.pictures[step["picture"]] if "picture" in step else NO_PICTURE,
        }
        for step in part["steps"]
    ]


def picture(library: Library, part: Data) -> Any:
    return {"picture": library.pictures[part["picture"]], "caption": part.get("caption", "")}


def table(library: Library, part: Data) -> Any:
    return {
        "columns": [{"type": "text", "heading": heading} for heading in part["header"]],
        "rows": [{"values": row} for row in part["rows"]],
        "caption": part["caption"],
    }


def film(library: Library, part: Data) -> Any:
    data = library.films[part["film"]]
    return {**data, "transcript": library.rich(data["transcript"])}


def file(library: Library, part: Data) -> Any:
    return library.files[part["file"]]


def related(library: Library, part: Data) -> Any:
    return [library.pages[slug] for slug in part["pages"]]


MAKERS: dict[str, Callable[[Library, Data], Any]] = {
    "heading": heading,
    "paragraph": paragraph,
    "note": notice,
    "warning": notice,
    "contact": notice,
    "steps": steps,
    "picture": picture,
    "table": table,
    "film": film,
    "file": file,
    "related": related,
}
