"""`manage.py collect_messages`: adds new strings to the Swedish catalogue and drops those no longer used."""

from typing import Any

from babel.messages import Catalog
from babel.messages.pofile import write_po
from django.conf import settings
from django.core.management.base import BaseCommand

from config.catalogue import catalogue_file, collected, read_catalogue


class Command(BaseCommand):
    help = "Update locale/sv/LC_MESSAGES/django.po."

    def handle(self, *args: Any, **options: Any) -> None:
        file = catalogue_file(settings.LANGUAGE_CODE)
        file.parent.mkdir(parents=True, exist_ok=True)
        catalogue = read_catalogue(settings.LANGUAGE_CODE) if file.exists() else Catalog(locale="sv", domain="django")
        catalogue.update(collected(), no_fuzzy_matching=True)
        catalogue.obsolete.clear()
        with file.open("wb") as target:
            write_po(target, catalogue, sort_output=True, no_location=False, include_lineno=False, width=110)
        untranslated = [message.id for message in catalogue if message.id and not message.string]
        self.stdout.write(f"  {len(catalogue)} strings, {len(untranslated)} without a Swedish translation.")
