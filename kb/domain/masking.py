"""Takes out of readers' comments what tells who somebody is: the comments are about texts, and editors read them.

The classifier masks its texts by patterns of the same kind (`triage.classifier.text`), which may not be imported here;
a test holds the two alike.
"""

import re

MASKS = (
    (re.compile(r"\b[\w.+-]+@[\w-]+(?:\.[\w-]+)+\b"), "[e-postadress]"),
    (re.compile(r"\b(?:19|20)?\d{6} ?[-+–]? ?(?:\d{4}|[A-Za-z]\d{3})\b"), "[personnummer]"),
    (re.compile(r"(?:\+|\b00)[\d\s()-]{6,18}\d\b|\b0[\d\s()/-]{5,14}\d\b"), "[telefonnummer]"),
)
"""Addresses first, as they may hold numbers. Coordination numbers (day + 60) have the form of personal numbers."""
LINE_BREAKS = re.compile("\r\n?|[\x0b\x0c\x85\u2028\u2029]")
MISLEADING = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufeff]")


def masked(text: str) -> str:
    """The text with personal numbers, phone numbers and e-mail addresses as one word each."""
    for pattern, word in MASKS:
        text = pattern.sub(word, text)
    return text


def readable(text: str) -> str:
    """Without control characters and marks that turn the direction around them; empty if nothing can be seen."""
    tidy = MISLEADING.sub("", LINE_BREAKS.sub("\n", text)).strip()
    return tidy if any(letter.isprintable() and not letter.isspace() for letter in tidy) else ""
