"""The accessibility statement and the privacy notice: complete, in both languages, and true."""

import re
from dataclasses import replace
from datetime import date, timedelta
from html import unescape
from itertools import pairwise

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.test import Client

from accounts.models import Municipality
from accounts.roles import TECHNICAL_AGENT
from config.settings import legal
from config.settings.legal import Accessibility, Privacy, Reason, Shortcoming, Status, Words
from support.models.draft import KEEP
from tests.factories import organisation, pages
from triage.classifier.text import masked

LANGUAGES = {"sv": "", "en": "/en"}
PAGES = ("tillganglighet", "personuppgifter")


def content_of(client: Client, address: str) -> str:
    """The main part of the page, without markup."""
    response = client.get(address)
    assert response.status_code == 200
    main = response.content.decode().split("<main")[1].split("</main>")[0]
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", "<main" + main)).split()).replace(" .", ".").replace(" ,", ",")


def links_of(client: Client, address: str) -> list[str]:
    main = client.get(address).content.decode().split("<main")[1].split("</main>")[0]
    return re.findall(r'href="([^"]*)"', main)


def statement(**changes: object) -> Accessibility:
    return replace(
        Accessibility(
            status=Status.PARTLY,
            shortcomings=(),
            method=Words("Vi har räknat på fingrarna.", "We have counted on our fingers."),
            assessed_on=date(2031, 2, 3),
            service_published_on=date(2030, 1, 2),
            updated_on=date(2032, 3, 4),
            answer_days=17,
        ),
        **changes,
    )


def shortcoming(reason: Reason) -> Shortcoming:
    return Shortcoming(
        reason=reason,
        what=Words(f"Brist {reason}.", f"Gap {reason}."),
        why=Words(f"Skälet {reason}.", f"The reason {reason}."),
        plan=Words(f"Planen {reason}.", f"The plan {reason}."),
        instead=Words(f"Utvägen {reason}.", f"The way out {reason}."),
    )


@pytest.mark.parametrize(
    ("language", "told"),
    [
        (
            "sv",
            [
                "Älvhamra kommun står bakom webbplatsen Skolstöd.",
                "lagen (2018:1937) om tillgänglighet till digital offentlig service",
                "Webbplatsen är delvis förenlig med lagen",
                "Vi har räknat på fingrarna.",
                "Den senaste bedömningen gjordes den 3 februari 2031.",
                "Webbplatsen publicerades den 2 januari 2030.",
                "Redogörelsen uppdaterades senast den 4 mars 2032.",
                "Vi svarar normalt inom 17 arbetsdagar.",
                "Myndigheten för digital förvaltning, Digg, har tillsyn",
                "ring 070-174 06 10",
            ],
        ),
        (
            "en",
            [
                "Älvhamra kommun is responsible for the website Skolstöd.",
                "Act (2018:1937) on Accessibility to Digital Public Services",
                "The website is partly compliant with the Act",
                "We have counted on our fingers.",
                "The latest assessment was made on 3 February 2031.",
                "The website was published on 2 January 2030.",
                "This statement was last updated on 4 March 2032.",
                "We normally answer within 17 working days.",
                "The Swedish Agency for Digital Government, Digg, supervises the law.",
                "call 070-174 06 10",
            ],
        ),
    ],
)
def test_statement_tells_each_thing_that_the_law_asks_for(
    client: Client, tree: pages.Tree, settings: object, language: str, told: list[str]
) -> None:
    settings.ACCESSIBILITY = statement()
    address = f"{LANGUAGES[language]}/alvhamra/tillganglighet/"
    text = content_of(client, address)
    assert [item for item in told if item not in text] == []
    form = f"{LANGUAGES[language]}/alvhamra/fraga/?fran={address}"
    assert links_of(client, address) == [
        f"{LANGUAGES[language]}/alvhamra/",
        form,
        "mailto:skolstod@alvhamra.example",
        "tel:0701740610",
        form,
        "https://www.digg.se/tdosanmalan",
    ]


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_shortcoming_stands_under_the_heading_of_its_reason(
    client: Client, tree: pages.Tree, settings: object, language: str
) -> None:
    settings.ACCESSIBILITY = statement(shortcomings=tuple(shortcoming(reason) for reason in Reason))
    text = content_of(client, f"{LANGUAGES[language]}/alvhamra/tillganglighet/")
    in_order = {
        "sv": [
            *("Brister mot lagens krav", "Brist not-compliant.", "Skäl: Skälet not-compliant."),
            *("Plan: Planen not-compliant.", "I stället: Utvägen not-compliant."),
            *("Oskäligt betungande anpassning (12 §)", "Brist burden.", "Skäl: Skälet burden."),
            *("Plan: Planen burden.", "I stället: Utvägen burden."),
            *("Det som lagen inte ställer krav på", "Brist outside.", "Skäl: Skälet outside."),
            *("Plan: Planen outside.", "I stället: Utvägen outside."),
        ],
        "en": [
            *("Shortcomings against the law", "Gap not-compliant.", "Reason: The reason not-compliant."),
            *("Plan: The plan not-compliant.", "Instead: The way out not-compliant."),
            *("Disproportionate burden (section 12)", "Gap burden.", "Reason: The reason burden."),
            *("Plan: The plan burden.", "Instead: The way out burden."),
            *("What the law does not ask for", "Gap outside.", "Reason: The reason outside."),
            *("Plan: The plan outside.", "Instead: The way out outside."),
        ],
    }[language]
    assert " ".join(in_order) in text


@pytest.mark.parametrize(
    ("status", "swedish", "english"),
    [
        (Status.FULLY, "Webbplatsen är helt förenlig med", "The website is fully compliant with"),
        (Status.PARTLY, "Webbplatsen är delvis förenlig med", "The website is partly compliant with"),
        (Status.NOT, "Webbplatsen är inte förenlig med", "The website is not compliant with"),
    ],
)
def test_compliance_is_told_in_the_words_of_the_law_and_empty_lists_are_said_to_be_empty(
    client: Client, tree: pages.Tree, settings: object, status: Status, swedish: str, english: str
) -> None:
    settings.ACCESSIBILITY = statement(status=status)
    empty = {
        swedish: [
            "Vi känner inte till några sådana brister.",
            "Vi åberopar inget undantag för oskäligt betungande anpassning.",
            "Vi känner inte till något sådant innehåll på webbplatsen.",
        ],
        english: [
            "We know of no such shortcomings.",
            "We claim no exception for disproportionate burden.",
            "We know of no such content on the website.",
        ],
    }
    for (words, sentences), prefix in zip(empty.items(), LANGUAGES.values(), strict=True):
        text = content_of(client, f"{prefix}/alvhamra/tillganglighet/")
        assert [item for item in [words, *sentences] if item not in text] == []


def test_default_statement_is_partly_compliant_and_names_what_we_know(client: Client, tree: pages.Tree) -> None:
    swedish = content_of(client, "/alvhamra/tillganglighet/")
    english = content_of(client, "/en/alvhamra/tillganglighet/")
    for words in ("delvis förenlig", "syntolkning", "teckenspråk", "Wagtail", "självskattning", "Ingen utomstående"):
        assert words in swedish
    for words in ("partly compliant", "audio description", "sign language", "Wagtail", "self-assessment", "Nobody"):
        assert words in english


def test_statement_that_contradicts_itself_stops_the_start() -> None:
    with pytest.raises(ImproperlyConfigured, match="fully compliant"):
        statement(status=Status.FULLY, shortcomings=(shortcoming(Reason.NOT_COMPLIANT),))
    with pytest.raises(ImproperlyConfigured, match="updated"):
        statement(updated_on=date(2031, 2, 2))
    assert statement(status=Status.FULLY, shortcomings=(shortcoming(Reason.OUTSIDE),)).outside


def test_bad_value_in_the_environment_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ACCESSIBILITY_ASSESSED_ON", "i fjol")
    monkeypatch.setenv("DATA_PROTECTION_OFFICERS", "alvhamra")
    with pytest.raises(ImproperlyConfigured, match="ACCESSIBILITY_ASSESSED_ON"):
        legal.day("ACCESSIBILITY_ASSESSED_ON", "2026-11-22")
    with pytest.raises(ImproperlyConfigured, match="DATA_PROTECTION_OFFICERS"):
        legal.addresses("DATA_PROTECTION_OFFICERS")


def test_officers_are_read_by_municipality(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATA_PROTECTION_OFFICERS", "alvhamra=a@alvhamra.example, ekeryd=e@ekeryd.example")
    assert legal.addresses("DATA_PROTECTION_OFFICERS") == {
        "alvhamra": "a@alvhamra.example",
        "ekeryd": "e@ekeryd.example",
    }


@pytest.mark.parametrize(
    ("prefix", "told"),
    [
        (
            "",
            [
                "Älvhamra kommun är ansvarig för uppgifterna.",
                "det du skriver, och filer som du bifogar",
                "din e-postadress",
                "ditt namn och telefonnummer, om du fyller i dem",
                "vilken skola det gäller om du väljer en",
                "en uppgift av allmänt intresse",
                "artikel 6.1 e i dataskyddsförordningen",
                "sparas i ett dygn",
                "tills vi gallrar dem efter vårt gallringsbeslut",
                "gäller i 400 dagar",
                "raderas efter 30 dagar",
                "inloggningen gäller i 12 timmar",
                "kan ändra sorteringen. Maskinen bestämmer ingenting annat",
                "Andra namn byts inte ut.",
                "Du har rätt att få veta vilka uppgifter vi har om dig",
            ],
        ),
        (
            "/en",
            [
                "Älvhamra kommun is responsible for the data.",
                "what you write, and files that you attach",
                "your e-mail address",
                "your name and phone number, if you fill them in",
                "which school it is about if you choose one",
                "a task in the public interest",
                "article 6.1 e of the General Data Protection Regulation",
                "are stored for a day",
                "until we delete them by our decision on disposal",
                "valid for 400 days",
                "deleted after 30 days",
                "the sign-in is valid for 12 hours",
                "may change the sorting. The machine decides nothing else",
                "Other names are not replaced.",
                "You have the right to know which data we hold about you",
            ],
        ),
    ],
)
def test_notice_tells_what_why_how_long_and_who(
    client: Client, tree: pages.Tree, settings: object, prefix: str, told: list[str]
) -> None:
    settings.PRIVACY = Privacy(officer="ombud@alla.example", officers={"ekeryd": "ombud@ekeryd.example"})
    address = f"{prefix}/alvhamra/personuppgifter/"
    text = content_of(client, address)
    assert [item for item in told if item not in text] == []
    assert links_of(client, address) == [
        "mailto:skolstod@alvhamra.example",
        "tel:0701740610",
        "mailto:ombud@alla.example",
        "https://www.imy.se/privatperson/utfora-arenden/lamna-ett-klagomal/",
    ]
    assert links_of(client, f"{prefix}/ekeryd/personuppgifter/")[2] == "mailto:ombud@ekeryd.example"


def test_drafts_live_as_long_as_the_notice_says() -> None:
    assert timedelta(days=1) == KEEP


def test_machine_masks_what_the_notice_says_and_no_names() -> None:
    text = "Amina Lindqvist, amina@exempel.example, https://exempel.example/x, 070-174 06 10, 19800101-1234"
    assert masked(text).split() == [
        *("Amina", "Lindqvist,", "epostadress", ",", "webbadress"),
        *("telefonnummer", ",", "personnummer"),
    ]


def test_cookies_that_are_set_are_those_that_the_notice_names(
    client: Client, tree: pages.Tree, alvhamra: Municipality
) -> None:
    agent = organisation.person(TECHNICAL_AGENT, alvhamra)
    seen: dict[str, set[str]] = {"reading": set(), "forms": set(), "signed in": set()}
    for address in (
        "/",
        "/en/alvhamra/",
        "/alvhamra/sok/?q=x",
        "/en/alvhamra/tillganglighet/",
        "/en/alvhamra/ej-oversatt/",
    ):
        client.get(address)
    seen["reading"] = set(client.cookies)
    client.get("/alvhamra/fraga/")
    client.get("/konto/login/")
    seen["forms"] = set(client.cookies)
    client.post("/konto/login/", {"login": agent.email, "password": "lösenord"})
    seen["signed in"] = set(client.cookies)
    for address in ("/alvhamra/arenden/", "/en/alvhamra/"):
        client.get(address)
    assert seen == {
        "reading": set(),
        "forms": {"csrftoken"},
        "signed in": {"csrftoken", "messages", "sessionid"},
    }
    assert set(client.cookies) == seen["signed in"]
    for prefix in LANGUAGES.values():
        page = client.get(f"{prefix}/alvhamra/personuppgifter/").content.decode()
        assert set(re.findall(r"<code>(\w+)</code>", page)) == seen["signed in"]


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("prefix", LANGUAGES.values())
def test_other_municipalitys_contact_is_not_shown(
    client: Client, tree: pages.Tree, ekeryd: Municipality, settings: object, prefix: str, name: str
) -> None:
    Municipality.objects.filter(pk=ekeryd.pk).update(phone="070-174 06 20")
    settings.PRIVACY = Privacy(officer="ombud@alla.example", officers={"ekeryd": "ombud@ekeryd.example"})
    page = client.get(f"{prefix}/alvhamra/{name}/").content.decode()
    assert ("skolstod@alvhamra.example" in page, "070-174 06 10" in page) == (True, True)
    assert [word for word in ("Ekeryd", "ekeryd", "070-174 06 20", "0701740620") if word in page] == []


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("prefix", LANGUAGES.values())
def test_unknown_municipality_has_no_legal_pages(client: Client, tree: pages.Tree, prefix: str, name: str) -> None:
    assert client.get(f"{prefix}/ingenstans/{name}/").status_code == 404


@pytest.mark.parametrize("name", PAGES)
def test_municipality_without_phone_shows_none(client: Client, tree: pages.Tree, name: str) -> None:
    Municipality.objects.update(phone="")
    assert [link for link in links_of(client, f"/alvhamra/{name}/") if link.startswith("tel:")] == []


@pytest.mark.parametrize("prefix", LANGUAGES.values())
def test_page_says_which_language_it_is_in_and_has_one_first_heading(
    client: Client, tree: pages.Tree, prefix: str
) -> None:
    for name in PAGES:
        page = client.get(f"{prefix}/alvhamra/{name}/").content.decode()
        levels = [int(level) for level in re.findall(r"<h([1-6])", page)]
        assert f'<html lang="{prefix.strip("/") or "sv"}"' in page
        assert levels.count(1) == 1
        assert max(after - before for before, after in pairwise(levels)) <= 1


def test_footer_leads_to_both_where_there_is_a_municipality(client: Client, tree: pages.Tree) -> None:
    footer = client.get("/en/alvhamra/sok/").content.decode().split("<footer")[1]
    assert '<a href="/en/alvhamra/tillganglighet/">Accessibility</a>' in footer
    assert '<a href="/en/alvhamra/personuppgifter/">Personal data</a>' in footer
    assert "tillganglighet" not in client.get("/").content.decode()


def test_request_form_leads_to_the_notice(client: Client, tree: pages.Tree) -> None:
    page = client.get("/en/alvhamra/fraga/").content.decode()
    link = '<a class="ds-link" href="/en/alvhamra/personuppgifter/" target="_blank">'
    assert f"{link}How we treat your data (opens in a new tab)</a></p>" in page
