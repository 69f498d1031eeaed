"""Pages are looked through in time: reminders exactly once, one click, and nobody's pages find somebody."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core import mail as django_mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.domain.memberships import end_role
from accounts.models import Municipality, User
from accounts.roles import PRINCIPAL
from jobs.models import OutgoingMail
from kb.domain import reminders, review
from kb.domain.republishing import InUse
from kb.home import rows_for
from kb.models import GuidePage, KnowledgePage, PageChange, ReviewReminder
from kb.tasks import remind_of_reviews
from tests.factories import organisation, pages
from tests.kb.upkeep.conftest import Place, overdue


def to_whom() -> list[list[str]]:
    return [mail.recipients for mail in OutgoingMail.objects.order_by("pk")]


def letter() -> str:
    """The latest mail's text."""
    from email import message_from_bytes, policy  # the one use

    message = message_from_bytes(bytes(OutgoingMail.objects.latest("pk").raw), policy=policy.default)
    return f"{message['Subject']}\n{message.get_body(('plain',)).get_content()}"


def page(place: Place, title: str = "Fritids", days: int = 0, **fields: object) -> GuidePage:
    """Live, looked after by the editor; should have been reviewed so many days ago."""
    fields.setdefault("page_owner", place.editor)
    return pages.guide(place.section, title, review_by=overdue(days), **fields)


def test_owner_is_reminded_once_of_all_pages_that_are_due(place: Place) -> None:
    page(place, "Fritids", days=0)
    page(place, "Skolgård", days=3)
    page(place, "Inte än", days=-1)
    assert [reminders.remind(), reminders.remind()] == [1, 0]
    assert to_whom() == [[place.editor.email]]
    words = letter()
    assert words.startswith("2 av dina sidor behöver granskas\n")
    assert ("Fritids" in words, "Skolgård" in words, "Inte än" in words) == (True, True, False)
    assert ReviewReminder.objects.count() == 2


def test_administrators_are_told_two_weeks_later_and_once(place: Place) -> None:
    due = page(place)
    reminders.remind()
    for days, mails in ((13, 0), (14, 1), (15, 0)):
        assert reminders.remind(timezone.localdate() + timedelta(days=days)) == mails
    assert to_whom() == [[place.editor.email], [place.administrator.email]]
    assert set(ReviewReminder.objects.filter(page=due).values_list("stage", flat=True)) == {"owner", "administrator"}


def test_shared_page_goes_to_the_system_administrators(place: Place, tree: pages.Tree, system: User) -> None:
    pages.guide(tree.shared, "Delad", review_by=overdue(14), page_owner=place.editor)
    reminders.remind()
    assert to_whom() == [[place.editor.email], [system.email]]


def test_next_review_is_reminded_of_again(place: Place) -> None:
    due = page(place)
    reminders.remind()
    KnowledgePage.objects.filter(pk=due.pk).update(review_by=timezone.localdate() + timedelta(days=100))
    assert reminders.remind(timezone.localdate() + timedelta(days=100)) == 1


def test_draft_is_not_reminded_of(place: Place) -> None:
    page(place, live=False)
    assert reminders.remind() == 0


def test_who_has_left_is_not_written_to_but_the_administrators_are(place: Place) -> None:
    page(place, days=14)
    place.editor.memberships.update(starts_on=overdue(100))
    end_role(membership=place.editor.memberships.get(), by=None, on=overdue(1))
    reminders.remind()
    assert to_whom() == [[place.administrator.email]]


def test_mail_that_cannot_be_written_leaves_no_row(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    page(place)

    def fail(*args: object, **kwargs: object) -> None:
        raise RuntimeError

    monkeypatch.setattr(reminders, "send_letter", fail)  # the only way to break it between the row and the mail
    with pytest.raises(RuntimeError):
        reminders.remind()
    assert (ReviewReminder.objects.count(), OutgoingMail.objects.count()) == (0, 0)


def test_mail_leads_to_one_click_for_editors_and_to_the_page_for_others(place: Place) -> None:
    own = page(place, "Fritids")
    reminders.remind()
    assert f"http://localhost:8000{reverse('review_page', args=[own.pk])}" in letter()
    page(place, "Matsal", page_owner=place.teacher)
    reminders.remind()
    assert "http://localhost:8000/alvhamra/lindskolan/matsal/" in letter()


def test_english_speaker_is_reminded_in_english(place: Place) -> None:
    User.objects.filter(pk=place.editor.pk).update(language="en")
    page(place)
    reminders.remind()
    assert letter().startswith("A page of yours should be reviewed\n")


def test_task_reminds_and_delivers(place: Place, run_jobs: Callable[[], int]) -> None:
    page(place)
    remind_of_reviews.enqueue()
    run_jobs()
    assert OutgoingMail.objects.filter(sent_at__isnull=False).count() == 1
    assert django_mail.outbox == []


# One click


def test_confirming_moves_the_next_review_as_far_away_as_this_one_was(place: Place) -> None:
    due = page(place, days=10, reviewed_on=overdue(190))
    review.confirm(page=due, by=place.editor)
    fresh = GuidePage.objects.get()
    today = timezone.localdate()
    assert (fresh.reviewed_on, fresh.review_by, fresh.live) == (today, today + timedelta(days=180), True)
    assert fresh.latest_revision.user == place.editor
    change = PageChange.objects.get()
    assert (change.significance, change.by_id, change.note) == ("editorial", place.editor.pk, "")


def test_confirming_leaves_the_draft_beside_it_alone(place: Place) -> None:
    due = page(place, days=10)
    due.title = "Fritids, ny text"
    due.save_revision()
    review.confirm(page=due, by=place.editor)
    fresh = GuidePage.objects.get()
    draft = fresh.get_latest_revision_as_object()
    assert (fresh.title, draft.title, fresh.has_unpublished_changes) == ("Fritids", "Fritids, ny text", True)
    assert fresh.review_by == draft.review_by > timezone.localdate()


def test_page_that_waits_for_its_hour_is_not_confirmed(place: Place) -> None:
    due = page(place, days=10)
    due.go_live_at = timezone.now() + timedelta(days=1)
    due.save_revision().publish()
    with pytest.raises(InUse):
        review.confirm(page=GuidePage.objects.get(), by=place.editor)


def test_button_is_for_those_who_may_publish_the_page(place: Place, ekeryd: Municipality) -> None:
    due = page(place, days=10)
    address = reverse("review_page", args=[due.pk])
    for user in (place.teacher, organisation.person(PRINCIPAL, ekeryd)):
        client = Client()
        client.force_login(user)
        assert client.post(address).status_code == 302
    assert GuidePage.objects.get().review_by < timezone.localdate()
    client = Client()
    client.force_login(place.editor)
    assert "Granskad, fortfarande rätt" in client.get(address).content.decode()
    assert client.post(address).headers["Location"] == reverse("pages_to_review")
    assert GuidePage.objects.get().review_by > timezone.localdate()


def test_readers_are_warned_when_thirty_days_have_gone(place: Place) -> None:
    due = page(place, days=30)
    words = "skulle ha granskats senast"
    assert words not in Client().get(due.url).content.decode()
    KnowledgePage.objects.update(review_by=overdue(31))
    due.save_revision()
    assert words in Client().get(f"{due.url}?x=1").content.decode()


def test_home_page_shows_the_owner_what_to_review(place: Place) -> None:
    due = page(place, days=5)
    page(place, "Inte än", days=-1)
    page(place, "Någon annans", days=5, page_owner=place.teacher)
    rows = [row for row in rows_for(place.editor, place.municipality, "sv") if row.kind == "Granskning"]
    assert [(row.title, row.url) for row in rows] == [("Granska sidan Fritids", reverse("review_page", args=[due.pk]))]


@pytest.mark.parametrize(
    ("address", "row", "rows"), [("/alvhamra/", "Granska sidan ", [2, 5]), ("/admin/", "", [1, 5])]
)
def test_first_pages_ask_the_same_of_two_and_of_ten_pages_to_review(
    place: Place, tree: pages.Tree, address: str, row: str, rows: list[int]
) -> None:
    """Half of them are shared by all: the editor looks after those without a right to them."""
    client = Client()
    client.force_login(place.editor)
    queries, shown = [], []
    for titles in ("A", "BCDE"):
        for title in titles:
            page(place, f"Sida {title}", days=5)
            pages.guide(tree.shared, f"Delad {title}", review_by=overdue(5), page_owner=place.editor)
        client.get(address)
        with CaptureQueriesContext(connection) as captured:
            html = client.get(address).content.decode()
        queries.append(len(captured))
        shown.append(len(set(re.findall(f"{row}(?:Sida|Delad) [A-E]", html))))
    assert shown == rows
    assert queries[0] == queries[1]


# Nobody's pages


def test_pages_without_responsible_are_those_whose_owner_is_gone(place: Place, ekeryd: Municipality) -> None:
    page(place, "Har någon")
    page(place, "Ingen")
    GuidePage.objects.filter(title="Ingen").update(page_owner=None)
    page(place, "Avstängd", page_owner=organisation.person(PRINCIPAL, place.municipality))
    User.objects.filter(pk=GuidePage.objects.get(title="Avstängd").page_owner_id).update(is_active=False)
    page(place, "På annat håll", page_owner=organisation.person(PRINCIPAL, ekeryd))
    assert set(KnowledgePage.objects.without_responsible().values_list("title", flat=True)) == {
        "Ingen",
        "Avstängd",
        "På annat håll",
    }
    assert [found.title for found in KnowledgePage.objects.with_responsible()] == ["Har någon"]


def test_pages_are_given_to_somebody_in_one_go(place: Place) -> None:
    nobodys = [page(place, title) for title in ("A", "B")]
    client = Client()
    client.force_login(place.administrator)
    address = f"/admin/bulk/wagtailcore/page/give_to_person/?id={nobodys[0].pk}&id={nobodys[1].pk}"
    assert place.teacher.get_full_name() in client.get(address).content.decode()
    assert client.post(address, {"owner": place.teacher.pk}).status_code == 302
    assert list(GuidePage.objects.values_list("page_owner", flat=True)) == [place.teacher.pk] * 2
    assert {found.latest_revision.user for found in GuidePage.objects.all()} == {place.administrator}


def test_stranger_cannot_be_made_responsible(place: Place, ekeryd: Municipality) -> None:
    stranger = organisation.person(PRINCIPAL, ekeryd)
    own = page(place)
    client = Client()
    client.force_login(place.administrator)
    answer = client.post(f"/admin/bulk/wagtailcore/page/give_to_person/?id={own.pk}", {"owner": stranger.pk})
    assert answer.context["form"].errors.keys() == {"owner"}
    with pytest.raises(review.NotOfThePlace):
        review.give_to(pages=[own], owner=stranger, by=place.administrator)


def test_pages_are_given_all_or_none(place: Place) -> None:
    free, waiting = page(place, "A"), page(place, "B")
    waiting.go_live_at = timezone.now() + timedelta(days=1)
    waiting.save_revision().publish()
    with pytest.raises(InUse):
        review.give_to(pages=[free, waiting], owner=place.teacher, by=place.administrator)
    assert set(GuidePage.objects.values_list("page_owner", flat=True)) == {place.editor.pk}
