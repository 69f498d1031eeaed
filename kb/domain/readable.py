"""The one place that decides which characters of what people type reach those who read it.

Left out: control characters, halves of surrogate pairs, and the marks that turn the direction of the text around them,
with which "exe.gnp" can be made to read "png.exe". Kept: all letters and signs, and the joiners that Persian and emoji
need.
"""

import re

LINE_BREAKS = re.compile("\r\n?|[\x0b\x0c\x85\u2028\u2029]")
MISLEADING = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufeff]")


def readable(text: str) -> str:
    return MISLEADING.sub("", LINE_BREAKS.sub("\n", text))


def can_be_seen(text: str) -> bool:
    return any(letter.isprintable() and not letter.isspace() for letter in text)


def readable_or_empty(text: str) -> str:
    """Without what misleads, nor spaces around; empty if nothing can be seen."""
    tidy = readable(text).strip()
    return tidy if can_be_seen(tidy) else ""
