"""axe-core: finds those faults of accessibility that a machine can find. About half of all; the rest are walked."""

import os
import re
from collections.abc import Iterator
from pathlib import Path

from playwright.sync_api import Page

from tests.e2e.conftest import DESK, PHONE

SCRIPT = (Path(__file__).parent / "vendor" / "axe-core" / "axe.min.js").read_text(encoding="utf-8")
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
SCHEMES = ("light", "dark")
OPTIONAL = re.compile(r"/static/js/search(\.[0-9a-f]+)?\.js$")
NARROWEST = {"width": 320, "height": 640}
"""1280 pixels at 400 per cent zoom (WCAG 1.4.10)."""
FEWEST_RULES = 10
"""That many apply even to the plainest page; fewer means that axe looked at nothing."""
RUN = """async (tags) => {
  await Promise.all(document.getAnimations().map((animation) => animation.finished.catch(() => null)));
  const { violations, passes } = await axe.run(document, { runOnly: tags, resultTypes: ["violations"] });
  const faults = violations.flatMap(({ id, impact, help, nodes }) => nodes.map((node) => (
    [`${id} (${impact}): ${help}`, node.target.join(" "), node.html.slice(0, 200), node.failureSummary].join("\\n    ")
  )));
  return { faults, passed: passes.length };
}"""


def faults_of(page: Page) -> list[str]:
    """What axe finds on the page as it stands, each fault in words."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(SCRIPT)  # through the browser's own protocol, so our content security policy stays as it is
    found = page.evaluate(RUN, TAGS)
    assert found["passed"] >= FEWEST_RULES, "axe looked at nothing"
    return list(found["faults"])


def audit(page: Page, name: str, *, scripts: bool = False) -> list[str]:
    """Both sizes, both colour schemes, no scripts unless they are allowed, no scrolling sideways on small screens."""
    faults = [] if scripts else [f"{name}: runs {script}" for script in scripts_of(page)]
    for size, scheme in variants(page):
        faults += [f"{name}, {size}, {scheme}: {fault}" for fault in faults_of(page)]
        take_picture(page, f"{name}-{size}-{scheme}")
    page.set_viewport_size(NARROWEST)
    width = page.evaluate("document.documentElement.scrollWidth")
    if width > NARROWEST["width"]:
        faults.append(f"{name}: scrolls sideways, {width} pixels wide\n    {widest(page)}")
    page.set_viewport_size(PHONE)
    return faults


def variants(page: Page) -> Iterator[tuple[int, str]]:
    """Switches without loading the page anew."""
    for size in (PHONE, DESK):
        page.set_viewport_size(size)
        for scheme in SCHEMES:
            page.emulate_media(color_scheme=scheme)
            yield size["width"], scheme


def widest(page: Page) -> str:
    return str(
        page.evaluate(
            "[...document.querySelectorAll('body *')].filter((e) => e.getBoundingClientRect().right > innerWidth)"
            ".map((e) => `${e.tagName}.${e.className}`).slice(0, 8).join(', ')"
        )
    )


def take_picture(page: Page, name: str) -> None:
    """For people to look at, if SCREENSHOTS names a folder."""
    folder = os.environ.get("SCREENSHOTS")
    if folder:
        page.screenshot(path=Path(folder) / f"{name}.png", full_page=True)


def scripts_of(page: Page) -> list[str]:
    """But for the search box's suggestions: the box is a plain search without them (test_search.py)."""
    found = page.evaluate("[...document.scripts].map((script) => script.src || script.text.slice(0, 80))")
    return [script for script in found if not OPTIONAL.search(script)]
