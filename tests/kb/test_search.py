"""The search page, and the backend between Wagtail's search and the engine."""

from collections.abc import Callable

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from kb.search.backend import SearchBackend
from tests.factories import pages


def test_search_page_shows_the_best_first_and_marks_the_kind(
    client: Client, tree: pages.Tree, index: SearchBackend
) -> None:
    pages.guide(tree.shared, "Logga in med BankID")
    pages.question(tree.shared, "Hur anmäler jag frånvaro?")
    call_command("rebuild_index", verbosity=0)
    response = client.get("/alvhamra/sok/", {"q": "anmäla frånvaro"})
    assert response.context["hits"][0].title == "Hur anmäler jag frånvaro?"
    assert 'href="/alvhamra/gemensamt/hur-anmaler-jag-franvaro/"' in response.content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_search_needs_the_same_queries_for_any_number_of_hits(
    client: Client, tree: pages.Tree, index: SearchBackend, count: int
) -> None:
    for number in range(count):
        pages.guide(tree.shared, f"Logga in {number}")
    call_command("rebuild_index", verbosity=0)
    client.get("/alvhamra/sok/", {"q": "logga"})
    with CaptureQueriesContext(connection) as queries:
        assert len(client.get("/alvhamra/sok/", {"q": "logga"}).context["hits"]) == count
    assert len(queries) == 6


def test_search_without_hits_keeps_the_words_for_the_form(
    client: Client, tree: pages.Tree, index: SearchBackend
) -> None:
    call_command("rebuild_index", verbosity=0)
    page = client.get("/alvhamra/sok/", {"q": "qqqqq"}).content.decode()
    assert "/alvhamra/fraga/?q=qqqqq" in page


@pytest.mark.parametrize("typed", ["\x00", "%", "(", '"', "and or not", "å" * 5000, "\u202eomvänd", "'; DROP TABLE"])
def test_search_takes_anything_that_can_be_typed(
    client: Client, tree: pages.Tree, index: SearchBackend, typed: str
) -> None:
    pages.guide(tree.shared, "Logga in")
    call_command("rebuild_index", verbosity=0)
    assert client.get("/alvhamra/sok/", {"q": typed, "sida": "-1"}).status_code == 200


def test_search_goes_to_the_database_when_the_index_is_broken(
    client: Client, tree: pages.Tree, index: SearchBackend, run_jobs: Callable[[], int]
) -> None:
    pages.guide(tree.shared, "Logga in med BankID")
    assert client.get("/alvhamra/sok/", {"q": "bankid"}).context["hits"][0].title == "Logga in med BankID"


def test_admins_plain_search_keeps_its_operator(tree: pages.Tree, index: SearchBackend) -> None:
    from wagtail.models import Page  # the admin searches pages of all kinds

    both, one = pages.guide(tree.shared, "Logga in med BankID"), pages.guide(tree.shared, "Logga ut")
    call_command("rebuild_index", verbosity=0)
    found = {op: {p.pk for p in Page.objects.all().search("logga bankid", operator=op)} for op in ("and", "or")}
    assert found == {"and": {both.pk}, "or": {both.pk, one.pk}}
    assert [p.pk for p in Page.objects.all().autocomplete("bank")] == [both.pk]
