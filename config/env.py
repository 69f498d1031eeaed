"""Typed readers of environment variables. A bad value stops the start with one clear sentence.

A secret may lie in a file: `NAME_FILE` names it, so that it never stands in a process list.
"""

import os
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

TRUE_WORDS = {"1", "true", "yes", "on"}
FALSE_WORDS = {"0", "false", "no", "off", ""}
ALL_PER_CENT = 100


def text(name: str, default: str | None = None) -> str:
    value = os.environ.get(name, default)
    if value is None:
        raise ImproperlyConfigured(f"The environment variable {name} must be set.")
    return value


def boolean(name: str, *, default: bool) -> bool:
    word = os.environ.get(name, str(default)).strip().lower()
    if word in TRUE_WORDS:
        return True
    if word in FALSE_WORDS:
        return False
    raise ImproperlyConfigured(f"{name} must be true or false, not {word!r}.")


def integer(name: str, default: int) -> int:
    word = os.environ.get(name, str(default))
    try:
        return int(word)
    except ValueError as error:
        raise ImproperlyConfigured(f"{name} must be a whole number, not {word!r}.") from error


def percent(name: str, default: int) -> float:
    """A share, given in whole per cent."""
    number = integer(name, default)
    if not 0 <= number <= ALL_PER_CENT:
        raise ImproperlyConfigured(f"{name} must lie between 0 and {ALL_PER_CENT}, not at {number}.")
    return number / ALL_PER_CENT


def words(name: str, default: str = "") -> list[str]:
    """A comma-separated list, empty items left out."""
    return [word.strip() for word in os.environ.get(name, default).split(",") if word.strip()]


def folder(name: str, default: Path) -> Path:
    return Path(os.environ.get(name, str(default))).expanduser().resolve()


def secret(name: str, default: str | None = None) -> str:
    """The value of NAME, or the content of the file that NAME_FILE names."""
    file_name = os.environ.get(f"{name}_FILE")
    if file_name is None:
        return text(name, default)
    try:
        return Path(file_name).read_text(encoding="utf-8").strip()
    except OSError as error:
        raise ImproperlyConfigured(f"{name}_FILE names a file that cannot be read: {error}") from error
