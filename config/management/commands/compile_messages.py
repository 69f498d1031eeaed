"""`manage.py compile_messages`: turns the catalogues into what Django reads, without gettext on the machine.

A language that texts may be written in and that the interface does not speak gets the catalogue of the language that
the interface speaks there. Else the words of Django's and Wagtail's own catalogues would stand among the Swedish ones.
"""

from pathlib import Path
from typing import Any

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from django.conf import settings
from django.core.management.base import BaseCommand
from django.utils.translation import to_locale

from accounts.languages import base_of, interface_language


class Command(BaseCommand):
    help = "Compile locale/*/LC_MESSAGES/django.po."

    def handle(self, *args: Any, **options: Any) -> None:
        for source in catalogues():
            language = source.parent.parent.name
            for name in [language, *spoken_for(language)]:
                target = source.parents[2] / name / "LC_MESSAGES" / "django.mo"
                if not target.exists() or target.stat().st_mtime <= source.stat().st_mtime:
                    compile_catalogue(source, target)


def compile_catalogue(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    with source.open("rb") as po, target.open("wb") as mo:
        write_mo(mo, read_po(po, locale=source.parent.parent.name))


def catalogues() -> list[Path]:
    return [file for folder in settings.LOCALE_PATHS for file in Path(folder).glob("*/LC_MESSAGES/django.po")]


def spoken_for(language: str) -> list[str]:
    """The folders of the languages for which the interface speaks this one; variants of it need none of their own."""
    codes = [code for code, _name in settings.LANGUAGES if code != language and base_of(code) != language]
    return [to_locale(code) for code in codes if interface_language(code) == language]
