"""Whatever a page holds, as plain text: for the search, its snippets, and the measure of how heavy a text is."""

import html
import re
from typing import Any

BLOCK = re.compile(
    r"</?(?:p|h[1-6]|li|ul|ol|dl|dt|dd|table|tr|td|th|blockquote|pre|div|figure|figcaption|embed|[bh]r)\b[^>]*>",
    re.IGNORECASE,
)
"""Where a line begins or ends. All other tags stand within a line, even within a word."""
TAG = re.compile(r"<[^>]*>")


def plain(value: Any) -> str:
    """Each block and each item of a list on a line of its own; markup and entities gone, spaces single."""
    if value is None:
        return ""
    parts = map(plain, value) if isinstance(value, list | tuple) else map(line, BLOCK.split(str(value)))
    return "\n".join(filter(None, parts))


def line(markup: str) -> str:
    return " ".join(html.unescape(TAG.sub("", markup)).split())
