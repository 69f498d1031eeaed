"""Without a pointer: every page can be walked through, and people come to the end of what they came for."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from config.demo.organisation import PASSWORD
from tests.e2e.conftest import PHONE
from tests.e2e.keyboard import follow, is_focused, skip_to_content, stops, tab, tab_to, unvisited
from tests.e2e.steps import choices, right_answers
from tests.jobs.stack import wait_for

pytestmark = pytest.mark.browser

QUIZ = "/alvhamra/gemensamt/vardnadshavarens-forsta-steg/vardagen-i-skolan/testa-dig-fyra-vanliga-dagar/"
MOST_CHOICES = 6


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/alvhamra/",
        "/alvhamra/sok/?q=logga+in",
        "/alvhamra/gemensamt/forsta-inloggningen-vardnadshavare/",
        "/alvhamra/fraga/",
        "/alvhamra/gemensamt/vardnadshavarens-forsta-steg/",
        "/konto/login/",
        QUIZ,
    ],
)
def test_every_stop_is_seen_and_none_is_left_out(desk: Callable[[], Page], address: str, path: str) -> None:
    page = desk()
    for size in (page.viewport_size, PHONE):
        page.set_viewport_size(size)
        page.goto(address + path)
        names = [stop.name for stop in stops(page)]
        assert "Hoppa till innehållet" in names[0]
        assert unvisited(page) == []


def test_visitor_searches_and_reads(desk: Callable[[], Page], address: str) -> None:
    page = desk()
    page.goto(f"{address}/alvhamra/")
    skip_to_content(page)
    tab(page)
    assert is_focused(page.get_by_role("combobox"))
    page.keyboard.type("logga in första gången")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1, name="Svar om ”logga in första gången”")).to_be_visible()
    follow(page, page.get_by_role("main").get_by_role("link", name="Logga in i Lärvyn för första gången"))
    expect(page.get_by_role("heading", level=1, name="Logga in i Lärvyn för första gången")).to_be_visible()
    tab_to(page, page.locator(".sk-transcript summary"))
    page.keyboard.press("Space")
    expect(page.locator(".sk-transcript p").first).to_be_visible()
    follow(page, page.get_by_role("main").get_by_role("link", name="Fråga supporten"))
    expect(page.get_by_role("heading", level=1, name="Ställ en fråga")).to_be_visible()


def test_wide_table_is_scrolled(desk: Callable[[], Page], address: str) -> None:
    page = desk()
    page.set_viewport_size({"width": 240, "height": 740})  # a phone whose text is enlarged
    page.goto(f"{address}/alvhamra/gemensamt/forsta-inloggningen-vardnadshavare/")
    frame = page.locator(".sk-table-frame").first
    tab_to(page, frame)
    page.keyboard.press("ArrowRight")
    wait_for(lambda: frame.evaluate("(element) => element.scrollLeft") > 0, 5, "the table to move")


def test_visitor_asks_and_mends_what_was_wrong(desk: Callable[[], Page], address: str) -> None:
    page = desk()
    page.goto(f"{address}/alvhamra/fraga/")
    skip_to_content(page)
    follow(page, page.get_by_role("button", name="Fortsätt"))
    summary = page.get_by_role("alert")
    expect(summary).to_be_visible()
    assert page.title().startswith("Fel:")
    follow(page, summary.get_by_role("link").first)
    assert is_focused(page.get_by_label("Vad behöver du hjälp med?"))
    page.keyboard.type("Var ser jag matsedeln? Jag har letat i appen.")
    tab_to(page, page.get_by_label("Din e-postadress"))
    page.keyboard.type("tangent@exempel.example")
    tab_to(page, page.get_by_label("Vem är du?"))
    page.keyboard.press("ArrowDown")
    follow(page, page.get_by_role("button", name="Fortsätt"))
    expect(page.get_by_role("heading", level=1, name="Kontrollera din fråga")).to_be_visible()
    expect(page.get_by_text("Lärare")).to_be_visible()
    follow(page, page.get_by_role("button", name="Skicka frågan"))
    expect(page.locator(".sk-reference")).to_be_visible()
    follow(page, page.get_by_role("link", name="Följ din fråga"))
    expect(page.get_by_text("Var ser jag matsedeln?")).to_be_visible()


def test_principal_signs_in_and_does_a_lesson(desk: Callable[[], Page], address: str) -> None:
    page = desk()
    page.goto(f"{address}/ekeryd/")
    follow(page, page.get_by_role("link", name="Logga in", exact=True))
    expect(page.get_by_role("heading", level=1, name="Logga in")).to_be_visible()
    tab_to(page, page.get_by_label("E-postadress"))
    page.keyboard.type("rektor@ekeryd.example")
    tab(page)
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1, name="Att göra nu")).to_be_visible()
    skip_to_content(page)
    tab(page)
    course = page.get_by_role("link", name="Säkerhet för skolledare")
    assert is_focused(course), "the course is not the first thing to do"
    page.keyboard.press("Enter")
    lesson = page.get_by_role("heading", level=1).inner_text()
    skip_to_content(page)
    follow(page, page.get_by_role("button", name="Markera som klar"))
    expect(page.get_by_role("heading", level=1)).not_to_have_text(lesson)
    skip_to_content(page)
    follow(page, page.get_by_role("main").get_by_role("link", name="Säkerhet för skolledare").first)
    expect(page.get_by_text("av 9 lektioner klara").first).to_be_visible()


def test_quiz_is_mended_and_passed(desk: Callable[[], Page], address: str) -> None:
    page = desk()
    page.goto(address + QUIZ)
    skip_to_content(page)
    follow(page, page.get_by_role("button", name="Rätta mina svar"))
    expect(page.get_by_role("alert")).to_be_visible()
    follow(page, page.get_by_role("alert").get_by_role("link").first)
    assert is_focused(page.locator(".sk-question").first)
    for choice in choices(page, right_answers("vardnadshavarens-forsta-steg")):
        if choice.get_attribute("type") == "checkbox":
            tab_to(page, choice)
            page.keyboard.press("Space")
            continue
        tab(page)
        page.keyboard.press("Space")
        for _ in range(MOST_CHOICES):
            if is_focused(choice):
                break
            page.keyboard.press("ArrowDown")
        expect(choice).to_be_checked()
    follow(page, page.get_by_role("button", name="Rätta mina svar"))
    expect(page.locator(".sk-result[data-color=success]")).to_be_visible()
