"""The language links: to the translation, to the same view, or to the page that says that there is none yet."""

import re
from typing import Any

import pytest
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.test import Client, RequestFactory
from django.utils.translation import check_for_language, override
from pytest_django import DjangoAssertNumQueries
from wagtail.models import Locale, Page

from accounts.languages import interface_language
from accounts.models import Municipality
from accounts.roles import SUPPORT_LEAD, TEACHER
from config.languages import addresses, page_at
from kb.addresses import reader_url
from kb.models import KnowledgePage
from kb.search.backend import SearchBackend
from kb.search.backend.documents import document_of
from support.models import Ticket
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


# Languages of texts that the interface does not speak


@pytest.fixture
def many_languages(tree: pages.Tree) -> pages.Tree:
    """Älvhamra has a home in easy Swedish and in Arabic, and in each a guide."""
    guide = pages.guide(tree.shared, "Anmäl frånvaro", slug="anmal-franvaro")
    for code, title, slug in (("sv-x-lattlast", "Barnet är sjukt", "sjukt"), ("ar", "الإبلاغ عن الغياب", "ghiyab")):
        locale, _ = Locale.objects.get_or_create(language_code=code)
        publish(tree.homes["alvhamra"].copy_for_translation(locale, copy_parents=True))
        publish(guide.copy_for_translation(locale, copy_parents=True), title=title, slug=slug)
    return tree


def publish(page: Page, **fields: str) -> None:
    for name, value in fields.items():
        setattr(page, name, value)
    page.save()
    for above in [*page.get_ancestors().filter(locale=page.locale, live=False), page]:
        above.specific.save_revision().publish()


SWEDISH, EASY, ARABIC = (
    "/alvhamra/gemensamt/anmal-franvaro/",
    "/sv-x-lattlast/alvhamra/gemensamt/sjukt/",
    "/ar/alvhamra/gemensamt/ghiyab/",
)


def switch(client: Client, address: str) -> list[tuple[str, str, str]]:
    """Address, language and name of each link in the switch."""
    header = client.get(address).content.decode().split('class="sk-languages')[1].split("</span>")[0]
    return re.findall(r'<a href="([^"]*)" lang="([^"]*)" hreflang="[^"]*"(?: dir="rtl")?>([^<]*)</a>', header)


def test_each_language_is_named_in_itself_and_leads_to_its_page(client: Client, many_languages: pages.Tree) -> None:
    english = f"/en/alvhamra/ej-oversatt/?fran={SWEDISH}"
    assert switch(client, SWEDISH) == [
        (english, "en", "English"),
        (EASY, "sv-x-lattlast", "Lättläst svenska"),
        (ARABIC, "ar", "العربية"),
    ]
    assert (SWEDISH, "sv", "Svenska") in switch(client, ARABIC)
    assert (EASY, "sv-x-lattlast", "Lättläst svenska") in switch(client, ARABIC)


@pytest.mark.parametrize(
    ("address", "menus", "alone"), [(SWEDISH, 1, 0), ("/alvhamra/sok/", 0, 1)], ids=["several", "one"]
)
def test_several_languages_stand_in_a_menu_and_one_beside_the_links(
    client: Client, many_languages: pages.Tree, address: str, menus: int, alone: int
) -> None:
    html = client.get(address).content.decode()
    assert html.count('<details class="sk-language-menu">') == menus
    assert html.count('<span class="sk-languages sk-language-one">') == alone
    assert html.count("<details") == html.count("</details>")


def test_language_without_the_page_leads_to_a_page_that_says_so(client: Client, many_languages: pages.Tree) -> None:
    pages.guide(many_languages.shared, "Skolskjuts", slug="skolskjuts")
    links = {code: address for address, code, _ in switch(client, "/alvhamra/gemensamt/skolskjuts/")}
    page = client.get(links["ar"])
    assert title_link(page) == [("/alvhamra/gemensamt/skolskjuts/", "sv", "Skolskjuts")]
    text = page.content.decode()
    assert "Den här sidan finns inte på arabiska än</h1>" in text
    assert ' lang="ar" dir="rtl">هذه الصفحة غير متوفرة باللغة العربية بعد.' in text
    assert "Den här sidan finns inte på lättläst svenska än</h1>" in client.get(links["sv-x-lattlast"]).content.decode()


def test_municipality_without_a_language_does_not_offer_it(client: Client, many_languages: pages.Tree) -> None:
    pages.guide(many_languages.homes["ekeryd"], "Skolskjuts", slug="skolskjuts")
    assert [code for _, code, _ in switch(client, "/ekeryd/skolskjuts/")] == ["en"]
    assert [code for _, code, _ in switch(client, "/alvhamra/sok/")] == ["en"]


@pytest.mark.parametrize(
    ("address", "language", "direction"),
    [(SWEDISH, "sv", "ltr"), (EASY, "sv-x-lattlast", "ltr"), (ARABIC, "ar", "rtl"), ("/ar/alvhamra/", "ar", "rtl")],
)
def test_page_says_which_language_it_is_in_and_its_direction(
    client: Client, many_languages: pages.Tree, address: str, language: str, direction: str
) -> None:
    response = client.get(address)
    assert f'<html lang="{language}" dir="{direction}"' in response.content.decode()
    assert response["Content-Language"] == language


def words_in_page_language(page: str) -> str:
    """What stands in no element that names a language of its own, `html` aside."""
    body = page.split("<body")[1]
    for tag in ("header", "footer", "form", "nav", "ul", "ol", "h1", "h2", "p", "summary", "a"):
        body = re.sub(rf'(?s)<{tag}\b[^>]* lang="sv"[^>]*>.*?</{tag}>', "", body)
    return " ".join(re.sub(r"<[^>]*>", " ", body.replace(">", "> ", 1)).split())


@pytest.mark.parametrize("address", [ARABIC, "/ar/alvhamra/", "/ar/"])
def test_swedish_words_on_an_arabic_page_are_marked_as_swedish(
    client: Client, many_languages: pages.Tree, address: str
) -> None:
    rest = words_in_page_language(client.get(address).content.decode())
    swedish = [
        word for word in ("Sök", "Hjälpte", "Ansvarig", "Logga in", "kommun", "Ämnen", "Syfte", "Guide") if word in rest
    ]
    assert swedish == []


def test_interface_speaks_swedish_on_arabic_pages_and_not_djangos_arabic(
    client: Client, many_languages: pages.Tree
) -> None:
    page = client.get(ARABIC).content.decode()
    assert "Logga in</a>" in page
    assert ">Sök</button>" in page
    assert re.findall(r'name="helped" value="yes">(\w+)<', page) == ["Ja"]


@pytest.mark.parametrize("prefix", ["/ar", "/sv-x-lattlast", "/so"])
@pytest.mark.parametrize(
    "path", ["/alvhamra/fraga/", "/alvhamra/tillganglighet/", "/alvhamra/personuppgifter/", "/alvhamra/larande/"]
)
def test_form_or_notice_under_another_languages_address_is_swedish(
    client: Client, many_languages: pages.Tree, prefix: str, path: str
) -> None:
    response = client.get(prefix + path)
    page = response.content.decode()
    assert response.status_code == 200
    assert '<html lang="sv" dir="ltr"' in page
    assert language_link(client, prefix + path, "en") == f"/en{path}"


@pytest.mark.parametrize("prefix", ["/ar", "/sv-x-lattlast", "/so"])
def test_question_asked_from_another_languages_page_becomes_a_swedish_ticket(
    client: Client, many_languages: pages.Tree, prefix: str
) -> None:
    answers = {"what": "لا أستطيع الدخول", "email": "a@exempel.example", "role": "guardian"}
    check = client.post(f"{prefix}/alvhamra/fraga/", answers)["Location"]
    assert client.post(check).status_code == 302
    assert Ticket.objects.get().language == "sv"


def test_every_language_has_a_locale_for_editors_and_a_catalogue() -> None:
    assert [check_for_language(code) for code, _ in settings.LANGUAGES] == [True] * 5
    assert [interface_language(code) for code, _ in settings.LANGUAGES] == ["sv", "en", "sv", "sv", "sv"]


@pytest.mark.django_db
def test_editors_may_choose_all_languages() -> None:
    assert {locale.language_code for locale in Locale.objects.all()} >= {code for code, _ in settings.LANGUAGES}


@pytest.mark.parametrize("code", ["sv-x-lattlast", "ar", "so", "en"])
def test_municipality_cannot_take_a_languages_address(code: str) -> None:
    with override("sv"), pytest.raises(ValidationError, match="koden för ett språk"):
        Municipality(name="X", slug=code).clean()


def test_easy_swedish_is_searched_as_swedish(client: Client, many_languages: pages.Tree, index: SearchBackend) -> None:
    call_command("rebuild_index", verbosity=0)
    found = {
        prefix: [answer.page.title for answer in client.get(f"{prefix}/alvhamra/sok/", {"q": typed}).context["shown"]]
        for prefix, typed in (("/sv-x-lattlast", "sjukdom barnets"), ("/ar", "الغياب"), ("", "frånvaron"))
    }
    assert found == {
        "/sv-x-lattlast": ["Barnet är sjukt"],
        "/ar": ["الإبلاغ عن الغياب"],
        "": ["Anmäl frånvaro"],
    }
    easy = KnowledgePage.objects.get(title="Barnet är sjukt")
    assert document_of(easy.specific).language == "sv"


def test_search_marks_what_it_finds_with_its_language(
    client: Client, many_languages: pages.Tree, index: SearchBackend
) -> None:
    call_command("rebuild_index", verbosity=0)
    page = client.get("/ar/alvhamra/sok/", {"q": "الغياب"}).content.decode()
    assert '<html lang="sv" dir="ltr"' in page
    assert f'<a class="sk-list-title" lang="ar" dir="rtl" href="{ARABIC}" data-position="1">' in page


def test_languages_cost_a_page_one_query(
    client: Client, many_languages: pages.Tree, rf: RequestFactory, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    page = Page.objects.get(slug="anmal-franvaro").specific
    place = many_languages.homes["alvhamra"].municipality
    reader_url(page, place)  # reads the roots of the site, once a process
    with django_assert_num_queries(1):
        found = addresses(request=rf.get(SWEDISH), page=page, municipality=place)
    assert list(found) == ["sv", "en", "sv-x-lattlast", "ar"]
