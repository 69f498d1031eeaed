"""What people call things in the demo's municipalities, from fixtures/local_names.toml."""

from accounts.models import Municipality
from config.demo import fixtures
from config.demo.texts import Library
from kb.models import LocalName


def load(library: Library) -> None:
    for row in fixtures.table("local_names.toml")["name"]:
        LocalName.objects.create(
            municipality=Municipality.objects.get(slug=row["municipality"]),
            name=row["name"],
            meaning=row.get("meaning", ""),
            page_id=library.pages[row["page"]] if "page" in row else None,
        )
