"""The first page of Wagtail's admin: what an editor writes, reviews, has begun, and has changed last.

Everything on it is a page that the person may edit, as Wagtail's own policy says it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.admin.ui.components import Component
from wagtail.admin.views.home import RecentEditsPanel
from wagtail.models import Page
from wagtail.permissions import page_permission_policy

from kb.models import KnowledgePage, MunicipalityHome, SchoolSection, SharedSection
from kb.models.review import SOON
from kb.permissions import editable_pages

if TYPE_CHECKING:
    from accounts.models import User

MAX_PLACES = 8
MAX_ROWS = 8


@dataclass(frozen=True, slots=True)
class DueReview:
    page: KnowledgePage
    words: str
    """How much time is left."""
    is_late: bool
    is_mine: bool


class Desk(Component):
    name = "desk"
    template_name = "kb/admin/desk.html"
    order = 100

    def get_context_data(self, parent_context: Mapping[str, Any]) -> dict[str, Any]:
        user = parent_context["request"].user
        return {
            "places": writable_places(user),
            "reviews": due_reviews(user, timezone.localdate()),
            "drafts": drafts(user),
            "recent": recent_changes(user),
            "user": user,
        }


def put_desk_first(request: HttpRequest, panels: list[Component]) -> None:
    """Wagtail's own list of one's edits goes: the desk shows those of the whole section."""
    panels[:] = [Desk(), *(panel for panel in panels if not isinstance(panel, RecentEditsPanel))]


def writable_places(user: "User") -> list[Page]:
    """Where the person may add guides and questions: the own school's section, or all of the municipality."""
    addable = page_permission_policy.instances_user_has_permission_for(user, "add")
    places = addable.type(MunicipalityHome, SchoolSection, SharedSection)
    return list(places.select_related("locale").order_by("locale__language_code", "path").reverse()[:MAX_PLACES])


def due_reviews(user: "User", today: date) -> list[DueReview]:
    """Published pages whose day of review has passed or is near, the most urgent first."""
    pages = editable_pages(user).live().to_review(today + SOON)
    pages = pages.select_related("page_owner").order_by("review_by", "title")
    return [
        DueReview(
            page=page,
            words=time_left(page.review_by, today),
            is_late=page.review_by < today,
            is_mine=page.page_owner_id == user.pk,
        )
        for page in pages[:MAX_ROWS]
    ]


def time_left(last_day: date, today: date) -> str:
    days = (last_day - today).days
    if days < 0:
        return ngettext("%(days)s day late", "%(days)s days late", -days) % {"days": -days}
    if days == 0:
        return _("today is the last day")
    return ngettext("%(days)s day left", "%(days)s days left", days) % {"days": days}


def drafts(user: "User") -> list[Page]:
    """Changes that nobody has published yet, the newest first."""
    pages = editable_pages(user, Page).filter(has_unpublished_changes=True)
    return list(pages.select_related("latest_revision__user").order_by("-latest_revision_created_at")[:MAX_ROWS])


def recent_changes(user: "User") -> list[Page]:
    pages = editable_pages(user, Page).filter(latest_revision__isnull=False, has_unpublished_changes=False)
    return list(pages.select_related("latest_revision__user").order_by("-latest_revision_created_at")[:MAX_ROWS])
