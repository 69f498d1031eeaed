"""Collects the strings of code and templates with Babel, so that no gettext is needed on any machine."""

import io
from collections.abc import Iterator
from pathlib import Path

from babel.messages import Catalog
from babel.messages.extract import extract
from babel.messages.pofile import read_po
from django.conf import settings
from django.utils.translation.template import templatize

APPS = ("accounts", "config", "jobs", "kb", "support", "training", "triage")
KEYWORDS = {
    "gettext": None,
    "gettext_lazy": None,
    "_": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "pgettext": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}


def catalogue_file(language: str) -> Path:
    return Path(settings.LOCALE_PATHS[0]) / language / "LC_MESSAGES" / "django.po"


def read_catalogue(language: str) -> Catalog:
    with catalogue_file(language).open("rb") as file:
        return read_po(file, locale=language, domain="django")


def collected() -> Catalog:
    """Every string that is marked for translation, with the files it stands in."""
    catalogue = Catalog(domain="django", fuzzy=False)
    for file, source in sources():
        for _line, message, _comments, context in extract("python", io.BytesIO(source.encode()), KEYWORDS):
            catalogue.add(message, locations=[(file, 0)], context=context)
    return catalogue


def sources() -> Iterator[tuple[str, str]]:
    """Python as it is; templates turned into something like Python by Django's own `templatize`."""
    for app in APPS:
        for path in sorted((settings.BASE_DIR / app).rglob("*.py")):
            if "migrations" not in path.parts:
                yield str(path.relative_to(settings.BASE_DIR)), path.read_text(encoding="utf-8")
    for path in sorted((settings.BASE_DIR / "templates").rglob("*")):
        if path.suffix in {".html", ".txt"}:
            name = str(path.relative_to(settings.BASE_DIR))
            lines = templatize(path.read_text(encoding="utf-8"), origin=name).splitlines()
            yield name, "\n".join(line.lstrip() for line in lines)  # Python would read indentation
