"""Takes out of a text what points at a person, before it is counted or kept. Names cannot be known by their form."""

import re
from typing import Final

PERSONAL: Final = (
    re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+"),
    re.compile(r"(?<!\d)(?:19|20)?\d{6}[-+ ]?\d{4}(?!\d)"),  # personal and coordination numbers
    re.compile(r"(?<!\d)(?:\+46|0046|0)[ \d()/-]{5,14}\d(?!\d)"),  # phone numbers
    re.compile(r"(?<!\d)(?:19|20)?\d{6}(?!\d)"),  # a date of birth
)


def without_personal_data(text: str) -> str:
    """The text without personal numbers, phone numbers and e-mail addresses, its spaces single."""
    for pattern in PERSONAL:
        text = pattern.sub(" ", text)
    return " ".join(text.split())
