"""A page's life where an administrator approves: written, checked, approved, published, gone stale, reviewed."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from tests.e2e.steps import publish, sign_in, write_guide
from tests.jobs.stack import wait_for

pytestmark = pytest.mark.browser

TITLE, WORD = "Packa gympapåsen", "gympapåsen"
SUBMIT = "Lämna in till Granskning i Havsbro kommun"
LONG_AGO = timedelta(days=40)
SECONDS_TO_SEARCH = 30


@pytest.mark.usefixtures("settled")
def test_page_lives_from_draft_to_review(desk: Callable[[], Page], guardian: Page, address: str) -> None:
    administrator, editor = desk(), desk()
    sign_in(administrator, address, "drift@skolstod.example")
    let_administrators_approve(administrator, address)

    sign_in(editor, address, "redaktor@havsbro.example")
    editor.goto(f"{address}/admin/pages/")
    editor.goto(f"{editor.url}add_subpage/")
    editor.get_by_role("link", name="Guide", exact=True).click()
    write_guide(editor, title=TITLE, word=WORD, owner="")
    submit(editor)
    expect(editor.locator(".w-field__errors").get_by_text("Välj vem som är ansvarig för sidan.")).to_be_visible()
    editor.get_by_role("combobox", name="Ansvarig person*").select_option(index=1)
    submit(editor)
    expect(editor.get_by_role("status").get_by_text("inlämnad för moderering")).to_be_visible()

    open_page(administrator, address)
    administrator.get_by_role("button", name="Fler åtgärder").click()
    administrator.get_by_role("button", name="Godkänn och Publicera", exact=True).click()
    expect(administrator.get_by_role("status").get_by_text("uppdaterad")).to_be_visible()
    wait_for(lambda: is_found(guardian, address), SECONDS_TO_SEARCH, "the page's index")

    open_page(administrator, address)
    stale = (timezone.localdate() - LONG_AGO).isoformat()
    administrator.get_by_role("textbox", name="Granskas senast*").fill(stale)
    publish(administrator)
    expect(administrator.get_by_role("status").get_by_text("publicerad")).to_be_visible()
    guardian.get_by_role("link", name=TITLE).click()
    expect(guardian.get_by_text("Sidan skulle ha granskats senast")).to_be_visible()

    administrator.goto(f"{address}/admin/rapporter/att-granska/")
    row = administrator.get_by_role("row").filter(has_text=TITLE)
    row.get_by_role("button", name=re.compile("Granskad, fortfarande rätt")).click()
    expect(administrator.get_by_role("status").get_by_text(f"”{TITLE}” är granskad.")).to_be_visible()
    guardian.reload()
    expect(guardian.get_by_text("Sidan skulle ha granskats senast")).to_have_count(0)


def let_administrators_approve(page: Page, address: str) -> None:
    page.goto(f"{address}/admin/pages/?q=Havsbro+kommun")
    row = page.get_by_role("row").filter(has_text="Svenska").first
    row.get_by_role("link", name=re.compile("Havsbro kommun")).first.click()
    page.get_by_label("En administratör godkänner innan sidan publiceras").check()
    publish(page)
    expect(page.get_by_role("status").get_by_text("publicerad")).to_be_visible()


def submit(page: Page) -> None:
    page.get_by_role("button", name="Fler åtgärder").click()
    page.get_by_role("button", name=SUBMIT).click()


def open_page(page: Page, address: str) -> None:
    """Once a job has written what was saved to the index of the tools."""
    found = page.get_by_role("link", name=TITLE, exact=True)

    def is_listed() -> bool:
        page.goto(f"{address}/admin/pages/?q={WORD}")
        return found.count() > 0

    wait_for(is_listed, SECONDS_TO_SEARCH, "the page in the list of the tools")
    found.first.click()


def is_found(page: Page, address: str) -> bool:
    page.goto(f"{address}/havsbro/sok/?q={WORD}")
    return page.get_by_role("link", name=TITLE).count() == 1
