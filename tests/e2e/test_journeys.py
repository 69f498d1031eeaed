"""What people come for, from end to end: a course, a page of one's own, an answer, another language."""

from collections.abc import Callable
from urllib.parse import urlencode

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.steps import choose_language, finish_course, publish, sign_in, write_guide
from tests.jobs.stack import wait_for

pytestmark = pytest.mark.browser

SECONDS_TO_SEARCH = 30
"""From publishing to being found, with the workers of the demo."""
OPEN_COURSE = "/alvhamra/gemensamt/vardnadshavarens-forsta-steg/"


def test_principal_finishes_her_mandatory_course(desk: Callable[[], Page], address: str) -> None:
    page = desk()
    sign_in(page, address, "rektor@alvhamra.example")
    first = page.locator(".sk-list-row").first
    expect(first).to_contain_text("Säkerhet för skolledare")
    expect(first).to_contain_text("0 av 9 lektioner klara")
    first.get_by_role("link").click()
    expect(page.get_by_role("heading", level=1, name="Ditt ansvar när något går fel")).to_be_visible()
    expect(page.get_by_role("complementary", name="Kursen").get_by_text("0 av 9 lektioner klara")).to_be_visible()
    assert finish_course(page, "sakerhet-for-skolledare") == 9
    expect(page.get_by_role("heading", level=1, name="Säkerhet för skolledare")).to_be_visible()
    expect(page.locator(".sk-certificate")).to_contain_text("Karin Nyberg")
    page.goto(f"{address}/alvhamra/")
    expect(page.get_by_role("heading", level=1, name="Att göra nu")).to_be_visible()
    expect(page.get_by_role("main").get_by_text("Säkerhet för skolledare")).to_have_count(0)


@pytest.mark.usefixtures("settled")
def test_editor_publishes_a_guide_that_visitors_find(desk: Callable[[], Page], guardian: Page, address: str) -> None:
    page = desk()
    sign_in(page, address, "redaktor@alvhamra.example")
    page.get_by_role("link", name="Redigera sidor").click()
    page.goto(f"{address}/admin/pages/")  # the editor's own section, because there is no other
    expect(page.get_by_role("heading", name="Lindskolan")).to_be_attached()
    page.goto(f"{page.url}add_subpage/")
    page.get_by_role("link", name="Guide", exact=True).click()
    write_guide(page, title="Låna brädspel i biblioteket", word="brädspelshyllan", owner="Oskar Wiklund")
    publish(page)
    expect(page.get_by_role("status").get_by_text("publicera")).to_be_visible()
    results = f"{address}/alvhamra/sok/?{urlencode({'q': 'brädspelshyllan'})}"
    wait_for(lambda: is_found(guardian, results, "Låna brädspel i biblioteket"), SECONDS_TO_SEARCH, "the page's index")
    guardian.get_by_role("link", name="Låna brädspel i biblioteket").click()
    expect(guardian.get_by_text("Spelen står på brädspelshyllan.")).to_be_visible()
    expect(guardian.get_by_text("Oskar Wiklund")).to_be_visible()


def is_found(page: Page, address: str, title: str) -> bool:
    page.goto(address)
    return page.get_by_role("link", name=title).count() == 1


def test_guardian_looks_by_topic(guardian: Page, address: str) -> None:
    guardian.goto(f"{address}/alvhamra/")
    guardian.get_by_role("link", name="Frånvaro och ledighet").click()
    expect(guardian.get_by_role("heading", level=1, name="Frånvaro och ledighet")).to_be_visible()
    guardian.get_by_role("link", name="Anmäl ditt barns frånvaro").click()
    expect(guardian.get_by_role("heading", level=1, name="Anmäl ditt barns frånvaro")).to_be_visible()


def test_guardian_asks_what_the_answer_did_not_say(guardian: Page, address: str) -> None:
    guardian.goto(f"{address}/alvhamra/")
    guardian.get_by_role("searchbox").fill("kommer inte in utan bank id")
    guardian.get_by_role("button", name="Sök").click()
    guardian.get_by_role("link", name="Hur loggar jag in utan BankID?").click()
    expect(guardian.get_by_role("heading", level=1, name="Hur loggar jag in utan BankID?")).to_be_visible()
    guardian.get_by_role("link", name="Fråga supporten").click()
    expect(guardian.get_by_role("heading", level=1, name="Ställ en fråga")).to_be_visible()
    assert guardian.locator("[name=origin]").input_value() == "/alvhamra/gemensamt/logga-in-utan-bankid/"


def test_guardian_reads_a_course_without_an_account(guardian: Page, address: str) -> None:
    """All lessons from the first to the last, by the one main button."""
    guardian.goto(address + OPEN_COURSE)
    titles = guardian.locator(".sk-course-contents .sk-lesson-link").all_inner_texts()
    assert len(titles) == 6
    button = guardian.locator(".sk-actions .ds-button")
    for title in titles:
        button.click()
        expect(guardian.get_by_role("heading", level=1, name=title, exact=True)).to_be_visible()
        expect(guardian.get_by_text("Du är inte inloggad").first).to_be_visible()
    expect(guardian.locator(".sk-question")).to_have_count(4)


def test_language_link_leads_to_the_translation_and_back(guardian: Page, address: str) -> None:
    guardian.goto(f"{address}/alvhamra/gemensamt/logga-in-utan-bankid/")
    choose_language(guardian, "English")
    expect(guardian.get_by_role("heading", level=1, name="How do I sign in without BankID?")).to_be_visible()
    assert guardian.locator("html").get_attribute("lang") == "en"
    choose_language(guardian, "Svenska")
    expect(guardian.get_by_role("heading", level=1, name="Hur loggar jag in utan BankID?")).to_be_visible()
    assert guardian.locator("html").get_attribute("lang") == "sv"


def test_language_link_says_if_there_is_no_translation(guardian: Page, address: str) -> None:
    guardian.goto(f"{address}/alvhamra/lindskolan/lindskolan-fritidshem/")
    title = guardian.get_by_role("heading", level=1).inner_text()
    choose_language(guardian, "English")
    expect(
        guardian.get_by_role("heading", level=1, name="This page is not translated into English yet")
    ).to_be_visible()
    original = guardian.get_by_role("main").get_by_role("link", name=title)
    assert original.get_attribute("lang") == "sv"
    original.click()
    expect(guardian.get_by_role("heading", level=1, name=title)).to_be_visible()
