"""What keeps editors busy in the demo: a page that waits for approval, a broken link, a page whose owner has left."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from accounts.domain.memberships import end_role, give_role
from accounts.models import Municipality, SchoolUnit, User
from accounts.roles import ROLES
from config.demo import fixtures
from kb.domain.owners import candidates
from kb.models import GuidePage, KnowledgePage
from kb.tasks import check_pages


def load() -> None:
    data = fixtures.table("upkeep.toml")
    look_after_all_pages()
    wait_for_approval(data["waiting"])
    break_a_link(data["broken"])
    lose_owner(data["left"])


def look_after_all_pages() -> None:
    """Pages of municipalities other than that of the usual owner go to somebody who works there."""
    for page in KnowledgePage.objects.without_responsible().specific():
        page.page_owner = candidates(page.municipality).first()
        page.save_revision().publish()


def wait_for_approval(row: dict[str, Any]) -> None:
    """The editor has written something new on a page that readers have."""
    page = KnowledgePage.objects.get(slug=row["page"]).specific
    editor = User.objects.get(email=row["editor"])
    page.summary = row["summary"]
    page.save_revision(user=editor, log_action=True)
    page.get_workflow().start(page, editor)


def break_a_link(row: dict[str, Any]) -> None:
    page = GuidePage.objects.get(slug=row["page"])
    page.body.append(("paragraph", row["text"]))
    page.save_revision().publish()
    check_pages([page.pk])


def lose_owner(row: dict[str, Any]) -> None:
    """Somebody who worked at the school until a month ago."""
    municipality = Municipality.objects.get(slug=row["municipality"])
    first_name, _, last_name = row["name"].partition(" ")
    person = User.objects.create_user(row["email"], None, first_name=first_name, last_name=last_name)
    today = timezone.localdate()
    membership = give_role(
        user=person,
        role=ROLES[row["role"]],
        municipality=municipality,
        school=SchoolUnit.objects.get(municipality=municipality, slug=row["school"]),
        starts_on=today - timedelta(days=700),
        by=None,
    )
    end_role(membership=membership, by=None, on=today - timedelta(days=30))
    page = KnowledgePage.objects.get(slug=row["page"]).specific
    page.page_owner = person
    page.save_revision().publish()
