"""Answering a quiz, and writing one."""

import uuid
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import translation

from accounts.models import User
from accounts.roles import SYSTEM_ADMINISTRATOR
from tests.factories import organisation, pages, training
from tests.factories.training import ONE_RIGHT, question
from training.models import Completion, CoursePage, QuizAttempt, QuizPage
from training.models.blocks import QuizBlocks


@pytest.fixture
def quiz(tree: pages.Tree) -> QuizPage:
    """The only lesson of its course: one question with one right choice, one with two."""
    course = training.course(tree.shared, lessons=0)
    return training.quiz(training.module(course), pass_mark=80)


@pytest.fixture
def address(quiz: QuizPage) -> str:
    return f"/alvhamra/larande/{quiz.translation_key}/svara/"


def answers(quiz: QuizPage, *right: bool) -> dict[str, Any]:
    """One entry a question: right or wrong; questions without an entry stay unanswered."""
    data: dict[str, Any] = {"key": str(uuid.uuid4())}
    for asked, is_right in zip(quiz.asked(), right, strict=False):
        data[f"q-{asked.key}"] = [choice.key for choice in asked.choices if choice.right == is_right]
    return data


def test_passed_quiz_completes_lesson_and_course(client: Client, quiz: QuizPage, address: str, principal: User) -> None:
    client.force_login(principal)
    response = client.post(address, answers(quiz, True, True))
    assert response.context["grade"].passed
    assert response.context["action"].url.endswith("/intyg/")
    assert {completion.title for completion in Completion.objects.all()} == {"Prov", "Trygg med uppgifter"}
    certificate = client.get(response.context["action"].url)
    assert certificate.context["lessons"] == [{"title": "Prov", "percent": 100}]


def test_failed_quiz_says_what_was_right_and_why_and_completes_nothing(
    client: Client, quiz: QuizPage, address: str, principal: User
) -> None:
    client.force_login(principal)
    response = client.post(address, answers(quiz, True, False))
    page = response.content.decode()
    assert [verdict.is_right for verdict in response.context["grade"].verdicts] == [True, False]
    assert (page.count("sk-verdict-right"), page.count("sk-verdict-wrong")) == (1, 1)
    assert [words in page for words in ("Om ja.", "Om inget.", "Om nej.")] == [True, True, False]
    assert page.count("Därför: ") == 2
    assert 'href="/alvhamra/gemensamt/trygg-med-uppgifter/modul/prov/"' in page
    assert not Completion.objects.exists()
    assert QuizAttempt.objects.get().right == 1


def test_unanswered_questions_are_named_and_the_answers_kept(
    client: Client, quiz: QuizPage, address: str, principal: User
) -> None:
    client.force_login(principal)
    data = answers(quiz, True)
    response = client.post(address, data)
    page = response.content.decode()
    missing = f"q-{quiz.asked()[1].key}"
    assert (response.status_code, list(response.context["form"].errors)) == (422, [missing])
    assert f'href="#{missing}"' in page
    assert f'id="{missing}"' in page
    assert page.count(" checked") == 1
    assert data["key"] in page
    assert not QuizAttempt.objects.exists()


def test_double_click_gives_one_attempt(client: Client, quiz: QuizPage, address: str, principal: User) -> None:
    client.force_login(principal)
    data = answers(quiz, False, False)
    assert [client.post(address, data).status_code for _ in range(2)] == [200, 200]
    assert QuizAttempt.objects.count() == 1


def test_visitor_gets_the_result_and_nothing_is_stored(client: Client, quiz: QuizPage, address: str) -> None:
    response = client.post(address, answers(quiz, True, True))
    assert (response.context["grade"].percent, response.context["keeps"]) == (100, False)
    assert not QuizAttempt.objects.exists()
    assert not Completion.objects.exists()


def test_quiz_cannot_be_marked_as_done(client: Client, quiz: QuizPage, address: str, principal: User) -> None:
    client.force_login(principal)
    page = client.get("/alvhamra/gemensamt/trygg-med-uppgifter/modul/prov/").content.decode()
    assert "/klar/" not in page
    response = client.post(address.replace("svara", "klar"))
    assert response["Location"] == "/alvhamra/gemensamt/trygg-med-uppgifter/modul/prov/"
    assert not Completion.objects.exists()


def test_answer_that_is_no_choice_is_refused(client: Client, quiz: QuizPage, address: str) -> None:
    data = answers(quiz, True, True)
    data[f"q-{quiz.asked()[0].key}"] = "gammal"
    assert client.post(address, data).status_code == 422


def test_visit_to_the_address_for_answers_leads_to_the_quiz(client: Client, quiz: QuizPage, address: str) -> None:
    assert client.get(address)["Location"] == "/alvhamra/gemensamt/trygg-med-uppgifter/modul/prov/"


def test_restricted_quiz_is_not_marked_for_others(client: Client, quiz: QuizPage, address: str) -> None:
    pages.restrict(CoursePage.objects.get(), "all:employees")
    response = client.post(address, answers(quiz, True, True))
    assert response["Location"] == "/konto/login/?next=/alvhamra/gemensamt/trygg-med-uppgifter/modul/prov/"


def test_quiz_with_an_unanswerable_question_is_refused_with_its_number(quiz: QuizPage) -> None:
    quiz.questions = [
        ("question", question("Bra?", ONE_RIGHT)),
        ("question", question("Dålig?", [("Ja", False), ("Nej", False)])),
    ]
    with pytest.raises(ValidationError) as caught, translation.override("en"):
        quiz.clean()
    with translation.override("en"):
        assert caught.value.message_dict == {
            "questions": ["Question 2: Mark exactly one choice as right, or say that several are."]
        }


def test_editor_is_told_at_the_question_what_is_wrong() -> None:
    block = QuizBlocks().child_blocks["question"]
    with pytest.raises(ValidationError) as caught:
        block.clean(block.normalize(question("Dålig?", [("Ja", True), ("Nej", True)]) | {"several": False}))
    assert len(caught.value.non_block_errors) == 1
    block.clean(block.normalize(question("Bra?", ONE_RIGHT)))


@pytest.mark.parametrize("kind", ["coursepage", "modulepage", "lessonpage", "guidelessonpage", "quizpage"])
def test_editors_forms_open(kind: str, client: Client, tree: pages.Tree) -> None:
    course = training.course(tree.shared)
    parents = {"coursepage": tree.shared, "modulepage": course}
    parent = parents.get(kind) or course.get_children().get()
    client.force_login(organisation.person(SYSTEM_ADMINISTRATOR))
    assert client.get(f"/admin/pages/add/training/{kind}/{parent.pk}/").status_code == 200


def test_existing_pages_open_for_editing_and_preview(client: Client, quiz: QuizPage) -> None:
    client.force_login(organisation.person(SYSTEM_ADMINISTRATOR))
    assert client.get(f"/admin/pages/{quiz.pk}/edit/").status_code == 200
    assert client.get(f"/admin/pages/{quiz.pk}/view_draft/").status_code == 200
