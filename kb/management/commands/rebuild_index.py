"""`manage.py rebuild_index`: writes the whole search index anew and swaps it in at once."""

from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand

from kb.search.rebuild import rebuild
from kb.search.visitors import own_backend


class Command(BaseCommand):
    help = "Write the search index anew; readers see the old one until the new one is complete."

    def handle(self, *args: Any, **options: Any) -> None:
        if own_backend() is None:
            call_command("wagtail_update_index")
        else:
            self.stdout.write(f"The index holds {rebuild(self.stdout.write)} documents.")
