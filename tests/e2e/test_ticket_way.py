"""The main job, as people do it: a guardian on a phone without JavaScript, an agent with the keyboard only."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from config.demo.organisation import PASSWORD
from tests.e2e.conftest import SECONDS_TO_ROUTE
from tests.jobs.stack import Stack, wait_for

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("settled")]

TECHNICAL = (
    "Jag har bytt telefon och nu går det inte att logga in med BankID i Lärvyn. "
    "Appen visar ett felmeddelande och stängs. Jag har testat att installera om den."
)
PEDAGOGICAL = (
    "Min dotter har fått omdömet att hon inte når målen i matematik. Hur sätts omdömet, "
    "vad betyder det för betyget och hur kan hon få extra anpassningar på lektionerna?"
)
NEITHER = "Hej! Har någon hittat en blå mössa med vit tofs vid gungorna? Kom bort i tisdags. Vänligen Berit"


def ask(page: Page, address: str, text: str, email: str) -> str:
    """Through the form to the receipt. Returns the reference."""
    page.goto(f"{address}/alvhamra/")
    page.get_by_role("link", name="Ställ en fråga").first.click()
    page.get_by_label("Vad behöver du hjälp med?").fill(text)
    page.get_by_label("Din e-postadress").fill(email)
    page.get_by_role("button", name="Fortsätt").click()
    expect(page.get_by_text(text)).to_be_visible()
    page.get_by_role("button", name="Skicka frågan").click()
    return page.locator(".sk-reference").inner_text()


def queue_of(demo: Stack, reference: str) -> str:
    sql = (
        "select q.kind from support_workitem w join support_queue q on q.id = w.queue_id "
        f"join support_ticket t on t.id = w.ticket_id where t.reference = '{reference}'"
    )
    return str(demo.rows(sql)[0][0])


def wait_until_routed(demo: Stack, reference: str) -> None:
    tickets = f"(select id from support_ticket where reference = '{reference}')"
    sql = f"select 1 from support_suggestion where ticket_id in {tickets}"
    wait_for(lambda: demo.rows(sql), SECONDS_TO_ROUTE, "a suggestion")


def sign_in_by_keyboard(page: Page, address: str, email: str) -> None:
    page.goto(f"{address}/konto/login/")
    page.get_by_label("E-postadress").focus()
    page.keyboard.type(email)
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Att göra nu")).to_be_visible()


def list_with(page: Page, address: str, queue: str, reference: str) -> None:
    """The page of the queue's list on which the ticket stands; how many wait before it hangs on the hour."""
    page.goto(f"{address}/alvhamra/arenden/?queue={queue}")
    while page.get_by_text(reference).count() == 0:
        page.get_by_role("link", name="Nästa", exact=True).press("Enter")
        page.wait_for_load_state()


def answer_by_keyboard(page: Page, address: str, queue: str, reference: str, text: str) -> None:
    """From the list to the sent answer without a pointer."""
    list_with(page, address, queue, reference)
    for _ in range(60):
        page.keyboard.press("j")
        row = page.evaluate("document.activeElement.closest('tr')?.innerText ?? ''")
        if reference in row:
            break
    page.keyboard.press("Enter")
    expect(page.get_by_text(reference).first).to_be_visible()
    expect(page.locator("#varfor")).to_be_visible()
    page.keyboard.press("r")
    page.keyboard.type(text)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Svaret har skickats.")).to_be_visible()


def read_answer(page: Page, address: str, reference: str, text: str) -> None:
    """The signed link from the e-mail."""
    page.goto(f"{address}/demo/mail/")
    page.get_by_role("link", name=f"Svar på din fråga {reference}").click()
    page.frame_locator(".sk-mail").locator("a[href*='/arende/']").click()
    expect(page.get_by_text(text)).to_be_visible()
    expect(page.get_by_text("Vi har svarat dig")).to_be_visible()


def mail_is_out(demo: Stack) -> bool:
    return not demo.rows("select 1 from jobs_outgoingmail where sent_at is null")


def test_guardian_finds_an_answer_on_the_phone(guardian: Page, address: str, shot: Callable[[Page, str], None]) -> None:
    guardian.goto(address)
    guardian.get_by_role("link", name="Älvhamra kommun").click()
    shot(guardian, "home")
    guardian.get_by_role("searchbox").fill("anmela franvaro sjuk")
    guardian.get_by_role("button", name="Sök").click()
    guardian.get_by_role("link", name="Anmäl ditt barns frånvaro").click()
    expect(guardian.get_by_role("heading", name="Anmäl ditt barns frånvaro")).to_be_visible()
    assert guardian.locator(".sk-steps li").count() >= 3


@pytest.mark.parametrize(
    ("text", "queue", "agent", "email"),
    [
        (TECHNICAL, "technical", "tekniker@alvhamra.example", "teknisk@exempel.example"),
        (PEDAGOGICAL, "pedagogical", "pedagog@alvhamra.example", "pedagogisk@exempel.example"),
    ],
)
def test_question_finds_its_queue_is_answered_and_read(
    demo: Stack, guardian: Page, desk: Callable[[], Page], address: str, text: str, queue: str, agent: str, email: str
) -> None:
    reference = ask(guardian, address, text, email)
    wait_until_routed(demo, reference)
    assert queue_of(demo, reference) == queue
    page = desk()
    sign_in_by_keyboard(page, address, agent)
    answer_by_keyboard(page, address, queue, reference, "Hej! Nu har vi ordnat det. Säg till om det inte fungerar.")
    wait_for(lambda: mail_is_out(demo), 20, "the answer's e-mail")
    read_answer(guardian, address, reference, "Nu har vi ordnat det.")


def test_text_about_neither_stays_to_be_sorted_by_a_person(
    demo: Stack, guardian: Page, desk: Callable[[], Page], address: str
) -> None:
    reference = ask(guardian, address, NEITHER, "mossa@exempel.example")
    wait_until_routed(demo, reference)
    assert queue_of(demo, reference) == "unsorted"
    page = desk()
    sign_in_by_keyboard(page, address, "tekniker@alvhamra.example")
    list_with(page, address, "unsorted", reference)


def test_one_key_moves_a_ticket_to_the_other_queue(
    demo: Stack, guardian: Page, desk: Callable[[], Page], address: str
) -> None:
    reference = ask(guardian, address, NEITHER, "flytt@exempel.example")
    wait_until_routed(demo, reference)
    page = desk()
    sign_in_by_keyboard(page, address, "supportledare@alvhamra.example")
    page.goto(f"{address}/alvhamra/arenden/{reference}/")
    page.keyboard.press("1")
    expect(page.get_by_text("Flyttat till")).to_be_visible()
    assert queue_of(demo, reference) == "pedagogical"
