"""Bad input to what visitors read: search, pages, pictures, documents, the way to another language, the demo's mail."""

from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.utils.html import escape

from accounts.models import Municipality
from jobs.delivery import FolderDelivery
from jobs.models import OutgoingMail
from kb.search import answers
from kb.search.backend import SearchBackend
from support.domain.mail import send_reply
from support.models import Message
from tests.architecture.bad_input import BROKEN_UTF8, PAGE_NUMBERS, TEXTS, page_of, percent_encoded, says, visitor
from tests.factories import pages, tickets

# Search


def test_odd_question_is_searched_for_or_asked_for(tree: pages.Tree, index: SearchBackend) -> None:
    pages.guide(tree.shared, "Logga in före eller efter")
    call_command("rebuild_index", verbosity=0)
    client = visitor()
    for name, typed in TEXTS.items():
        response = client.get("/alvhamra/sok/", {"q": typed, "sida": typed})
        page, shown = page_of(response), response.context["typed"]
        assert (name, response.status_code) == (name, 200)
        assert (name, shown) == (name, typed.replace("\x00", "")[:300].strip())
        assert f'value="{escape(shown)}"' in page
        assert "<script>" not in page
        assert bool(shown) != (says("Write a few words about what you want to know.") in page)


def test_broken_bytes_in_a_question_are_searched_for(tree: pages.Tree) -> None:
    for name, raw in BROKEN_UTF8.items():
        query = percent_encoded(raw)
        response = visitor().get(f"/alvhamra/sok/?q={query}&sida={query}&{query}={query}")
        assert (name, response.status_code, "\ufffd" in response.context["typed"]) == (name, 200, True)


def test_odd_page_of_hits_is_one_that_exists(
    tree: pages.Tree, index: SearchBackend, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(answers, "PAGE_SIZE", 1)
    for number in range(2):
        pages.guide(tree.shared, f"Logga in {number}")
    call_command("rebuild_index", verbosity=0)
    seen = {}
    for name, (sent, _) in PAGE_NUMBERS.items():
        response = visitor().get("/alvhamra/sok/", {"q": "logga", "sida": sent})
        seen[name] = (response.status_code, response.context["page"].number)
    assert seen == {name: (200, shown) for name, (_, shown) in PAGE_NUMBERS.items()}


def test_question_sent_twice_counts_once_with_the_last_value(tree: pages.Tree) -> None:
    assert visitor().get("/alvhamra/sok/?q=först&q=sist").context["typed"] == "sist"


# Pages, pictures and documents

NOT_FOUND: dict[str, str] = {
    "page_nul": "/alvhamra/%00/",
    "page_direction": "/alvhamra/%E2%80%AE/",
    "page_swedish": "/alvhamra/%C3%A5/",
    "page_broken_utf8": "/alvhamra/%ff%fe/",
    "page_half_pair": "/alvhamra/%ED%A0%80/",
    "page_parents": "/alvhamra/../../etc/passwd/",
    "page_parents_encoded": "/alvhamra/%2e%2e/%2e%2e/etc/passwd/",
    "page_very_long": "/" + "x" * 5_000 + "/",
    "page_very_deep": "/alvhamra" + "/x" * 500 + "/",
    "page_markup": "/alvhamra/%3Cscript%3E/",
    "municipality_unknown": "/ingenstans/sok/",
    "municipality_capitals": "/ALVHAMRA/sok/",
    "municipality_long": f"/{'a' * 41}/sok/",
    "municipality_nul": "/%00/sok/",
    "shared_nul": "/alvhamra/gemensamt/%00/",
    "shared_parents": "/alvhamra/gemensamt/../../admin/",
    "shared_empty_parts": "/alvhamra/gemensamt//logga-in//",
    "shared_very_long": "/alvhamra/gemensamt/" + "x" * 5_000 + "/",
    "shared_very_deep": "/alvhamra/gemensamt" + "/x" * 500 + "/",
    "shared_swedish": "/alvhamra/gemensamt/%C3%A5/",
    "shared_broken_utf8": "/alvhamra/gemensamt/%ff/",
    "shared_of_nobody": "/ingenstans/gemensamt/logga-in/",
    "picture_unknown": "/media/original_images/x.png",
    "picture_nul": "/media/%00",
    "picture_parents": "/media/../secret_key",
    "picture_parents_encoded": "/media/%2e%2e%2fsecret_key",
    "picture_absolute": "/media//etc/passwd",
    "picture_very_long": "/media/" + "x" * 5_000,
    "picture_broken_utf8": "/media/%ff.png",
    "document_unknown": "/documents/1/x.pdf",
    "document_huge_number": "/documents/" + "9" * 30 + "/x.pdf",
    "document_as_long_as_gunicorn_reads": "/documents/" + "9" * 4_000 + "/x.pdf",
    "document_nul": "/documents/1/%00",
    "document_parents": "/documents/1/../../secret_key",
    "mail_nul": "/demo/mail/%00/",
    "mail_parents": "/demo/mail/..%2f..%2fsecret_key/",
    "mail_line_break": "/demo/mail/" + "0" * 32 + "%0a/",
    "mail_unknown": "/demo/mail/" + "0" * 32 + "/",
    "mail_very_long": "/demo/mail/" + "0" * 5_000 + "/",
    "legal_nul": "/alvhamra/personuppgifter/%00/",
}


def test_odd_address_is_not_found_and_says_where_to_go(tree: pages.Tree) -> None:
    client = visitor()
    seen = {name: client.get(address) for name, address in NOT_FOUND.items()}
    assert {name: response.status_code for name, response in seen.items()} == dict.fromkeys(NOT_FOUND, 404)
    texts = {name: page_of(response) for name, response in seen.items()}
    assert [name for name, page in texts.items() if says("The page does not exist") not in page] == []
    assert [name for name, page in texts.items() if "<script>" in page] == []


def test_odd_address_in_english_is_answered_in_english(tree: pages.Tree) -> None:
    for address in ("/en/alvhamra/%00/", "/en/alvhamra/gemensamt/%00/", "/en/ingenstans/sok/"):
        response = visitor().get(address)
        assert response.status_code == 404
        assert says("The page does not exist", "en") in page_of(response, "en")


def test_doubled_or_missing_slashes_lead_to_no_other_site(tree: pages.Tree) -> None:
    expected = {"//ond.example/": 404, "/alvhamra//": 404, "//": 404, "/alvhamra": 301, "/en//alvhamra/": 404}
    seen = {address: visitor().get("/", PATH_INFO=address) for address in expected}
    assert {address: response.status_code for address, response in seen.items()} == expected
    assert seen["/alvhamra"]["Location"] == "/alvhamra/"


def test_odd_questions_to_pages_change_nothing(tree: pages.Tree) -> None:
    pages.guide(tree.shared, "Logga in", slug="logga-in")
    addresses = ["/", "/alvhamra/", "/alvhamra/gemensamt/logga-in/", "/demo/mail/", "/demo/komponenter/"]
    questions = ["?%00=%00", "?sida=-1&q=%ff", "?" + "a" * 50_000, "?preview=1&_=%E2%80%AE"]
    seen = {address + query: visitor().get(address + query).status_code for address in addresses for query in questions}
    assert seen == dict.fromkeys(seen, 200)


# The way to another language

NO_ORIGINALS: dict[str, str] = {
    **TEXTS,
    "other_site": "https://ond.example/alvhamra/skolskjuts/",
    "no_scheme": "//ond.example/alvhamra/skolskjuts/",
    "script": "javascript:alert(1)",
    "other_municipality": "/ekeryd/hemligt/",
    "no_page": "/alvhamra/fraga/",
    "unknown": "/alvhamra/finns-inte/",
    "nul": "/alvhamra/\x00/",
    "deep": "/alvhamra" + "/x" * 500 + "/",
    "two_languages": "/en/en/alvhamra/skolskjuts/",
    "admin": "/admin/pages/",
    "query": "/alvhamra/skolskjuts/?x=\x00",
}


def test_odd_original_of_a_translation_is_not_linked(tree: pages.Tree) -> None:
    pages.guide(tree.homes["alvhamra"], "Skolskjuts", slug="skolskjuts")
    pages.guide(tree.homes["ekeryd"], "Hemligt", slug="hemligt")
    for name, address in NO_ORIGINALS.items():
        response = visitor().get("/en/alvhamra/ej-oversatt/", {"fran": address})
        page = page_of(response, "en")
        main = page.split("<main")[1].split("</main>")[0]
        assert (name, response.status_code, response.context["original"]) == (name, 200, None)
        assert says("This page is not translated into English yet", "en") in main
        assert ("Hemligt" in page, "ond.example" in main) == (False, False)


def test_original_sent_twice_counts_once_with_the_last_value(tree: pages.Tree) -> None:
    guide = pages.guide(tree.homes["alvhamra"], "Skolskjuts", slug="skolskjuts")
    response = visitor().get("/en/alvhamra/ej-oversatt/?fran=%00&fran=/alvhamra/skolskjuts/")
    assert response.context["original"].pk == guide.pk


def test_broken_bytes_as_an_original_are_not_linked(tree: pages.Tree) -> None:
    for name, raw in BROKEN_UTF8.items():
        response = visitor().get(f"/en/alvhamra/ej-oversatt/?fran=/alvhamra/{percent_encoded(raw)}/")
        assert (name, response.status_code, response.context["original"]) == (name, 200, None)


# The demo's mail


@pytest.mark.parametrize("name", ["direction", "odd_breaks", "emoji", "markup", "template", "percent", "long_word"])
def test_mail_with_an_odd_answer_can_be_read(alvhamra: Municipality, settings: Any, tmp_path: Path, name: str) -> None:
    settings.MAIL_FOLDER = tmp_path
    ticket = tickets.ticket(alvhamra)
    send_reply(ticket, Message.objects.create(ticket=ticket, kind="reply", body=TEXTS[name], author_name="Kim"))
    FolderDelivery().deliver(OutgoingMail.objects.get())
    client, [file] = visitor(), list(tmp_path.glob("*.eml"))
    assert ticket.reference in page_of(client.get("/demo/mail/"))
    page = page_of(client.get(f"/demo/mail/{file.stem}/"))
    assert ticket.reference in page
    assert "<script>" not in page


def test_mail_that_is_no_mail_is_shown_as_what_it_is(alvhamra: Municipality, settings: Any, tmp_path: Path) -> None:
    settings.MAIL_FOLDER = tmp_path
    for number, raw in enumerate([b"", b"\x00\xff\xfe", b"Subject: =?utf-8?q?=FF=00?=\n\n\xff", b"To: a b <c\n\nx"]):
        (tmp_path / f"{number:032}.eml").write_bytes(raw)
    client = visitor()
    assert client.get("/demo/mail/").status_code == 200
    assert [client.get(f"/demo/mail/{number:032}/").status_code for number in range(4)] == [200] * 4
