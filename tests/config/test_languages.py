"""The language links: to the translation, to the same view, or to the page that says that there is none yet."""

import re
from typing import Any

import pytest
from django.test import Client, RequestFactory
from wagtail.models import Locale, Page

from accounts.models import Municipality
from accounts.roles import SUPPORT_LEAD, TEACHER
from config.languages import page_at
from tests.factories import organisation, pages

ENGLISH = "This page is not translated into English yet"


def language_link(client: Client, address: str, code: str) -> str:
    """Where the header's link to the language leads. Empty if there is none."""
    page = client.get(address).content.decode()
    found = re.search(rf'<a href="([^"]*)" lang="{code}" hreflang="{code}">(?:English|Svenska)</a>', page)
    return found[1].replace("&amp;", "&") if found else ""


def translated(page: Page, title: str, slug: str) -> Page:
    """The page and those above it in English, published."""
    english, _ = Locale.objects.get_or_create(language_code="en")
    made = page.copy_for_translation(english, copy_parents=True)
    made.title, made.slug = title, slug
    made.save()
    for above in [*made.get_ancestors().filter(locale=english, live=False), made]:
        above.specific.save_revision().publish()
    return Page.objects.get(pk=made.pk)


def title_link(response: Any) -> list[tuple[str, str, str]]:
    """Address, language and text of each link in the page's own content, the home link aside."""
    main = response.content.decode().split("<main")[1].split("</main>")[0]
    return re.findall(r'<a class="ds-link" href="([^"]*)" lang="(\w+)" hreflang="\w+">([^<]*)</a>', main)


def test_shared_page_with_translation_leads_to_it_at_the_readers_municipality(client: Client, tree: pages.Tree) -> None:
    guide = pages.guide(tree.shared, "Anmäl frånvaro", slug="anmal-franvaro")
    translated(guide, "Report absence", "report-absence")
    swedish, english = "/alvhamra/gemensamt/anmal-franvaro/", "/en/alvhamra/gemensamt/report-absence/"
    assert language_link(client, swedish, "en") == english
    assert language_link(client, english, "sv") == swedish
    assert "Report absence" in client.get(english).content.decode()


def test_municipalitys_own_page_with_translation_leads_to_it(client: Client, tree: pages.Tree) -> None:
    guide = pages.guide(tree.homes["alvhamra"], "Skolskjuts", slug="skolskjuts")
    translated(guide, "School transport", "school-transport")
    assert language_link(client, "/alvhamra/skolskjuts/", "en") == "/en/alvhamra/school-transport/"
    assert language_link(client, "/alvhamra/", "en") == "/en/alvhamra/"


@pytest.mark.parametrize("address", ["/alvhamra/gemensamt/anmal-franvaro/", "/alvhamra/", "/gemensamt/anmal-franvaro/"])
def test_page_without_translation_leads_to_a_page_that_says_so(client: Client, tree: pages.Tree, address: str) -> None:
    pages.guide(tree.shared, "Anmäl frånvaro", slug="anmal-franvaro")
    place = address.split("/")[1]
    link = language_link(client, address, "en")
    assert link == f"/en/{place}/ej-oversatt/?fran={address}"
    response = client.get(link)
    page = response.content.decode()
    title = "Älvhamra kommun" if address == "/alvhamra/" else "Anmäl frånvaro"
    assert title_link(response) == [(address, "sv", title)]
    assert (response.status_code, response["X-Robots-Tag"]) == (200, "noindex")
    assert '<html lang="en"' in page
    assert f">{ENGLISH}</h1>" in page
    assert ('role="search"' in page, page.count('role="search"') <= 1) == (place == "alvhamra", True)


def test_unpublished_translation_is_none(client: Client, tree: pages.Tree) -> None:
    guide = pages.guide(tree.shared, "Anmäl frånvaro", slug="anmal-franvaro")
    translated(guide, "Report absence", "report-absence").unpublish()
    assert language_link(client, "/alvhamra/gemensamt/anmal-franvaro/", "en").startswith("/en/alvhamra/ej-oversatt/")


def test_english_page_without_swedish_original_is_told_of_in_swedish(client: Client, tree: pages.Tree) -> None:
    guide = pages.guide(tree.shared, "Anmäl frånvaro", slug="anmal-franvaro")
    translated(guide, "Report absence", "report-absence")
    guide.unpublish()
    link = language_link(client, "/en/alvhamra/gemensamt/report-absence/", "sv")
    assert link == "/alvhamra/ej-oversatt/?fran=/en/alvhamra/gemensamt/report-absence/"
    response = client.get(link)
    assert title_link(response) == [("/en/alvhamra/gemensamt/report-absence/", "en", "Report absence")]
    assert '<html lang="sv"' in response.content.decode()


def test_way_back_from_the_missing_translation_is_the_original(client: Client, tree: pages.Tree) -> None:
    pages.guide(tree.shared, "Anmäl frånvaro", slug="anmal-franvaro")
    missing = "/en/alvhamra/ej-oversatt/?fran=/alvhamra/gemensamt/anmal-franvaro/"
    back = language_link(client, missing, "sv")
    assert back == "/alvhamra/ej-oversatt/?fran=/alvhamra/gemensamt/anmal-franvaro/"
    response = client.get(back)
    assert (response.status_code, response["Location"]) == (302, "/alvhamra/gemensamt/anmal-franvaro/")


def test_translation_made_since_is_shown_at_once(client: Client, tree: pages.Tree) -> None:
    guide = pages.guide(tree.shared, "Anmäl frånvaro", slug="anmal-franvaro")
    translated(guide, "Report absence", "report-absence")
    response = client.get("/en/alvhamra/ej-oversatt/?fran=/alvhamra/gemensamt/anmal-franvaro/")
    assert (response.status_code, response["Location"]) == (302, "/en/alvhamra/gemensamt/report-absence/")


@pytest.mark.parametrize(
    ("swedish", "english"),
    [
        ("/alvhamra/sok/?q=logga+in&sida=2", "/en/alvhamra/sok/?q=logga+in&sida=2"),
        ("/alvhamra/fraga/?fran=/alvhamra/&q=hej", "/en/alvhamra/fraga/?fran=/alvhamra/&q=hej"),
        ("/konto/login/?next=/alvhamra/sok/", "/en/konto/login/?next=/alvhamra/sok/"),
        ("/alvhamra/tillganglighet/", "/en/alvhamra/tillganglighet/"),
        ("/alvhamra/personuppgifter/", "/en/alvhamra/personuppgifter/"),
    ],
)
def test_view_of_both_languages_keeps_address_and_query(
    client: Client, tree: pages.Tree, swedish: str, english: str
) -> None:
    assert language_link(client, swedish, "en") == english
    assert language_link(client, english, "sv") == swedish


def test_ticket_list_keeps_its_filters(client: Client, tree: pages.Tree, alvhamra: Municipality) -> None:
    client.force_login(organisation.person(SUPPORT_LEAD, alvhamra))
    swedish = "/alvhamra/arenden/?queue=technical&view=mine"
    assert language_link(client, swedish, "en") == f"/en{swedish}"


def test_address_without_languages_has_no_language_link(client: Client, tree: pages.Tree) -> None:
    assert language_link(client, "/demo/mail/", "en") == ""


@pytest.mark.parametrize(
    "came_from",
    [
        "https://ond.example/",
        "//ond.example/alvhamra/",
        "//ond.example",
        "/\\ond.example/",
        "javascript:alert(1)",
        "/alvhamra/https://ond.example/",
        "alvhamra/",
        "/alvhamra/gemensamt/finns-inte/",
        "/alvhamra/gemensamt/utkast/",
        "/alvhamra/gemensamt/%00/",
        "/alvhamra/sok/",
        "/alvhamra/arenden/",
        "/admin/",
        "/ekeryd/ekeryds-egen/",
        "/ekeryd/gemensamt/oppen/",
        "",
    ],
)
def test_address_that_is_no_page_here_gives_a_plain_message_and_no_link(
    client: Client, tree: pages.Tree, came_from: str
) -> None:
    pages.guide(tree.shared, "Öppen", slug="oppen")
    pages.guide(tree.shared, "Utkast", slug="utkast", live=False)
    pages.guide(tree.homes["ekeryd"], "Ekeryds egen", slug="ekeryds-egen")
    response = client.get("/en/alvhamra/ej-oversatt/", {"fran": came_from.replace("%00", "\x00")})
    assert (response.status_code, title_link(response)) == (200, [])
    page = response.content.decode()
    assert f">{ENGLISH}</h1>" in page
    content = page.split("<main")[1].split("</main>")[0]
    assert set(re.findall(r'(?:href|action)="([^"]*)"', content)) == {"/en/alvhamra/", "/en/alvhamra/sok/"}


def test_title_of_a_restricted_page_is_told_to_those_who_may_read_it_only(
    client: Client, tree: pages.Tree, alvhamra: Municipality
) -> None:
    pages.restrict(pages.guide(tree.shared, "Hemlig rutin", slug="hemlig-rutin"), "all:employees")
    address = "/en/alvhamra/ej-oversatt/?fran=/alvhamra/gemensamt/hemlig-rutin/"
    response = client.get(address)
    assert (response.status_code, title_link(response)) == (200, [])
    assert "Hemlig" not in response.content.decode()
    client.force_login(organisation.person(TEACHER, alvhamra))
    assert title_link(client.get(address)) == [("/alvhamra/gemensamt/hemlig-rutin/", "sv", "Hemlig rutin")]


@pytest.mark.parametrize("address", ["/en/ingenstans/ej-oversatt/", "/ingenstans/ej-oversatt/?fran=/alvhamra/"])
def test_unknown_municipality_is_not_found(client: Client, tree: pages.Tree, address: str) -> None:
    assert client.get(address).status_code == 404


def test_any_kind_of_page_is_found_at_its_address(rf: RequestFactory, tree: pages.Tree) -> None:
    from django.contrib.auth.models import AnonymousUser  # only here

    request = rf.get("/en/")
    request.user = AnonymousUser()
    assert page_at("/alvhamra/", request=request) == tree.homes["alvhamra"].page_ptr.specific
