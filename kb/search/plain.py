"""Whatever a page holds, as plain text."""

import html
import re
from typing import Any

TAG = re.compile(r"<[^>]*>")


def plain(value: Any) -> str:
    """Lists joined, markup and entities gone, spaces single."""
    if value is None:
        return ""
    if isinstance(value, list | tuple):
        return " ".join(filter(None, map(plain, value)))
    return " ".join(html.unescape(TAG.sub(" ", str(value))).split())
