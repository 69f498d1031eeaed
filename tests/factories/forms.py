"""What browsers send from the editors' forms, made up."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from accounts.models import User
from kb.models import Audience

RICH = (
    '{"blocks":[{"key":"a","text":"%s","type":"unstyled","depth":0,"inlineStyleRanges":[],"entityRanges":[]}],'
    '"entityMap":{}}'
)
"""One paragraph as the editor's rich text field sends it."""


def question_form(owner: User | None, **fields: Any) -> dict[str, Any]:
    """What the editors' form sends for a question and its answer."""
    values = {
        "title": "När öppnar fritids?",
        "slug": "nar-oppnar-fritids",
        "summary": "Fritids öppnar klockan sex.",
        "purpose": "Du vet när fritids öppnar.",
        "topic": "schedule",
        "audience": [Audience.objects.get(role="guardian").pk],
        "page_owner": owner.pk if owner else "",
        "reviewed_on": timezone.localdate().isoformat(),
        "review_by": (timezone.localdate() + timedelta(days=200)).isoformat(),
        "significance": "minor",
        "change_note": "",
        "answer": RICH % "Klockan sex.",
        "practice-count": "0",
        "internal": "null",
        "comments-TOTAL_FORMS": "0",
        "comments-INITIAL_FORMS": "0",
    }
    return {**values, **fields}
