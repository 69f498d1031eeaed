"""Reads primary keys that somebody has sent: in an address, a form or a text."""

LONGEST_KEY = 18
"""Digits: any such number fits in a database's eight bytes."""


def read_key(written: object) -> int | None:
    """None for whatever is no key: "²" is a digit to Python, and thirty nines overflow the database."""
    text = str(written)
    return int(text) if text.isascii() and text.isdigit() and len(text) <= LONGEST_KEY else None
