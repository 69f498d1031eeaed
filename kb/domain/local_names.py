"""What people in a municipality call things, found in what somebody typed."""

import re

from accounts.models import Municipality
from kb.models import LocalName

WORD = re.compile(r"\w+")


def names_in(typed: str, *, municipality: Municipality, language: str) -> list[LocalName]:
    """Those whose words stand in `typed` in the same order, the longest name first."""
    sentence = spaced(typed)
    names = LocalName.objects.filter(municipality=municipality, language=language).select_related("page")
    found = [name for name in names if spaced(name.name) in sentence]
    return sorted(found, key=lambda name: (-len(name.name), name.name))


def spaced(text: str) -> str:
    """` a b ` of "A, b": words can be looked for without finding parts of words."""
    return f" {' '.join(WORD.findall(text.lower()))} "
