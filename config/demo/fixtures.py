"""Reads the files of fixtures/."""

import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.conf import settings


def folder(*parts: str) -> Path:
    return Path(settings.BASE_DIR).joinpath("fixtures", *parts)


def toml(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.read_text(encoding="utf-8"))


def table(*parts: str) -> dict[str, Any]:
    """A file's tables by name; none if there is no such file."""
    path = folder(*parts)
    return toml(path) if path.exists() else {}


def files(*parts: str, pattern: str) -> Iterator[tuple[Path, dict[str, Any]]]:
    for path in sorted(folder(*parts).glob(pattern)):
        yield path, toml(path)
