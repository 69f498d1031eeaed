"""What several tests let people do: sign in, answer a quiz, finish a course."""

import re
import tomllib
from pathlib import Path

from playwright.sync_api import Locator, Page, expect

from config.demo.organisation import PASSWORD

COURSES = Path(__file__).resolve().parents[2] / "fixtures" / "courses"
MOST_LESSONS = 20


def go(through: Locator) -> None:
    """Click, and be on the page that it leads to."""
    with through.page.expect_navigation():
        through.click()


def sign_in(page: Page, address: str, email: str) -> None:
    page.goto(f"{address}/konto/login/")
    page.get_by_label("E-postadress").fill(email)
    page.get_by_label("Lösenord").fill(PASSWORD)
    go(page.get_by_role("main").get_by_role("button", name="Logga in"))
    expect(page.get_by_role("status").get_by_text("Du är inloggad som")).to_be_visible()


def right_answers(slug: str, language: str = "sv") -> dict[str, list[str]]:
    """The texts of the right choices, by the text of the question, from the course's fixture."""
    course = tomllib.loads((COURSES / language / f"{slug}.toml").read_text(encoding="utf-8"))
    lessons = [lesson for module in course["module"] for lesson in module["lesson"]]
    return {
        question["text"]: [choice["text"] for choice in question["choice"] if choice.get("right")]
        for lesson in lessons
        for question in lesson.get("question", [])
    }


def choices(page: Page, answers: dict[str, list[str]]) -> list[Locator]:
    """The right choices of the quiz on the page, in its order."""
    found = []
    for question in page.locator(".sk-question").all():
        text = question.locator("legend").inner_text()
        [right] = [texts for asked, texts in answers.items() if asked in text]
        found += [question.get_by_label(choice, exact=True) for choice in right]
    return found


def answer_quiz(page: Page, answers: dict[str, list[str]]) -> None:
    for choice in choices(page, answers):
        choice.check()
    hand_in(page)
    expect(page.locator(".sk-result[data-color=success]")).to_be_visible()


def hand_in(page: Page) -> None:
    go(page.locator(".sk-quiz [type=submit]"))


def go_on(page: Page) -> None:
    """The page's one main button."""
    go(page.locator(".sk-actions .ds-button"))


def finish_course(page: Page, slug: str) -> int:
    """From any lesson that is not done to the certificate. Returns how many lessons it took."""
    answers = right_answers(slug)
    for number in range(MOST_LESSONS):
        if re.search("/intyg/$", page.url):
            return number
        if page.locator(".sk-quiz").count():
            answer_quiz(page, answers)
        go_on(page)
    raise AssertionError(f"no certificate after {MOST_LESSONS} lessons, but {page.url}")


def choose_language(page: Page, name: str) -> None:
    """Several languages lie in a menu; a single one stands in the header itself."""
    link = page.get_by_role("banner").get_by_role("link", name=name, exact=True)
    if not link.is_visible():
        page.get_by_role("banner").locator("summary").click()
    link.click()


def write_guide(page: Page, *, title: str, word: str, owner: str) -> None:
    """What must be there, and one paragraph, in the form of a new guide. `owner` may be left out."""
    page.get_by_role("button", name="Lägg till ett block").click()
    page.get_by_role("option", name="Text").click()
    text = page.locator("[data-streamfield-child] [contenteditable=true]")
    text.click()
    expect(text).to_be_focused()
    page.keyboard.type(f"Spelen står på {word}.")
    # Wagtail's editor puts the text into the form a moment later; people are slower than that.
    expect(page.locator("[name=body-0-value]")).to_have_value(re.compile(word))
    texts = {
        "Titel*": title,
        "Sammanfattning*": "Så lånar din klass spel.",
        "Syfte*": "Du vet var spelen finns.",
        "Granskas senast*": "2027-06-01",
    }
    for label, value in texts.items():
        page.get_by_role("textbox", name=label).fill(value)
    page.get_by_role("listbox", name="För vem*").select_option(label="Vårdnadshavare")
    page.get_by_role("combobox", name="Ämne*").select_option(label="Undervisning och planering")
    if owner:
        page.get_by_role("combobox", name="Ansvarig person*").select_option(label=owner)


def publish(page: Page) -> None:
    page.get_by_role("button", name="Fler åtgärder").click()
    page.get_by_role("button", name="Publicera").click()
