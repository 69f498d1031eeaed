"""What axe-core finds on Wagtail's admin: `python -m benchmarks.axe_admin http://localhost:8000`.

Needs a running demo and Chromium. Reports only: most of that markup is Wagtail's, and we cannot mend it here. Findings
on parts of ours (`sk-`) are named first.
"""

import shutil
import sys
from collections import Counter

from playwright.sync_api import Page, sync_playwright

from tests.e2e.axe import SCHEMES, faults_of
from tests.e2e.conftest import DESK, FLAGS, PHONE

EDITOR, PASSWORD = "redaktor@alvhamra.example", "skolstod-demo"
SIZES = (PHONE, DESK)


def main(address: str) -> None:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=FLAGS)
        page = browser.new_context(viewport=DESK, locale="sv-SE").new_page()
        sign_in(page, address)
        for name, path in addresses(page, address).items():
            for size in SIZES:
                for scheme in SCHEMES:
                    look(page, name, f"{address}{path}", size, scheme)
        browser.close()


def sign_in(page: Page, address: str) -> None:
    page.goto(f"{address}/konto/login/")
    page.locator("[name=login]").fill(EDITOR)
    page.locator("[name=password]").fill(PASSWORD)
    page.locator("main button[type=submit]").click()
    page.wait_for_url(lambda reached: "login" not in reached)


def addresses(page: Page, address: str) -> dict[str, str]:
    """The dashboard, the editor's own section, and the first page of it that waits for review."""
    page.goto(f"{address}/admin/")
    guide = page.locator("[aria-labelledby=desk-review] .sk-desk-link").last.get_attribute("href") or ""
    page.goto(f"{address}/admin/pages/")
    return {"dashboard": "/admin/", "explorer": page.url.removeprefix(address), "editor": guide}


def look(page: Page, name: str, address: str, size: dict[str, int], scheme: str) -> None:
    page.set_viewport_size(size)
    page.emulate_media(color_scheme=scheme)
    page.goto(address)
    page.wait_for_load_state("networkidle")
    faults = faults_of(page)
    ours = [fault for fault in faults if "sk-" in fault]
    rules = Counter(fault.partition(":")[0] for fault in faults)
    told = ", ".join(f"{count} {rule}" for rule, count in rules.most_common()) or "nothing"
    print(f"{name}, {size['width']}, {scheme}: {len(faults)} findings, {len(ours)} on our parts: {told}")
    for fault in ours:
        print(f"  OURS {fault}")


if __name__ == "__main__":
    main(sys.argv[1].rstrip("/"))
