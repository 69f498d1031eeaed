"""A page's life under approval, and by the clock: through the same forms and jobs that people and time use."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import GroupPagePermission, Page, TaskState, Workflow, WorkflowPage

from accounts.domain.memberships import group_name
from accounts.roles import EDITOR, MUNICIPALITY_ADMINISTRATOR
from jobs.models import OutgoingMail
from kb.domain import reminders, review
from kb.models import GuidePage, KnowledgePage, PageChange, QuestionPage, SchoolSection
from kb.search.backend import SearchBackend
from kb.tasks import publish_scheduled
from tests.factories import organisation, pages
from tests.factories.forms import question_form
from tests.kb.upkeep.conftest import Place


def client_of(user: Any) -> Client:
    client = Client()
    client.force_login(user)
    return client


def rights_of_editors(place: Place, section: Page | None = None) -> set[str]:
    group = group_name("alvhamra", EDITOR.slug, "lindskolan")
    found = GroupPagePermission.objects.filter(group__name=group, page_id=(section or place.section).pk)
    return set(found.values_list("permission__codename", flat=True))


def decide(place: Place, approval: str) -> None:
    place.home.approval = approval
    place.home.save_revision().publish()


def answer(state: TaskState, action: str, user: Any, comment: str = "") -> int:
    address = reverse("wagtailadmin_pages:workflow_action", args=[state.revision.object_id, action, state.pk])
    return client_of(user).post(address, {"comment": comment}).status_code


# Who publishes


def test_each_municipality_has_one_workflow_that_its_pages_inherit(place: Place, tree: pages.Tree) -> None:
    page = pages.guide(place.section, "Fritids")
    assert page.get_workflow().name == "Granskning i Älvhamra kommun"
    assert tree.homes["ekeryd"].get_workflow().name == "Granskning i Ekeryds kommun"
    for _ in range(2):
        place.home.save()
    assert Workflow.objects.filter(name__startswith="Granskning i").count() == 2
    assert WorkflowPage.objects.filter(page_id=place.home.pk).count() == 1


def test_editors_publish_unless_the_municipality_decides_otherwise(place: Place) -> None:
    assert "publish_page" in rights_of_editors(place)
    decide(place, "administrators")
    assert rights_of_editors(place) == {"add_page", "change_page"}
    decide(place, "editors")
    assert "publish_page" in rights_of_editors(place)


def test_section_made_or_saved_later_follows_the_decision(place: Place) -> None:
    decide(place, "administrators")
    SchoolSection.objects.get(pk=place.section.pk).save_revision().publish()
    assert "publish_page" not in rights_of_editors(place)
    school = organisation.school(place.municipality, "Strandskolan", "strandskolan")
    later = place.home.add_child(
        instance=SchoolSection(title="Strandskolan", slug="strandskolan", school=school, locale=place.home.locale)
    )
    found = GroupPagePermission.objects.filter(page_id=later.pk).values_list("permission__codename", flat=True)
    assert set(found) == {"add_page", "change_page"}


def test_other_municipalities_editors_are_left_alone(place: Place, tree: pages.Tree, ekeryd: Any) -> None:
    school = organisation.school(ekeryd, "Byskolan", "byskolan")
    section = tree.homes["ekeryd"].add_child(
        instance=SchoolSection(title="Byskolan", slug="byskolan", school=school, locale=tree.start.locale)
    )
    decide(place, "administrators")
    found = GroupPagePermission.objects.filter(page_id=section.pk).values_list("permission__codename", flat=True)
    assert "publish_page" in set(found)


# A page's life


def submitted(place: Place) -> TaskState:
    """A question that the editor has written and sent for approval."""
    decide(place, "administrators")
    data = question_form(place.editor, **{"action-submit": "1"})
    response = client_of(place.editor).post(f"/admin/pages/add/kb/questionpage/{place.section.pk}/", data)
    assert response.status_code == 302, response.context["form"].errors
    return QuestionPage.objects.get().current_workflow_state.current_task_state


def test_page_lives_from_draft_to_review(place: Place) -> None:
    state = submitted(place)
    page = QuestionPage.objects.get()
    assert (page.live, state.status) == (False, "in_progress")
    assert [mail.recipients for mail in OutgoingMail.objects.all()] == [[place.administrator.email]]

    assert answer(state, "approve", place.administrator) == 302
    page = QuestionPage.objects.get()
    assert page.live
    assert "Klockan sex." in Client().get(page.url).content.decode()
    assert PageChange.objects.get(page_id=page.pk).is_first

    KnowledgePage.objects.filter(pk=page.pk).update(review_by=timezone.localdate())
    assert [reminders.remind(), reminders.remind()] == [1, 0]
    review.confirm(page=page, by=place.administrator)
    assert QuestionPage.objects.get().review_by > timezone.localdate()
    assert reminders.remind() == 0


def test_editor_who_may_not_publish_cannot_do_it_by_hand(place: Place) -> None:
    decide(place, "administrators")
    data = question_form(place.editor, **{"action-publish": "1"})
    client_of(place.editor).post(f"/admin/pages/add/kb/questionpage/{place.section.pk}/", data)
    assert not QuestionPage.objects.get().live


def test_editor_cannot_approve_the_own_page(place: Place) -> None:
    state = submitted(place)
    answer(state, "approve", place.editor)
    assert not QuestionPage.objects.get().live


def test_administrator_of_another_municipality_cannot_approve(place: Place, ekeryd: Any) -> None:
    state = submitted(place)
    answer(state, "approve", organisation.person(MUNICIPALITY_ADMINISTRATOR, ekeryd))
    assert not QuestionPage.objects.get().live


def test_rejection_reaches_the_editor_with_its_reason(place: Place) -> None:
    state = submitted(place)
    assert answer(state, "reject", place.administrator, "Skriv när fritids stänger också.") == 302
    page = QuestionPage.objects.get()
    assert (page.live, page.current_workflow_state.status) == (False, "needs_changes")
    shown = client_of(place.editor).get(f"/admin/pages/{page.pk}/edit/").content.decode()
    assert "Skriv när fritids stänger också." in shown
    assert OutgoingMail.objects.latest("pk").recipients == [place.editor.email]

    again = question_form(place.editor, summary="Fritids öppnar sex och stänger arton.", **{"action-submit": "1"})
    assert client_of(place.editor).post(f"/admin/pages/{page.pk}/edit/", again).status_code == 302
    answer(QuestionPage.objects.get().current_workflow_state.current_task_state, "approve", place.administrator)
    page = QuestionPage.objects.get()
    assert (page.live, page.summary) == (True, "Fritids öppnar sex och stänger arton.")


def test_incomplete_page_is_not_approved_and_says_what_is_missing(place: Place) -> None:
    state = submitted(place)
    page = QuestionPage.objects.get()
    administrator = client_of(place.administrator)
    draft = question_form(place.editor, answer="null", summary="")
    assert administrator.post(f"/admin/pages/{page.pk}/edit/", draft).status_code == 302
    approval = reverse("wagtailadmin_pages:workflow_action", args=[page.pk, "approve", state.pk])
    shown = administrator.post(approval, {"comment": ""}, follow=True).content.decode()
    assert "Sidan är inte publicerad än, för något saknas." in shown
    state.refresh_from_db()
    assert (QuestionPage.objects.get().live, state.status) == (False, "in_progress")


# By the clock


def run(job: Any, run_jobs: Callable[[], int]) -> None:
    job.enqueue()
    run_jobs()


def test_scheduled_page_is_published_at_its_hour(place: Place, run_jobs: Callable[[], int]) -> None:
    page = pages.guide(place.section, "Fritids", live=False)
    page.go_live_at = timezone.now() + timedelta(minutes=1)
    revision = page.save_revision()
    revision.publish()
    run(publish_scheduled, run_jobs)
    assert not GuidePage.objects.get().live
    assert not PageChange.objects.exists()
    revision.refresh_from_db()
    revision.approved_go_live_at = timezone.now() - timedelta(minutes=1)
    revision.content["go_live_at"] = (timezone.now() - timedelta(minutes=1)).isoformat()
    revision.save()
    run(publish_scheduled, run_jobs)
    assert GuidePage.objects.get().live
    assert PageChange.objects.count() == 1


def test_page_that_expires_is_gone_for_readers_and_for_search(
    place: Place, run_jobs: Callable[[], int], index: SearchBackend
) -> None:
    page = pages.guide(place.section, "Fritidshem", text="Öppnar klockan sex.")
    page.save_revision().publish()
    run_jobs()
    assert Client().get(page.url).status_code == 200
    assert "Fritidshem" in Client().get("/alvhamra/sok/?q=fritidshem").content.decode()
    KnowledgePage.objects.filter(pk=page.pk).update(expire_at=timezone.now() - timedelta(minutes=1))
    run(publish_scheduled, run_jobs)
    assert Client().get(page.url).status_code == 404
    assert page.url not in Client().get("/alvhamra/sok/?q=fritidshem").content.decode()


@pytest.mark.parametrize(
    "path", ["kb.tasks.publish_scheduled", "kb.tasks.remind_of_reviews", "kb.tasks.check_all_links"]
)
def test_clock_knows_the_job(path: str, settings: Any) -> None:
    assert path in settings.JOBS_TIMETABLE
