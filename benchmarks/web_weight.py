"""What a page weighs: all bytes that a browser with an empty cache is sent for it, pictures left out."""

import gzip
import re
import urllib.request
from collections.abc import Mapping
from dataclasses import dataclass
from html.parser import HTMLParser
from urllib.parse import urldefrag, urljoin

from benchmarks.web_load import OK, PATIENCE_SECONDS

LOADING_LINKS = {"stylesheet", "preload", "modulepreload"}
IN_CSS = re.compile(r"""url\(\s*["']?(?!data:)([^"')]+)|@import\s+["']([^"']+)""")


@dataclass(frozen=True, slots=True)
class Answer:
    sent_bytes: int
    """Head and body, as they came."""
    kind: str
    text: str


class Loaded(HTMLParser):
    """Collects what a page loads: style sheets, scripts and drawings that it uses. Icon and <img> are pictures."""

    def __init__(self) -> None:
        super().__init__()
        self.addresses: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        if tag == "link" and LOADING_LINKS & set(values.get("rel", "").split()):
            self.addresses.append(values.get("href", ""))
        elif tag == "script":
            self.addresses.append(values.get("src", ""))
        elif tag == "use":
            self.addresses.append(values.get("href", values.get("xlink:href", "")))


def kilobytes(address: str, headers: Mapping[str, str]) -> float:
    """In 10^3 bytes. What is loaded may load more: a style sheet its icons and fonts."""
    waiting, seen, total = [address], {address}, 0
    while waiting:
        here = waiting.pop()
        answer = fetched(here, headers)
        total += answer.sent_bytes
        found = {urldefrag(urljoin(here, there)).url for there in loaded_by(answer)} - seen
        seen |= found
        waiting += found
    return round(total / 1000, 1)


def loaded_by(answer: Answer) -> list[str]:
    if answer.kind == "text/css":
        return [address or imported for address, imported in IN_CSS.findall(answer.text)]
    if answer.kind == "text/html":
        page = Loaded()
        page.feed(answer.text)
        return page.addresses
    return []


def fetched(address: str, headers: Mapping[str, str]) -> Answer:
    request = urllib.request.Request(address, headers=dict(headers))  # noqa: S310  # our own server's address
    with urllib.request.urlopen(request, timeout=PATIENCE_SECONDS) as answer:  # noqa: S310  # the same
        if answer.status != OK or answer.url != address:
            raise RuntimeError(f"{address} answered {answer.status} from {answer.url}")
        body = answer.read()
        plain = gzip.decompress(body) if answer.headers.get("Content-Encoding") == "gzip" else body
        return Answer(
            sent_bytes=len(answer.headers.as_bytes()) + len(body),
            kind=answer.headers.get_content_type(),
            text=plain.decode("utf-8", errors="replace"),
        )
