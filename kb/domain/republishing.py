"""Changes a field of the text that readers have, without touching a draft that somebody is writing on."""

from typing import Any

from django.db import transaction
from wagtail.models import Page

from accounts.models import User
from kb.enums import Significance
from kb.models import KnowledgePage


class InUse(Exception):
    """The page waits for approval or for its hour, or somebody has locked it: publishing now would undo that."""


def may_republish(user: User, page: Page) -> bool:
    """May change the page and, if readers have it, publish it.

    The right to publish is asked first: who may not change a page by right may still in a workflow, and that is a
    query for each page of a list.
    """
    rights = page.permissions_for_user(user)
    return bool((not page.live or rights.can_publish()) and rights.can_edit())


def is_in_use(page: Page, by: User) -> bool:
    lock = page.get_lock()
    return bool(page.workflow_in_progress or page.scheduled_revision or (lock and lock.for_user(by)))


@transaction.atomic
def republish(*, page: KnowledgePage, by: User, **values: Any) -> None:
    """Set the fields in the published text and in the draft beside it; each gets a version of its own.

    Raises InUse; ValidationError if the page lacks what a published one must have.
    """
    current = page.specific_class.objects.select_for_update().get(pk=page.pk)
    if is_in_use(current, by):
        raise InUse
    draft = current.get_latest_revision_as_object() if current.has_unpublished_changes or not current.live else None
    if current.live:
        put(current, values, significance=Significance.EDITORIAL, change_note="")
        current.save_revision(user=by, log_action=True).publish(user=by)
    if draft is not None:
        put(draft, values)
        draft.save_revision(user=by, log_action=True, clean=False)


def put(page: KnowledgePage, values: dict[str, Any], **more: Any) -> None:
    for name, value in {**values, **more}.items():
        setattr(page, name, value)
