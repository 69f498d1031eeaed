"""A whole demo installation and a real Chromium. Without Chromium these tests say so and are skipped, except in CI."""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests.jobs.stack import Stack, wait_for

PHONE = {"width": 360, "height": 740}
DESK = {"width": 1280, "height": 900}
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
SECONDS_TO_ROUTE = 30
PATIENCE_MS = 15_000


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    program = shutil.which("chromium") or shutil.which("chromium-browser")
    if program is None:
        if os.environ.get("CI"):
            pytest.fail("Chromium is missing: apt-get install chromium")
        pytest.skip("Chromium is missing: apt-get install chromium")
    # Playwright's event loop would make Django think that it runs asynchronously.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    """The demo as `make demo` makes it, on a port of its own."""
    stack = Stack(tmp_path_factory.mktemp("demo"))
    stack.environment["BASE_URL"] = f"http://127.0.0.1:{stack.port}"
    stack.environment["TRIAGE_AUDIT_PERCENT"] = "0"  # no ticket of a test is drawn by chance
    try:
        stack.prepare()
        stack.manage("load_demo")
        stack.manage("rebuild_index")
        stack.manage("live_demo_weeks")
        stack.start_broker()
        stack.up()
        wait_for(stack.answers, 60, "the web server")
        yield stack
    finally:
        stack.close()


@pytest.fixture(scope="session")
def settled(demo: Stack) -> Stack:
    """For those who wait for a job: the demo's own jobs are done. Others need not wait for them."""
    wait_for(lambda: demo.unfinished() == 0, 120, "the demo's own jobs")
    return demo


@pytest.fixture(scope="session")
def address(demo: Stack) -> str:
    return f"http://127.0.0.1:{demo.port}"


@pytest.fixture
def guardian(chromium: Browser) -> Iterator[Page]:
    """A phone without JavaScript."""
    context = chromium.new_context(viewport=PHONE, java_script_enabled=False, locale="sv-SE")
    context.set_default_timeout(PATIENCE_MS)
    yield context.new_page()
    context.close()


@pytest.fixture
def desk(chromium: Browser) -> Iterator[Callable[[], Page]]:
    """Makes pages of separate people at desktop size."""
    contexts: list[BrowserContext] = []

    def new() -> Page:
        contexts.append(chromium.new_context(viewport=DESK, locale="sv-SE"))
        contexts[-1].set_default_timeout(PATIENCE_MS)
        return contexts[-1].new_page()

    yield new
    for context in contexts:
        context.close()


@pytest.fixture
def shot(request: pytest.FixtureRequest) -> Callable[[Page, str], None]:
    """Saves a screenshot if SCREENSHOTS names a folder."""

    def save(page: Page, name: str) -> None:
        folder = os.environ.get("SCREENSHOTS")
        if folder:
            page.screenshot(path=Path(folder) / f"{name}.png", full_page=True)

    return save
