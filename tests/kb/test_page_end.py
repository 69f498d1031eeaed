"""What stands below a text: what to read next, who answers for it, and practice for employees."""

import re
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django import DjangoAssertNumQueries

from accounts.domain.memberships import give_role
from accounts.models import Municipality, User
from accounts.roles import EDITOR, GUARDIAN, PRINCIPAL, TEACHER
from kb.models import KnowledgePage, QuestionPage
from kb.models.practice import PracticeBlock
from kb.related import related_pages
from kb.search.backend import SearchBackend
from kb.search.backend.documents import document_of
from kb.search.question import Question
from tests.factories import organisation, pages

GUIDE = "/alvhamra/gemensamt/byt-losenord/"
MAX_QUERIES = 15
VISITOR = AnonymousUser()


def main_of(response: Any) -> str:
    return response.content.decode().split("<main")[1].split("</main>")[0]


def titles(page: KnowledgePage, user: Any, place: Municipality | None) -> list[str]:
    return [other.title for other in related_pages(page, user, place)]


# Read also


def test_pages_of_the_same_topic_are_related_the_most_alike_first(tree: pages.Tree, alvhamra: Municipality) -> None:
    page = pages.guide(tree.shared, "Byt lösenord", keywords="glömt konto")
    pages.guide(tree.shared, "Något helt annat", summary="Utan gemensamma uttryck")
    pages.guide(tree.shared, "Glömt lösenord", summary="Nytt konto")
    pages.guide(tree.shared, "Lösenord", topic="absence")
    assert titles(page, VISITOR, alvhamra) == ["Glömt lösenord", "Något helt annat"]


def test_pages_that_the_index_finds_alike_are_related_whatever_their_topic(
    tree: pages.Tree, alvhamra: Municipality, index: SearchBackend
) -> None:
    page = pages.guide(tree.shared, "Byt lösenord", text="Lösenordet byter du i portalen.", topic="sign_in")
    pages.guide(tree.shared, "Bussen", text="Bussen går klockan åtta.", topic="sign_in")
    pages.guide(tree.shared, "Portalen", text="I portalen byter du lösenordet.", topic="accounts")
    secret = pages.guide(tree.shared, "Hemliga portalen", text="I portalen byter du lösenordet.", topic="accounts")
    pages.restrict(secret, "all:employees")
    call_command("rebuild_index", verbosity=0)
    assert titles(page, VISITOR, alvhamra)[0] == "Portalen"
    assert "Hemliga portalen" not in titles(page, VISITOR, alvhamra)


def test_at_most_three_are_related(tree: pages.Tree, alvhamra: Municipality) -> None:
    page = pages.guide(tree.shared, "Byt lösenord")
    for number in range(5):
        pages.guide(tree.shared, f"Lösenord {number}")
    assert len(titles(page, VISITOR, alvhamra)) == 3


def test_visitors_get_guardians_pages_first(tree: pages.Tree, alvhamra: Municipality) -> None:
    page = pages.guide(tree.shared, "Ledighet", audience=["guardian", "principal"])
    pages.guide(tree.shared, "Besluta om ledighet", audience=["principal"])
    pages.guide(tree.shared, "Skolplikt", audience=["guardian"])
    principal = organisation.person(PRINCIPAL, alvhamra)
    assert titles(page, VISITOR, alvhamra) == ["Skolplikt", "Besluta om ledighet"]
    assert titles(page, principal, alvhamra) == ["Besluta om ledighet", "Skolplikt"]


def test_pages_for_other_readers_are_not_related(tree: pages.Tree, alvhamra: Municipality) -> None:
    page = pages.guide(tree.shared, "Byt lösenord")
    pages.guide(tree.shared, "Lösenord för lärare", audience=["teacher"])
    assert titles(page, VISITOR, alvhamra) == []


def test_only_what_the_reader_may_read_here_is_related(
    tree: pages.Tree, alvhamra: Municipality, ekeryd: Municipality
) -> None:
    page = pages.guide(tree.shared, "Byt lösenord")
    pages.restrict(pages.guide(tree.shared, "Hemligt lösenord"), "all:employees")
    pages.guide(tree.homes["ekeryd"], "Ekeryds lösenord")
    pages.guide(tree.homes["alvhamra"], "Älvhamras lösenord")
    pages.guide(tree.shared, "Utkast om lösenord", live=False)
    teacher = organisation.person(TEACHER, alvhamra)
    assert titles(page, VISITOR, alvhamra) == ["Älvhamras lösenord"]
    assert sorted(titles(page, teacher, alvhamra)) == ["Hemligt lösenord", "Älvhamras lösenord"]
    assert titles(page, VISITOR, ekeryd) == ["Ekeryds lösenord"]
    assert titles(page, VISITOR, None) == []


def test_editors_own_choice_goes_before(client: Client, tree: pages.Tree, alvhamra: Municipality) -> None:
    chosen = pages.guide(tree.shared, "Vald sida", topic="absence")
    page = pages.guide(tree.shared, "Byt lösenord")
    pages.guide(tree.shared, "Lösenord")
    page.body = [("paragraph", "<p>Text</p>"), ("related", [chosen])]
    page.save_revision().publish()
    assert titles(page, VISITOR, alvhamra) == []
    navigation = re.findall(r'(?s)<nav class="sk-related".*?</nav>', main_of(client.get(GUIDE)))
    assert [re.findall(r">([^<]+)</a>", found) for found in navigation] == [["Vald sida"]]


def test_related_pages_cost_one_query(
    tree: pages.Tree, alvhamra: Municipality, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    page = pages.guide(tree.shared, "Byt lösenord")
    for number in range(3):
        pages.guide(tree.shared, f"Lösenord {number}")
    related_pages(page, VISITOR, alvhamra)  # reads which kinds of pages there are, once a process
    with django_assert_num_queries(2):  # the pages, and the privacy that a request reads anyway
        assert len([other.locale.language_code for other in related_pages(page, VISITOR, alvhamra)]) == 3


def test_guide_costs_a_visitor_few_queries(client: Client, tree: pages.Tree) -> None:
    pages.guide(tree.shared, "Byt lösenord")
    for number in range(4):
        pages.guide(tree.shared, f"Lösenord {number}")
    client.get("/alvhamra/")
    with CaptureQueriesContext(connection) as queries:
        page = main_of(client.get(GUIDE))
    assert page.count("Lösenord ") == 3
    assert len(queries) <= MAX_QUERIES, [query["sql"][:120] for query in queries]


# Who answers for it


def test_page_names_who_answers_for_it_with_role_and_a_way_to_ask(
    client: Client, tree: pages.Tree, alvhamra: Municipality
) -> None:
    pages.guide(tree.shared, "Byt lösenord")
    give_role(user=pages.owner(), role=GUARDIAN, municipality=alvhamra, by=None)
    give_role(user=pages.owner(), role=PRINCIPAL, municipality=alvhamra, by=None)
    card = main_of(client.get(GUIDE)).split("<footer")[1]
    assert re.findall(r'class="sk-owner-(?:name|role)">([^<]+)', card) == ["Ann Svarig", "Rektor"]
    assert f'href="/alvhamra/fraga/?fran={GUIDE}">Fråga den som ansvarar för sidan</a>' in card
    form = client.get(f"/alvhamra/fraga/?fran={GUIDE}").content.decode()
    assert f'name="origin" value="{GUIDE}"' in form


def test_role_elsewhere_is_not_shown_on_a_municipalitys_own_page(
    client: Client, tree: pages.Tree, ekeryd: Municipality
) -> None:
    pages.guide(tree.homes["alvhamra"], "Skolskjuts")
    give_role(user=pages.owner(), role=PRINCIPAL, municipality=ekeryd, by=None)
    assert "Rektor" not in main_of(client.get("/alvhamra/skolskjuts/"))


def test_page_without_a_responsible_person_still_shows(client: Client, tree: pages.Tree) -> None:
    page = pages.guide(tree.shared, "Byt lösenord")
    type(page).objects.filter(pk=page.pk).update(page_owner=None)  # as when the account is deleted
    assert 'class="sk-owner-name">–</p>' in main_of(client.get(GUIDE))


# Question pairs

SECRET = "Zebrafråga"
WRONG_FEEDBACK, RIGHT_FEEDBACK = "Ring rektor zebraskäl.", "Just så zebrarätt."
PAIR = "/alvhamra/gemensamt/ledighet-for-resa/"
PRACTICE = {
    "question": f"{SECRET}: får vi åka på onsdag?",
    "choices": [
        {"text": "Ja, det går bra zebraval.", "right": False, "feedback": WRONG_FEEDBACK},
        {"text": "Rektor beslutar.", "right": True, "feedback": RIGHT_FEEDBACK},
    ],
}


@pytest.fixture
def pair(tree: pages.Tree) -> QuestionPage:
    return pages.question(
        tree.shared,
        "Ledighet för resa",
        slug="ledighet-for-resa",
        internal="<p>Zebrabakgrund.</p>",
        practice=[("practice", PRACTICE)],
    )


@pytest.fixture
def teacher(client: Client, alvhamra: Municipality) -> User:
    user = organisation.person(TEACHER, alvhamra)
    client.force_login(user)
    return user


def test_employee_practises_without_javascript(client: Client, pair: QuestionPage, teacher: User) -> None:
    page = main_of(client.get(PAIR))
    assert "Öva på frågan" in page
    assert SECRET in page
    assert (WRONG_FEEDBACK in page, RIGHT_FEEDBACK in page) == (False, False)
    assert re.findall(r'type="radio" name="ova" value="(\d)"', page) == ["1", "2"]


@pytest.mark.parametrize(
    ("number", "words", "feedback"), [("1", "Inte det bästa svaret", WRONG_FEEDBACK), ("2", "Rätt", RIGHT_FEEDBACK)]
)
def test_chosen_answer_is_explained(
    client: Client, pair: QuestionPage, teacher: User, number: str, words: str, feedback: str
) -> None:
    page = main_of(client.get(PAIR, {"ova": number}))
    assert (words in page, feedback in page) == (True, True)
    assert '<details class="sk-internal sk-practice" id="ova" open>' in page
    assert re.findall(r'value="(\d)" required checked', page) == [number]


@pytest.mark.parametrize("typed", ["", "0", "3", "-1", "x", "٢", "1" * 5000, "\x00"])
def test_choice_that_does_not_exist_shows_the_question(
    client: Client, pair: QuestionPage, teacher: User, typed: str
) -> None:
    response = client.get(PAIR, {"ova": typed})
    assert (response.status_code, "sk-verdict" in main_of(response)) == (200, False)


def test_practice_without_background_is_shown_to_employees(client: Client, pair: QuestionPage, teacher: User) -> None:
    QuestionPage.objects.update(internal="")
    page = main_of(client.get(PAIR))
    assert (SECRET in page, "Bakgrund för anställda" in page) == (True, False)


@pytest.mark.parametrize("query", ["", "?ova=1", "?ova=2#ova"])
@pytest.mark.parametrize("who", ["visitor", "guardian", "foreign_employee"])
def test_nobody_else_gets_a_word_of_it(
    pair: QuestionPage, tree: pages.Tree, alvhamra: Municipality, ekeryd: Municipality, who: str, query: str
) -> None:
    own = pages.question(tree.homes["alvhamra"], "Egen", internal="<p>Zebra</p>", practice=[("practice", PRACTICE)])
    client = Client()
    if who == "guardian":
        client.force_login(organisation.person(GUARDIAN, alvhamra))
    elif who == "foreign_employee":
        client.force_login(organisation.person(TEACHER, ekeryd))
    addresses = [f"/alvhamra/{own.slug}/"] + ([PAIR] if who != "foreign_employee" else [])
    for address in addresses:
        text = client.get(f"{address}{query}").content.decode().lower()
        assert ("<h1" in text, "zebra" in text, "ova" in text.split("<main")[1]) == (True, False, False)


def test_visitors_cached_page_never_holds_what_an_employee_saw(pair: QuestionPage, alvhamra: Municipality) -> None:
    employee = Client()
    employee.force_login(organisation.person(TEACHER, alvhamra))
    assert "Zebrabakgrund" in employee.get(PAIR).content.decode()
    for _ in range(2):  # the second comes from the cache
        assert "zebra" not in Client().get(PAIR).content.decode().lower()
    assert SECRET in employee.get(PAIR).content.decode()


def test_search_finds_nothing_by_words_of_the_inside(client: Client, pair: QuestionPage, index: SearchBackend) -> None:
    call_command("rebuild_index", verbosity=0)
    assert [hit.title for hit in KnowledgePage.objects.search(Question("ledighet resa", "sv"))] == [pair.title]
    for word in ("Zebrafråga", "zebraskäl", "zebraval", "Zebrabakgrund"):
        assert list(KnowledgePage.objects.search(Question(word, "sv"))) == []
        assert list(KnowledgePage.objects.search(word)) == []
    assert "zebra" not in str(document_of(pair)).lower()


def test_preview_is_for_those_who_may_edit_the_page(client: Client, pair: QuestionPage, alvhamra: Municipality) -> None:
    address = f"/admin/pages/{pair.pk}/edit/preview/?mode="
    sign_in = f"/admin/login/?next=/admin/pages/{pair.pk}/edit/preview/%3Fmode%3D"
    editor = organisation.person(EDITOR, alvhamra, organisation.school(alvhamra))
    for person, way in (
        (None, sign_in),
        (organisation.person(TEACHER, alvhamra), sign_in),
        (editor, "/admin/"),
    ):
        if person:
            client.force_login(person)
        response = client.get(address)
        assert (response.status_code, response["Location"], response.content) == (302, way, b"")


def test_exactly_one_choice_must_be_right() -> None:
    block = PracticeBlock()
    for right in ([False, False], [True, True]):
        rows = [{**row, "right": value} for row, value in zip(PRACTICE["choices"], right, strict=True)]
        with pytest.raises(ValidationError):
            block.clean(block.to_python({**PRACTICE, "choices": rows}))
    assert block.clean(block.to_python(PRACTICE))["question"] == PRACTICE["question"]
