"""`manage.py rebuild_index`: writes the whole search index anew and swaps it in at once."""

from typing import Any

from django.core.management.base import BaseCommand
from modelsearch.index import get_indexed_models

from kb.search.backend.adapter import Rebuilder, SearchBackend

CHUNK = 500


class Command(BaseCommand):
    help = "Write the search index anew; readers see the old one until the new one is complete."

    def handle(self, *args: Any, **options: Any) -> None:
        backend = SearchBackend.current()
        models = get_indexed_models()
        rebuilder = Rebuilder(backend.get_index_for_model(models[0]))
        for model in models:
            rows = model.get_indexed_objects().order_by("pk")
            total = rows.count()
            for start in range(0, total, CHUNK):
                rebuilder.add_items(model, rows[start : start + CHUNK])
                self.stdout.write(f"  {model._meta.label}: {min(start + CHUNK, total)} of {total}")
        rebuilder.finish()
        self.stdout.write(f"The index holds {backend.engine.count()} documents.")
