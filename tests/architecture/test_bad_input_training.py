"""Bad input to courses: units that are none or not ours, odd answers to a quiz, actions on the wrong kind of thing."""

import uuid
from itertools import product
from typing import Any

import pytest

from accounts.models import Municipality, User
from accounts.roles import PRINCIPAL
from tests.architecture.bad_input import BROKEN_UTF8, MISLEADING, MULTIPART, TEXTS, multipart, page_of, says, visitor
from tests.factories import organisation, pages, training
from training.models import Completion, CoursePage, Enrolment, QuizAttempt, QuizPage

ACTIONS = ("borja", "klar", "svara")
WRONG_UNITS: dict[str, str] = {
    "unknown": "0b6f6f0e-6c9a-4b7e-9d4e-1de1a8a1a001",
    "no_uuid": "kurs",
    "capitals": "0B6F6F0E-6C9A-4B7E-9D4E-1DE1A8A1A001",
    "nul": "%00",
    "broken_utf8": "%ff",
    "direction": "%E2%80%AE",
    "number": "1",
    "path": "..%2f..%2fadmin",
    "very_long": "a" * 5_000,
}


@pytest.fixture
def quiz(tree: pages.Tree) -> QuizPage:
    """One question with one right choice, one with two, after a text lesson."""
    course = training.course(tree.shared, lessons=1)
    return training.quiz(course.get_children().get())


@pytest.fixture
def principal(alvhamra: Municipality) -> User:
    return organisation.person(PRINCIPAL, alvhamra)


def address_of(unit: Any, action: str, place: str = "alvhamra") -> str:
    return f"/{place}/larande/{unit}/{action}/"


def right_answers(quiz: QuizPage) -> dict[str, Any]:
    answers = {f"q-{asked.key}": sorted(asked.right_keys) for asked in quiz.asked()}
    return {"key": str(uuid.uuid4()), **answers}


def nothing_is_stored() -> bool:
    return not any(model.objects.exists() for model in (Completion, Enrolment, QuizAttempt))


def test_unit_that_does_not_exist_is_not_found(principal: User, tree: pages.Tree) -> None:
    client = visitor(principal)
    seen = {}
    for name, unit in WRONG_UNITS.items():
        certificate = client.get(address_of(unit, "intyg"))
        assert says("The page does not exist") in page_of(certificate)
        posts = [client.post(address_of(unit, action)).status_code for action in ACTIONS]
        seen[name] = [certificate.status_code, *posts]
    assert seen == dict.fromkeys(WRONG_UNITS, [404] * 4)
    assert nothing_is_stored()


def test_unit_of_another_municipality_is_not_found(principal: User, tree: pages.Tree) -> None:
    course = training.course(tree.homes["ekeryd"])
    lesson = training.lessons_of(course)[0]
    quiz = training.quiz(course.get_children().get())
    client = visitor(principal)
    seen = {
        (place, action): client.post(address_of(unit.translation_key, action, place)).status_code
        for place in ("alvhamra", "ingenstans")
        for unit, action in ((course, "borja"), (lesson, "klar"), (quiz, "svara"))
    }
    assert seen == dict.fromkeys(seen, 404)
    assert client.get(address_of(course.translation_key, "intyg", "ekeryd")).status_code == 404
    assert nothing_is_stored()


def test_action_on_the_wrong_kind_of_unit_is_not_found(principal: User, quiz: QuizPage) -> None:
    course, client = CoursePage.objects.get(), visitor(principal)
    module = course.get_children().get()
    text = training.lessons_of(course)[0]
    wrong = [(quiz, "borja"), (module, "borja"), (course, "klar"), (module, "klar"), (course, "svara"), (text, "svara")]
    seen = [client.post(address_of(unit.translation_key, action)).status_code for unit, action in wrong]
    seen += [client.get(address_of(unit.translation_key, "intyg")).status_code for unit in (module, text, quiz, course)]
    assert seen == [404] * 10
    assert nothing_is_stored()


def test_odd_answer_to_a_question_is_refused_and_the_others_stay(principal: User, quiz: QuizPage) -> None:
    client, address = visitor(principal), address_of(quiz.translation_key, "svara")
    one, several = (f"q-{asked.key}" for asked in quiz.asked())
    for name, odd in TEXTS.items():
        for field, others in ((one, 2), (several, 1)):
            response = client.post(address, right_answers(quiz) | {field: odd})
            page = page_of(response)
            assert (name, response.status_code, set(response.context["form"].errors)) == (name, 422, {field})
            assert page.count(" checked") == others
            assert (MISLEADING.findall(page), "<script>" in page) == ([], False)
    assert nothing_is_stored()


@pytest.mark.parametrize("language", ["sv", "en"])
def test_quiz_without_answers_says_which_are_missing(principal: User, quiz: QuizPage, language: str) -> None:
    prefix = "" if language == "sv" else "/en"
    response = visitor(principal).post(prefix + address_of(quiz.translation_key, "svara"), {})
    page = page_of(response, language)
    assert response.status_code == 422
    assert [says("Answer question %(number)s.", language, number=n) in page for n in (1, 2)] == [True, True]
    assert nothing_is_stored()


def test_answer_in_broken_bytes_is_refused(principal: User, quiz: QuizPage) -> None:
    client, address = visitor(principal), address_of(quiz.translation_key, "svara")
    names = ["key", *(f"q-{asked.key}" for asked in quiz.asked())]
    for raw in BROKEN_UTF8.values():
        body = multipart(dict.fromkeys(names, raw))
        assert client.generic("POST", address, body, content_type=MULTIPART).status_code == 422
    assert nothing_is_stored()


def test_answers_with_a_lost_or_spoilt_key_are_kept_in_the_form(principal: User, quiz: QuizPage) -> None:
    client, address = visitor(principal), address_of(quiz.translation_key, "svara")
    for key in ("", "x", "\x00", "1" * 5_000):
        response = client.post(address, right_answers(quiz) | {"key": key})
        assert (response.status_code, set(response.context["form"].errors)) == (422, {"key"})
        assert page_of(response).count(" checked") == 3
    assert nothing_is_stored()


def test_choices_of_other_questions_and_all_choices_at_once_are_no_answer(principal: User, quiz: QuizPage) -> None:
    one, several = quiz.asked()
    client, address = visitor(principal), address_of(quiz.translation_key, "svara")
    swapped = {f"q-{one.key}": several.choices[0].key, f"q-{several.key}": one.choices[0].key}
    assert client.post(address, right_answers(quiz) | swapped).status_code == 422
    assert nothing_is_stored()
    everything = {f"q-{asked.key}": [choice.key for choice in asked.choices] for asked in (one, several)}
    assert client.post(address, right_answers(quiz) | everything).context["grade"].right == 1


def test_same_choice_sent_many_times_counts_once(principal: User, quiz: QuizPage) -> None:
    data = {name: value * 300 if isinstance(value, list) else value for name, value in right_answers(quiz).items()}
    response = visitor(principal).post(address_of(quiz.translation_key, "svara"), data)
    assert (response.status_code, response.context["grade"].percent) == (200, 100)
    assert len(QuizAttempt.objects.get().answers) == 2


def test_key_of_another_persons_attempt_hides_and_changes_nothing(
    principal: User, alvhamra: Municipality, quiz: QuizPage
) -> None:
    other, data = organisation.person(PRINCIPAL, alvhamra), right_answers(quiz)
    for user in (other, principal):
        assert visitor(user).post(address_of(quiz.translation_key, "svara"), data).status_code == 200
    assert sorted(QuizAttempt.objects.values_list("user", flat=True)) == sorted([other.pk, principal.pk])


@pytest.mark.parametrize("action", ["borja", "klar"])
def test_odd_fields_with_an_action_change_nothing_of_it(principal: User, quiz: QuizPage, action: str) -> None:
    course = CoursePage.objects.get()
    unit = course if action == "borja" else training.lessons_of(course)[0]
    odd = dict.fromkeys(("user", "by", "course", "municipality", "due_on", "completed_at"), TEXTS["controls"])
    response = visitor(principal).post(address_of(unit.translation_key, action) + "?user=1&user=%00", odd)
    assert response.status_code == 302
    assert set(Enrolment.objects.values_list("user", flat=True)) == {principal.pk}
    assert Completion.objects.count() == (action == "klar")


@pytest.mark.parametrize("action", ["borja", "klar"])
def test_visitor_is_sent_to_sign_in_and_then_to_the_page(quiz: QuizPage, action: str) -> None:
    course = CoursePage.objects.get()
    unit = course if action == "borja" else training.lessons_of(course)[0]
    response = visitor().post(address_of(unit.translation_key, action), {"x": TEXTS["nul"]})
    assert response.status_code == 302
    assert response["Location"].startswith("/konto/login/?next=/alvhamra/gemensamt/trygg-med-uppgifter/")
    assert nothing_is_stored()


def test_actions_by_another_method_are_refused_in_words(principal: User, quiz: QuizPage) -> None:
    course = CoursePage.objects.get()
    for action, method in product(("borja", "klar"), ("GET", "PUT", "DELETE", "BREW")):
        response = visitor(principal).generic(method, address_of(course.translation_key, action))
        assert (response.status_code, response["Allow"]) == (405, "POST")
        assert says("There is nothing to read here") in page_of(response)
    assert nothing_is_stored()


def test_actions_without_our_token_are_refused(principal: User, quiz: QuizPage) -> None:
    client = visitor(principal, strict=True)
    for action in ACTIONS:
        assert client.post(address_of(quiz.translation_key, action), right_answers(quiz)).status_code == 403
    assert nothing_is_stored()


def test_odd_questions_to_ones_learning_change_nothing(principal: User, tree: pages.Tree) -> None:
    for query in ("?sida=-1", "?%00=%00", "?q=%ff&q=%E2%80%AE", "?" + "a" * 50_000):
        assert visitor(principal).get(f"/alvhamra/larande/{query}").status_code == 200
