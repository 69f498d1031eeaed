"""`manage.py load_demo`: fills an empty database with the demo; does nothing if it is already there."""

from typing import Any

from django.core.management.base import BaseCommand
from django.db import transaction

from accounts.models import Municipality
from config.demo import courses, local_names, local_notes, organisation, pages, tickets, upkeep


class Command(BaseCommand):
    help = "Load the demo's municipalities, people, pages and tickets."

    def handle(self, *args: Any, **options: Any) -> None:
        if Municipality.objects.exists():
            self.stdout.write("  The demo is already loaded.")
            return
        with transaction.atomic():
            self.stdout.write("  municipalities, schools and people ...")
            organisation.load()
            self.stdout.write("  pages ...")
            libraries = pages.load()
            local_notes.load(libraries["sv"])
            local_names.load(libraries["sv"])
            self.stdout.write("  courses ...")
            courses.load(libraries)
            upkeep.load()
            self.stdout.write("  tickets ...")
            answered, new = tickets.load()
        self.stdout.write(f"  {answered} answered and {new} new tickets.")
