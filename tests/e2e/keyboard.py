"""Going about with Tab, Enter and Space, and what must hold wherever one stops."""

from collections.abc import Iterator
from dataclasses import dataclass

from playwright.sync_api import Locator, Page

MOST_STOPS = 150
"""More than any page has; who has not come round by then is trapped."""
NARROWEST_RING = 2
STOP = """() => {
  const element = document.activeElement;
  if (!element || element === document.body || element === document.documentElement) return null;
  const box = element.getBoundingClientRect();
  const style = getComputedStyle(element);
  window.stopNames ??= new Map();
  if (!stopNames.has(element)) stopNames.set(element, stopNames.size);
  return {
    number: stopNames.get(element),
    name: `${element.tagName.toLowerCase()} ${element.id} ${(element.innerText || element.name || "").slice(0, 40)}`,
    ring: style.outlineStyle === "none" ? 0 : parseFloat(style.outlineWidth),
    in_view: box.width > 1 && box.height > 1 && box.bottom > 0 && box.top < innerHeight
      && box.right > 0 && box.left < innerWidth,
  };
}"""
UNVISITED = """() => {
  const usable = "a[href], button, input:not([type=hidden]), select, textarea, summary, video, [tabindex='0']";
  const group = (element) => element.type === "radio" ? `radio ${element.name}` : element;
  const visited = new Set([...stopNames.keys()].map(group));
  return [...document.querySelectorAll(usable)]
    .filter((element) => element.checkVisibility() && !element.disabled && !visited.has(group(element)))
    .map((element) => element.outerHTML.slice(0, 120));
}"""


@dataclass(frozen=True, slots=True)
class Stop:
    number: int
    name: str
    ring: float
    in_view: bool

    def check(self) -> None:
        assert self.in_view, f"focus is out of sight: {self.name}"
        assert self.ring >= NARROWEST_RING, f"focus is not visible: {self.name}"


def tab(page: Page) -> Stop | None:
    """None at the end of the page, where the browser's own buttons would come."""
    page.keyboard.press("Tab")
    found = page.evaluate(STOP)
    if found is None:
        return None
    stop = Stop(**found)
    stop.check()
    return stop


def stops(page: Page) -> Iterator[Stop]:
    """Once through the page from where one is."""
    seen: set[int] = set()
    last = -1
    for _ in range(MOST_STOPS):
        stop = tab(page)
        if stop is None or (stop.number in seen and stop.number != last):
            return
        seen.add(stop.number)
        last = stop.number
        yield stop
    raise AssertionError(f"no way out after {MOST_STOPS} stops, last at {last}")


def unvisited(page: Page) -> list[str]:
    """What can be used and was never stopped at."""
    return list(page.evaluate(UNVISITED))


def tab_to(page: Page, target: Locator) -> None:
    for _ in range(MOST_STOPS):
        tab(page)
        if is_focused(target):
            return
    raise AssertionError(f"Tab never comes to {target}")


def is_focused(target: Locator) -> bool:
    return bool(target.evaluate("(element) => element === document.activeElement"))


def follow(page: Page, target: Locator) -> None:
    """To a link or button, and Enter."""
    tab_to(page, target)
    page.keyboard.press("Enter")


def skip_to_content(page: Page) -> None:
    """The first stop of every page."""
    skip = page.get_by_role("link", name="Hoppa till innehållet")
    tab(page)
    assert is_focused(skip), "the first stop is not the link to the content"
    page.keyboard.press("Enter")
    assert is_focused(page.get_by_role("main"))
