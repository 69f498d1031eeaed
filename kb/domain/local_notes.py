"""A school's notes on shared guides: written, and marked for review when the guide changes."""

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from accounts.domain.letters import send_letter
from accounts.models import User
from kb.models import KnowledgePage, LocalNote
from kb.permissions import schools_written_for


@transaction.atomic
def write_note(*, note: LocalNote, by: User | None) -> LocalNote:
    """Save what an editor has written: for the guide as it is published now, so the review is done.

    `by` is None when the demo writes. Raises PermissionDenied in another school's name, ValidationError for a page that
    belongs to a school.
    """
    if by is not None and not schools_written_for(by).filter(pk=note.school_id).exists():
        raise PermissionDenied
    note.author = by or note.author
    note.written_at = timezone.now()
    note.written_for_id = note.page.live_revision_id
    note.needs_review = False
    note.full_clean()
    note.save()
    return note


@transaction.atomic
def flag_notes(*, page: KnowledgePage, by: User | None) -> int:
    """A major change of the page was published: its notes may be wrong now. Each author gets an e-mail, once a flag.

    Returns how many notes were marked. Whoever made the change (`by`) needs no e-mail about it.
    """
    notes = LocalNote.objects.filter(page=page, needs_review=False).select_for_update(of=("self",))
    flagged = list(notes.select_related("author", "school__municipality"))
    for note in flagged:
        note.needs_review = True
        note.save(update_fields=["needs_review"])
        if note.author is not None and note.author != by and note.author.is_active:
            ask_for_review(note, note.author)
    return len(flagged)


def ask_for_review(note: LocalNote, author: User) -> None:
    send_letter(
        "local_note",
        to=author.email,
        language=author.language,
        municipality=note.school.municipality,
        note=note,
        edit_url=settings.BASE_URL + reverse("local_notes:edit", args=[note.pk]),
    )
