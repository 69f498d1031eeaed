"""Searching as people do it: by keyboard while typing, without JavaScript, with filters, and when nothing is found."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser

PATH = "/alvhamra/sok/"


def test_suggestion_is_chosen_by_keyboard(desk: Callable[[], Page], address: str) -> None:
    page = desk()
    page.goto(f"{address}/alvhamra/")
    box = page.get_by_role("combobox", name="Sök bland guider och svar")
    box.press_sequentially("anmal franvar")
    first = page.get_by_role("option").first
    expect(first).to_contain_text("Anmäl ditt barns frånvaro")
    expect(box).to_have_attribute("aria-expanded", "true")
    box.press("ArrowDown")
    expect(first).to_have_attribute("aria-selected", "true")
    assert box.get_attribute("aria-activedescendant") == first.get_attribute("id")
    box.press("Enter")
    expect(page.get_by_role("heading", level=1, name="Anmäl ditt barns frånvaro")).to_be_visible()


def test_escape_closes_suggestions_and_enter_searches(desk: Callable[[], Page], address: str) -> None:
    page = desk()
    page.goto(f"{address}/alvhamra/")
    box = page.get_by_role("combobox", name="Sök bland guider och svar")
    box.press_sequentially("betyg")
    expect(page.get_by_role("option").first).to_be_visible()
    box.press("Escape")
    expect(page.get_by_role("listbox")).to_be_hidden()
    expect(box).to_have_value("betyg")
    box.press("Enter")
    expect(page.get_by_role("heading", level=1, name="Svar om ”betyg”")).to_be_visible()


def test_question_in_everyday_words_is_answered_without_javascript(guardian: Page, address: str) -> None:
    guardian.goto(f"{address}/alvhamra/")
    guardian.get_by_role("searchbox").fill("hur loggar jag in me bankid på vklas")
    guardian.get_by_role("button", name="Sök").click()
    titles = guardian.locator(".sk-answer .sk-list-title").all_inner_texts()[:3]
    assert any("Lärvyn" in title or "BankID" in title for title in titles)
    expect(guardian.locator(".sk-answer mark").first).to_be_visible()


def test_filter_leaves_one_kind(guardian: Page, address: str) -> None:
    guardian.goto(f"{address}{PATH}?q=frånvaro")
    guardian.get_by_role("navigation", name="Visa bara den här sorten").get_by_role("link", name="Guide").click()
    facts = guardian.locator(".sk-answer-facts").all_inner_texts()
    assert facts
    assert all(text.startswith("Guide") for text in facts)
    expect(guardian.locator(".sk-filter [aria-current]").first).to_contain_text("Guide")


def test_other_spelling_leads_to_answers(guardian: Page, address: str) -> None:
    guardian.goto(f"{address}{PATH}?q=frånvarro")
    guardian.get_by_role("main").get_by_role("link", name="frånvaro", exact=True).click()
    expect(guardian.get_by_role("heading", level=1, name="Svar om ”frånvaro”")).to_be_visible()


def test_nothing_found_leads_to_the_form_with_the_words(guardian: Page, address: str) -> None:
    guardian.goto(f"{address}{PATH}?q=qqxxzz")
    guardian.get_by_role("main").get_by_role("link", name="Fråga supporten").click()
    expect(guardian.get_by_role("heading", level=1, name="Ställ en fråga")).to_be_visible()
    expect(guardian.get_by_role("textbox", name="Vad behöver du hjälp med?")).to_have_value("qqxxzz")


def test_suggestions_show_nothing_that_visitors_may_not_read(desk: Callable[[], Page], address: str) -> None:
    """The guides for editors are for employees."""
    page = desk()
    answer = page.request.get(f"{address}{PATH}forslag/?q=skriv+en+guide+redaktör")
    assert "Skriv en guide" not in answer.text()
