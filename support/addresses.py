"""Addresses that are keys: the status page's token, the draft's key. They go into no log, link or other ticket."""

import re

SECRET_PARTS = re.compile(r"(/arende/|/fraga/|/reset/key/|utkast=)([^/\s\"?&]{8,})")


def redacted(text: str) -> str:
    return SECRET_PARTS.sub(r"\1…", text)


def is_secret(address: str) -> bool:
    return SECRET_PARTS.search(address) is not None
