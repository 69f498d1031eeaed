"""Visitors get finished pages; nobody gets an old one, or another's."""

import pytest
from django.test import Client
from django.utils import translation
from pytest_django import DjangoAssertNumQueries

from accounts.models import Municipality
from accounts.roles import TEACHER
from kb.models import GuidePage
from tests.factories import organisation, pages


@pytest.fixture
def guide(tree: pages.Tree) -> GuidePage:
    return pages.guide(tree.shared, "Byt lösenord", text="Första lydelsen.")


ADDRESS = "/alvhamra/gemensamt/byt-losenord/"


def read(client: Client, address: str = ADDRESS) -> str:
    return client.get(address).content.decode()


def test_second_visitor_costs_one_query(guide: GuidePage, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    first = read(Client())
    with django_assert_num_queries(1):
        assert read(Client()) == first


def test_reader_of_another_language_before_changes_nothing(
    guide: GuidePage, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    read(Client())
    with translation.override("en"), django_assert_num_queries(1):
        read(Client())


def test_published_change_is_seen_at_once(guide: GuidePage) -> None:
    assert "Första lydelsen." in read(Client())
    guide.body = [("paragraph", "<p>Andra lydelsen.</p>")]
    guide.save_revision().publish()
    assert "Andra lydelsen." in read(Client())


def test_draft_changes_nothing_for_visitors(guide: GuidePage) -> None:
    read(Client())
    guide.body = [("paragraph", "<p>Ett utkast.</p>")]
    guide.save_revision()
    assert "Första lydelsen." in read(Client())


def test_page_that_becomes_restricted_is_gone_for_visitors(guide: GuidePage) -> None:
    read(Client())
    pages.restrict(guide, "all:employees")
    response = Client().get(ADDRESS)
    assert (response.status_code, response.headers["Location"]) == (302, f"/konto/login/?next={ADDRESS}")


def test_unpublished_and_deleted_pages_are_gone(guide: GuidePage) -> None:
    read(Client())
    guide.unpublish()
    assert Client().get(ADDRESS).status_code == 404
    guide.save_revision().publish()
    assert Client().get(ADDRESS).status_code == 200
    guide.delete()
    assert Client().get(ADDRESS).status_code == 404


def test_municipality_with_new_phone_shows_it(guide: GuidePage, alvhamra: Municipality) -> None:
    read(Client())
    alvhamra.phone = "070-174 06 99"
    alvhamra.save()
    assert "070-174 06 99" in read(Client())


def test_own_change_of_one_municipality_leaves_the_others_pages_alone(
    tree: pages.Tree, guide: GuidePage, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    read(Client())
    own = pages.guide(tree.homes["ekeryd"], "Ekeryds egen")
    own.save_revision().publish()
    with django_assert_num_queries(1):
        read(Client())


def test_person_who_is_signed_in_neither_fills_nor_reads_the_cache(guide: GuidePage, alvhamra: Municipality) -> None:
    teacher = organisation.person(TEACHER, alvhamra)
    client = Client()
    client.force_login(teacher)
    assert "Logga ut" in read(client)
    assert "Logga ut" not in read(Client())
    assert "Logga ut" in read(client)


def test_each_municipality_shows_a_shared_page_in_its_own_name(guide: GuidePage) -> None:
    assert "Älvhamra kommun" in read(Client())
    elsewhere = read(Client(), "/ekeryd/gemensamt/byt-losenord/")
    assert ("Ekeryds kommun" in elsewhere, "Älvhamra kommun" in elsewhere) == (True, False)


def test_kept_pages_hold_no_csrf_token(guide: GuidePage) -> None:
    assert "csrfmiddlewaretoken" not in read(Client())
    assert "csrfmiddlewaretoken" not in read(Client(), "/alvhamra/")
