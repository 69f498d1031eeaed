"""What schools have added to shared guides, from fixtures/local_notes.toml."""

from accounts.models import SchoolUnit, User
from config.demo import fixtures
from config.demo.texts import Library
from kb.domain.local_notes import write_note
from kb.models import KnowledgePage, LocalNote


def load(library: Library) -> int:
    """Returns how many notes."""
    rows = fixtures.table("local_notes.toml")["note"]
    for row in rows:
        page = KnowledgePage.objects.get(pk=library.pages[row["guide"]])
        note = LocalNote(
            page=page,
            school=SchoolUnit.objects.get(slug=row["school"]),
            text=library.rich(row["text"]),
            author=User.objects.get(email=row["by"]),
        )
        write_note(note=note, by=None)
    return len(rows)
