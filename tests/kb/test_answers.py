"""What the search page shows: order, filters, snippets, and nothing of what the reader may not read."""

from collections.abc import Callable

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import Municipality, User
from accounts.roles import GUARDIAN, TEACHER
from kb.models import LocalName
from kb.search.answers import Answers, Asked, Choice
from kb.search.backend import SearchBackend
from tests.factories import files, organisation, pages

Ask = Callable[..., Answers]


@pytest.fixture
def ask(alvhamra: Municipality, index: SearchBackend) -> Ask:
    """Index what there is, and answer as the search page does."""

    def answer(words: str, user: User | None = None, **filters: str) -> Answers:
        call_command("rebuild_index", verbosity=0)
        return Answers(Asked(words, "sv", **filters), user or AnonymousUser(), alvhamra)

    return answer


def titles(answers: Answers) -> list[str]:
    return [page.title for page in answers.pages(answers.filtered)]


def text_of(answers: Answers, at: int = 0) -> str:
    """The snippet, with the marked words in brackets."""
    answer = answers.shown(answers.page(None))[at]
    return "".join(f"[{piece.text}]" if piece.marked else piece.text for piece in answer.pieces)


def test_snippet_is_the_sentence_with_the_readers_words(tree: pages.Tree, ask: Ask) -> None:
    text = "Skolan öppnar klockan sju. Glömt kortet till skrivaren? Låna ett på expeditionen."
    pages.guide(tree.shared, "Skriv ut", summary="Skriv ut på skolan.", text=text)
    assert text_of(ask("kort till skrivaren")) == "Glömt [kortet] till [skrivaren]? Låna ett på expeditionen."


def test_body_is_found_though_only_guides_have_one(tree: pages.Tree, ask: Ask) -> None:
    pages.guide(tree.shared, "Skriv ut", text="Toner beställer vaktmästaren.")
    assert titles(ask("toner")) == ["Skriv ut"]


def test_filters_leave_one_kind_or_audience(tree: pages.Tree, ask: Ask) -> None:
    pages.guide(tree.shared, "Lösenord för lärare", audience=["teacher"])
    pages.question(tree.shared, "Lösenord för vårdnadshavare")
    assert sorted(titles(ask("lösenord"))) == ["Lösenord för lärare", "Lösenord för vårdnadshavare"]
    assert titles(ask("lösenord", kind="guidepage")) == ["Lösenord för lärare"]
    assert titles(ask("lösenord", audience="guardian")) == ["Lösenord för vårdnadshavare"]
    assert titles(ask("lösenord", kind="guidepage", audience="guardian")) == []
    assert ask("lösenord", audience="guardian").kinds == [Choice("questionpage", "Fråga och svar", 1)]
    assert ask("lösenord").audiences == [Choice("guardian", "Vårdnadshavare", 1), Choice("teacher", "Lärare", 1)]


@pytest.mark.parametrize("query", ["typ=drop%20table", "for=nobody", "typ=page&for=guardian", "sida=99&typ=guidepage"])
def test_search_takes_any_filter(client: Client, tree: pages.Tree, ask: Ask, query: str) -> None:
    pages.guide(tree.shared, "Lösenord")
    ask("")
    page = client.get(f"/alvhamra/sok/?q=lösenord&{query}")
    assert page.status_code == 200
    assert "lösenord" in page.content.decode()


def test_local_name_is_searched_by_its_meaning(tree: pages.Tree, ask: Ask, alvhamra: Municipality) -> None:
    pages.guide(tree.shared, "Kom in i Lärvyn")
    assert titles(ask("vklas")) == []
    LocalName.objects.create(municipality=alvhamra, name="Vklas", meaning="Lärvyn")
    assert titles(ask("hur funkar vklas?")) == ["Kom in i Lärvyn"]
    assert titles(ask("vklass")) == []  # part of a word is another word


def test_local_names_belong_to_their_municipality(tree: pages.Tree, ask: Ask, ekeryd: Municipality) -> None:
    pages.guide(tree.shared, "Kom in i Lärvyn")
    LocalName.objects.create(municipality=ekeryd, name="vklas", meaning="Lärvyn")
    assert titles(ask("vklas")) == []


def test_chosen_page_comes_first_and_says_so(tree: pages.Tree, ask: Ask, alvhamra: Municipality) -> None:
    pages.guide(tree.shared, "Bussen till skolan", summary="Bussen, bussar och busskort.")
    chosen = pages.guide(tree.shared, "Skolskjuts")
    LocalName.objects.create(municipality=alvhamra, name="bussen", page=chosen)
    answers = ask("bussen")
    assert titles(answers) == ["Skolskjuts", "Bussen till skolan"]
    assert [answer.is_promoted for answer in answers.shown(answers.page(None))] == [True, False]


def test_chosen_page_that_the_reader_may_not_read_stays_hidden(
    tree: pages.Tree, ask: Ask, alvhamra: Municipality
) -> None:
    secret = pages.guide(tree.shared, "Hemlig skolskjuts")
    pages.restrict(secret, "all:employees")
    LocalName.objects.create(municipality=alvhamra, name="bussen", page=secret)
    assert titles(ask("bussen")) == []
    assert titles(ask("bussen", organisation.person(TEACHER, alvhamra))) == ["Hemlig skolskjuts"]


def test_background_is_found_by_employees_only(tree: pages.Tree, ask: Ask, alvhamra: Municipality) -> None:
    pages.question(tree.shared, "Vad kostar maten?", internal="<p>Fråga kökschefen om specialkost.</p>")
    teacher, guardian = (organisation.person(role, alvhamra) for role in (TEACHER, GUARDIAN))
    found = ask("kökschefen", teacher)
    assert titles(found) == ["Vad kostar maten?"]
    assert text_of(found) == "Fråga [kökschefen] om specialkost."
    assert found.shown(found.page(None))[0].is_inner
    assert [titles(ask("kökschefen", user)) for user in (guardian, None)] == [[], []]


@pytest.mark.parametrize("count", [1, 4])
def test_answers_found_by_their_background_are_read_at_once(
    tree: pages.Tree, ask: Ask, alvhamra: Municipality, count: int
) -> None:
    """Questions by their background and guides by a file: two and eight answers cost the same."""
    for number in range(count):
        pages.question(tree.shared, f"Vad kostar maten {number}?", internal="<p>Fråga kökschefen.</p>")
        guide = pages.guide(tree.shared, f"Beställ mat {number}")
        guide.body = [("file", {"file": files.read_already("Ring kökschefen."), "description": ""})]
        guide.save()
    answers = ask("kökschefen", organisation.person(TEACHER, alvhamra))
    page = answers.page(None)
    with CaptureQueriesContext(connection) as queries:
        shown = answers.shown(page)
    assert [answer.is_inner for answer in shown] == [True] * 2 * count
    assert {"".join(piece.text for piece in answer.pieces) for answer in shown} == {
        "Fråga kökschefen.",
        "Ring kökschefen.",
    }
    assert len(queries) == 7


def test_background_of_another_municipality_is_not_found(tree: pages.Tree, ask: Ask, ekeryd: Municipality) -> None:
    pages.question(tree.homes["alvhamra"], "Vad kostar maten?", internal="<p>Fråga kökschefen.</p>")
    assert titles(ask("kökschefen", organisation.person(TEACHER, ekeryd))) == []


def test_other_spelling_comes_only_from_pages_that_the_reader_may_read(
    tree: pages.Tree, ask: Ask, alvhamra: Municipality
) -> None:
    secret = pages.guide(tree.shared, "Hemlighetsnamnet")
    pages.restrict(secret, "all:employees")
    assert ask("hemlighetsnamet").other_spelling is None
    assert ask("hemlighetsnamet", organisation.person(TEACHER, alvhamra)).other_spelling == "hemlighetsnamnet"


def test_page_that_is_restricted_later_is_gone_at_once(tree: pages.Tree, ask: Ask) -> None:
    page = pages.guide(tree.shared, "Lösenord")
    answers = ask("lösenord")
    pages.restrict(page, "all:employees")
    assert (titles(answers), answers.other_spelling) == ([], None)


def test_page_that_is_opened_again_is_found_after_its_job(
    tree: pages.Tree, ask: Ask, run_jobs: Callable[[], int], alvhamra: Municipality
) -> None:
    page = pages.guide(tree.shared, "Lösenord")
    pages.restrict(page, "all:employees")
    run_jobs()
    assert titles(ask("lösenord")) == []
    page.view_restrictions.all().delete()
    run_jobs()
    assert titles(Answers(Asked("lösenord", "sv"), AnonymousUser(), alvhamra)) == ["Lösenord"]


def test_suggestions_are_the_best_answers_with_their_addresses(client: Client, tree: pages.Tree, ask: Ask) -> None:
    pages.guide(tree.shared, "Anmäl frånvaro")
    secret = pages.guide(tree.shared, "Frånvaro för anställda")
    pages.restrict(secret, "all:employees")
    ask("")
    answer = client.get("/alvhamra/sok/forslag/", {"q": "frånv"}).json()
    url = "/alvhamra/gemensamt/anmal-franvaro/"
    assert answer == {"suggestions": [{"title": "Anmäl frånvaro", "kind": "Guide", "url": url}]}
    assert client.get("/alvhamra/sok/forslag/").json() == {"suggestions": []}
