"""The pages that a person should look through, among the rows of the home page."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.db.models import Q
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts.models import Municipality
from kb.domain.reminders import address_for
from kb.home import HomeRow
from kb.models import KnowledgePage

if TYPE_CHECKING:
    from accounts.models import User

RANK = 60
MAX_ROWS = 5


def review_rows(user: "User", municipality: Municipality, language: str) -> Iterable[HomeRow]:
    """In every language: who looks after a page looks after its words."""
    own = KnowledgePage.objects.live().filter(Q(municipality=municipality) | Q(municipality=None), page_owner=user)
    due = own.to_review(timezone.localdate()).select_related("municipality", "locale").order_by("review_by", "title")
    for page in due[:MAX_ROWS]:
        yield HomeRow(
            rank=RANK,
            title=_("Review the page %(title)s") % {"title": page.title},
            url=address_for(page, user),
            why=_("You are responsible for it. It should have been reviewed by %(date)s.")
            % {"date": date_format(page.review_by, "j F Y")},
            kind=_("Review"),
        )
