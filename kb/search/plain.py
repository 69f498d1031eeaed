"""Whatever a page holds, as plain text."""

import html
import re
from typing import Any

TAG = re.compile(r"<[^>]*>")


def plain(value: Any) -> str:
    """Markup and entities gone, spaces single; each item of a list on a line of its own."""
    if value is None:
        return ""
    if isinstance(value, list | tuple):
        return "\n".join(filter(None, map(plain, value)))
    return " ".join(html.unescape(TAG.sub(" ", str(value))).split())
