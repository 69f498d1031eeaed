"""Takes out of comments and searches what tells who somebody is: editors read both."""

import re

from kb.domain.personal_numbers import EMAIL, IDENTITY, PHONE, with_word

MASKS = ((EMAIL, "[e-postadress]"), (IDENTITY, "[personnummer]"), (PHONE, "[telefonnummer]"))
"""Addresses first, as they may hold numbers."""
BIRTH_DATE = re.compile(r"\b(?:19|20)?\d{6}\b")


def masked(text: str) -> str:
    """The text with personal numbers, phone numbers and e-mail addresses as one word each."""
    for pattern, word in MASKS:
        text = with_word(pattern, word, text)
    return text


def without_personal_data(text: str) -> str:
    """The text without any of these, nor dates of birth, its spaces single: for what is counted."""
    for pattern in (*(pattern for pattern, _ in MASKS), BIRTH_DATE):
        text = with_word(pattern, " ", text)
    return " ".join(text.split())
