"""Every kind of page that is ours, on a phone and on a desk, light and dark, read by axe-core: nothing to find."""

import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, FilePayload, Page, expect

from accounts.enums import Colour
from tests.e2e.axe import SCHEMES, audit, faults_of
from tests.e2e.conftest import PATIENCE_MS, PHONE
from tests.e2e.steps import answer_quiz, finish_course, go, go_on, hand_in, right_answers, sign_in

pytestmark = pytest.mark.browser

People = Callable[[str], Page]

PRINCIPAL = "rektor@ekeryd.example"
AREA_MANAGER = "omradeschef@alvhamra.example"
GUARDIAN = "vardnadshavare@alvhamra.example"
LEAD = "supportledare@alvhamra.example"
EDITOR = "redaktor@ekeryd.example"
STAFF = "personal@alvhamra.example"
VISITOR = ""

OPEN_COURSE = "/alvhamra/gemensamt/vardnadshavarens-forsta-steg"
MANDATORY_COURSE = "/alvhamra/gemensamt/sakerhet-for-skolledare"
FINDING = {
    "start": "/",
    "home": "/alvhamra/",
    "home-forest": "/ekeryd/",
    "home-sea": "/havsbro/",
    "topic": "/alvhamra/amne/sign-in/",
    "topic-with-schools": "/alvhamra/amne/absence/",
    "school": "/alvhamra/lindskolan/",
    "shared": "/gemensamt/",
    "components": "/demo/komponenter/",
    "search": "/alvhamra/sok/",
    "search-hits": "/alvhamra/sok/?q=logga+in+utan+bankid",
    "search-none": "/alvhamra/sok/?q=xqzwv",
}
READING = {
    "guide-film-table-steps": "/alvhamra/gemensamt/forsta-inloggningen-vardnadshavare/",
    "guide-pictures": "/alvhamra/gemensamt/anmala-franvaro/",
    "guide-files": "/alvhamra/gemensamt/informera-vid-driftstopp/",
    "guide-of-school": "/alvhamra/lindskolan/lindskolan-fritidshem/",
    "guide-no-municipality": "/gemensamt/anmala-franvaro/",
    "question": "/alvhamra/gemensamt/logga-in-utan-bankid/",
    "accessibility": "/alvhamra/tillganglighet/",
    "privacy": "/alvhamra/personuppgifter/",
}
WRONG_WAYS = {
    "not-found": "/alvhamra/finns-inte/",
    "not-allowed": "/alvhamra/larande/00000000-0000-0000-0000-000000000000/klar/",
    "link-invalid": "/arende/trasig/",
    "untranslated": "/en/alvhamra/ej-oversatt/?fran=/alvhamra/lindskolan/lindskolan-fritidshem/",
    "untranslated-unknown": "/alvhamra/ej-oversatt/",
    "account-inactive": "/konto/inactive/",
    "account-closed": "/konto/signup/",
    "reset-invalid": "/konto/password/reset/key/1-trasig/",
}
ENGLISH = {
    "en-start": "/en/",
    "en-home": "/en/alvhamra/",
    "en-guide": "/en/alvhamra/gemensamt/first-sign-in-for-guardians/",
    "en-question": "/en/alvhamra/gemensamt/sign-in-without-bankid/",
    "en-search-hits": "/en/alvhamra/sok/?q=report+absence",
    "en-request": "/en/alvhamra/fraga/",
    "en-sign-in": "/en/konto/login/",
    "en-accessibility": "/en/alvhamra/tillganglighet/",
    "en-privacy": "/en/alvhamra/personuppgifter/",
    "en-lesson-guide": "/en/alvhamra/gemensamt/guardians-first-steps/get-started/sign-in-for-the-first-time/",
}
COURSE = {
    "learning": "/alvhamra/larande/",
    "course": f"{OPEN_COURSE}/",
    "lesson-text": f"{OPEN_COURSE}/kom-igang/valkommen/",
    "lesson-guide": f"{OPEN_COURSE}/kom-igang/logga-in-forsta-gangen/",
    "lesson-kept-back": f"{MANDATORY_COURSE}/behorigheter/ge-och-ta-bort-behorigheter/",
}
GUARDIANS = {
    "guardian-home": "/alvhamra/",
    "guardian-learning": "/alvhamra/larande/",
    "guardian-question": "/alvhamra/gemensamt/logga-in-utan-bankid/",
    "guardian-request": "/alvhamra/fraga/",
    "forbidden": "/alvhamra/arenden/",
    "account-password": "/konto/password/change/",
    "account-reauthenticate": "/konto/reauthenticate/",
    "sign-out": "/konto/logout/",
}
PRINCIPALS = {
    "principal-home": "/ekeryd/",
    "principal-learning": "/ekeryd/larande/",
    "principal-course": "/ekeryd/gemensamt/sakerhet-for-skolledare/",
    "principal-question": "/ekeryd/gemensamt/logga-in-utan-bankid/",
    "principal-guide-restricted": "/ekeryd/gemensamt/rektor-starta-lasaret/",
}
COLOURFUL = [
    (VISITOR, "/alvhamra/"),
    (VISITOR, "/demo/komponenter/"),
    (VISITOR, f"{OPEN_COURSE}/vardagen-i-skolan/testa-dig-fyra-vanliga-dagar/"),
    (AREA_MANAGER, f"{MANDATORY_COURSE}/personuppgifter-och-incidenter/ditt-ansvar/"),
    (LEAD, "/alvhamra/arenden/"),
]
AGENTS = {
    "agent-home": "/alvhamra/",
    "tickets": "/alvhamra/arenden/",
    "tickets-ended": "/alvhamra/arenden/?view=ended",
    "tickets-none": "/alvhamra/arenden/?view=mine&queue=technical",
}
LEADS = {
    "sorting": "/alvhamra/sortering/",
    "sorting-card": "/alvhamra/sortering/kort/",
    "sorting-models": "/alvhamra/sortering/modeller/",
}
TOO_SMALL_TO_MATTER: FilePayload = {"name": "bild.png", "mimeType": "image/png", "buffer": b"0"}
MORE_FILES_THAN_ANY_FORM_TAKES = 101
ROUNDS = 4
ASK_AGAIN_AND_AGAIN = """async () => {
  const form = document.querySelector("main form");
  const asked = new FormData(form);
  asked.set("email", "ingen@exempel.example");
  for (let number = 0; number < 12; number += 1) await fetch(form.action, { method: "POST", body: asked });
}"""
"""Five a minute are allowed, in each of the web server's processes."""


@pytest.fixture(scope="module")
def people(chromium: Browser, address: str) -> Iterator[People]:
    """One page a person, signed in once. Nobody's name is nobody: a visitor."""
    pages: dict[str, Page] = {}

    def page_of(email: str) -> Page:
        if email not in pages:
            context = chromium.new_context(viewport=PHONE, locale="sv-SE")
            context.set_default_timeout(PATIENCE_MS)
            pages[email] = context.new_page()
            if email:
                sign_in(pages[email], address, email)
        return pages[email]

    yield page_of
    for page in pages.values():
        page.context.close()


def report(faults: list[str]) -> str:
    return "\n\n".join(faults)


@pytest.mark.parametrize(
    ("reader", "paths"),
    [
        pytest.param(VISITOR, FINDING, id="finding"),
        pytest.param(VISITOR, READING, id="reading"),
        pytest.param(VISITOR, WRONG_WAYS, id="wrong-ways"),
        pytest.param(VISITOR, ENGLISH, id="english"),
        pytest.param(VISITOR, COURSE, id="course"),
        pytest.param(GUARDIAN, GUARDIANS, id="guardian"),
        pytest.param(PRINCIPAL, PRINCIPALS, id="principal"),
        pytest.param(EDITOR, {"editor-home": "/ekeryd/"}, id="editor"),
        pytest.param(LEAD, LEADS, id="lead"),
    ],
)
def test_pages_have_no_faults_and_no_scripts(people: People, address: str, reader: str, paths: dict[str, str]) -> None:
    page = people(reader)
    faults: list[str] = []
    for name, path in paths.items():
        page.goto(address + path)
        faults += audit(page, name)
    assert not faults, report(faults)


@pytest.mark.usefixtures("settled")
def test_agents_pages_have_no_faults(people: People, address: str) -> None:
    page = people(LEAD)
    faults: list[str] = []
    for name, path in AGENTS.items():
        page.goto(address + path)
        faults += audit(page, name, scripts=True)
    page.goto(f"{address}/alvhamra/arenden/?queue=unsorted")
    go(page.get_by_role("row").filter(has_text="förslag").first.locator(".sk-ticket-link"))
    expect(page.locator("#varfor")).to_be_visible()
    for summary in page.locator("summary").all():
        summary.click()
    faults += audit(page, "ticket-with-reasons", scripts=True)
    go(page.get_by_role("button", name="Skicka svaret"))
    expect(page.locator(".sk-field-wrong")).to_be_visible()
    faults += audit(page, "ticket-errors", scripts=True)
    page.goto(f"{address}/alvhamra/arenden/?view=ended")
    go(page.locator(".sk-ticket-link").first)
    faults += audit(page, "ticket-solved", scripts=True)
    assert not faults, report(faults)


def test_pages_that_keep_what_was_written_have_no_faults(desk: Callable[[], Page], address: str) -> None:
    """After the session, or the form's key, has run out."""
    page = desk()
    faults: list[str] = []
    page.goto(f"{address}/alvhamra/fraga/")
    page.get_by_label("Vad behöver du hjälp med?").fill("En lång berättelse.")
    page.context.clear_cookies()
    go(page.get_by_role("button", name="Fortsätt"))
    expect(page.locator("#skrivet")).to_have_value("En lång berättelse.")
    faults += audit(page, "form-too-old")
    sign_in(page, address, LEAD)
    page.goto(f"{address}/alvhamra/arenden/")
    go(page.locator(".sk-ticket-link").first)
    page.get_by_label("Ditt svar").fill("Ett långt svar.")
    page.context.clear_cookies(name="sessionid")
    go(page.get_by_role("button", name="Skicka svaret"))
    expect(page.locator("#skrivet")).to_have_value("Ett långt svar.")
    faults += audit(page, "not-sent")
    assert not faults, report(faults)


def test_refusals_have_no_faults(desk: Callable[[], Page], address: str) -> None:
    """Too much at once, and too often."""
    page = desk()
    faults: list[str] = []
    page.goto(f"{address}/alvhamra/fraga/")
    page.locator("[name=files]").set_input_files([TOO_SMALL_TO_MATTER] * MORE_FILES_THAN_ANY_FORM_TAKES)
    go(page.get_by_role("button", name="Fortsätt"))
    expect(page.get_by_role("heading", level=1, name="Det där förstod vi inte")).to_be_visible()
    faults += audit(page, "too-much")
    refusal = page.get_by_role("heading", level=1, name="Vänta en stund")
    for _ in range(ROUNDS):  # each web process counts for itself
        page.goto(f"{address}/konto/password/reset/")
        page.evaluate(ASK_AGAIN_AND_AGAIN)
        page.locator("main [name=email]").fill("ingen@exempel.example")
        go(page.locator("main form button"))
        if refusal.count():
            break
    expect(refusal).to_be_visible()
    faults += audit(page, "too-often")
    assert not faults, report(faults)


@pytest.mark.usefixtures("settled")
def test_asking_has_no_faults(people: People, address: str) -> None:
    page = people(VISITOR)
    faults: list[str] = []
    page.goto(f"{address}/alvhamra/fraga/")
    faults += audit(page, "request")
    go(page.get_by_role("button", name="Fortsätt"))
    expect(page.locator("#fel")).to_be_visible()
    faults += audit(page, "request-errors")
    page.get_by_label("Vad behöver du hjälp med?").fill("Hur ser jag mina barns scheman?\nJag hittar dem inte i appen.")
    page.get_by_label("Din e-postadress").fill("granskare@exempel.example")
    go(page.get_by_role("button", name="Fortsätt"))
    faults += audit(page, "request-check")
    go(page.get_by_role("button", name="Skicka frågan"))
    expect(page.locator(".sk-reference")).to_be_visible()
    faults += audit(page, "receipt")
    go(page.locator("main a[href*='/arende/']"))
    expect(page.get_by_label("Ditt meddelande")).to_be_visible()
    faults += audit(page, "status")
    page.goto(f"{address}/demo/mail/")
    faults += audit(page, "mailbox")
    go(page.locator("main .sk-list-title").first)
    page.locator("summary").click()
    faults += audit(page, "mail")
    assert not faults, report(faults)


@pytest.mark.usefixtures("settled")
def test_writing_more_has_no_faults(people: People, address: str) -> None:
    page = people(VISITOR)
    faults: list[str] = []
    page.goto(f"{address}/demo/mail/")
    go(page.locator(".sk-list-row", has_text="Vi har fått din fråga").get_by_role("link").first)
    go(page.frame_locator(".sk-mail").locator("a[href*='/arende/']"))
    go(page.get_by_role("button", name="Skicka", exact=True))
    expect(page.locator("#fel")).to_be_visible()
    faults += audit(page, "status-errors")
    page.get_by_label("Ditt meddelande").fill("Det gäller årskurs fyra.")
    go(page.get_by_role("button", name="Skicka", exact=True))
    expect(page.locator("#senaste")).to_contain_text("Det gäller årskurs fyra.")
    assert not faults, report(faults)


@pytest.mark.usefixtures("settled")
def test_account_pages_have_no_faults(people: People, address: str) -> None:
    page = people(VISITOR)
    faults: list[str] = []
    page.goto(f"{address}/konto/login/")
    faults += audit(page, "sign-in")
    page.get_by_label("E-postadress").fill(STAFF)
    page.get_by_label("Lösenord").fill("fel")
    go(page.get_by_role("main").get_by_role("button", name="Logga in"))
    expect(page.locator("#fel")).to_be_visible()
    faults += audit(page, "sign-in-errors")
    page.goto(f"{address}/konto/password/reset/")
    faults += audit(page, "reset")
    page.locator("main [name=email]").fill(STAFF)
    go(page.locator("main form button").first)
    faults += audit(page, "reset-sent")
    page.goto(reset_link(page, address))
    faults += audit(page, "reset-new")
    page.locator("main [name=password1]").fill("kort")
    page.locator("main [name=password2]").fill("annat")
    go(page.locator("main form button").first)
    faults += audit(page, "reset-new-errors")
    page.goto(f"{address}/konto/password/reset/key/done/")
    faults += audit(page, "reset-done")
    assert not faults, report(faults)


def reset_link(page: Page, address: str) -> str:
    """From the newest mail to the one who asked."""
    for _ in range(20):
        page.goto(f"{address}/demo/mail/")
        go(page.locator(".sk-list-row", has_text=STAFF).get_by_role("link").first)
        found = re.search(r"http\S+/password/reset/key/\S+", page.locator(".sk-mail-text").text_content() or "")
        if found:
            return found[0]
        page.wait_for_timeout(500)
    raise AssertionError("no mail with a link")


def test_quiz_has_no_faults(people: People, address: str) -> None:
    """As a visitor, who keeps nothing."""
    page = people(VISITOR)
    faults: list[str] = []
    page.goto(f"{address}{OPEN_COURSE}/vardagen-i-skolan/testa-dig-fyra-vanliga-dagar/")
    faults += audit(page, "quiz")
    hand_in(page)
    expect(page.locator("#fel")).to_be_visible()
    faults += audit(page, "quiz-errors")
    fail_quiz(page)
    faults += audit(page, "quiz-failed")
    go_on(page)
    answer_quiz(page, right_answers("vardnadshavarens-forsta-steg"))
    faults += audit(page, "quiz-passed")
    assert not faults, report(faults)


def fail_quiz(page: Page) -> None:
    for question in page.locator(".sk-question").all():
        question.locator("input").last.check()
    hand_in(page)
    expect(page.locator(".sk-result[data-color=warning]")).to_be_visible()


def test_course_that_one_takes_has_no_faults(people: People, address: str) -> None:
    page = people(AREA_MANAGER)
    faults: list[str] = []
    page.goto(f"{address}{MANDATORY_COURSE}/personuppgifter-och-incidenter/hantera-en-incident/")
    faults += audit(page, "lesson-guide-signed-in")
    page.goto(f"{address}{MANDATORY_COURSE}/personuppgifter-och-incidenter/ditt-ansvar/")
    faults += audit(page, "lesson-text-signed-in")
    go_on(page)
    page.goto(f"{address}{MANDATORY_COURSE}/")
    faults += audit(page, "course-begun")
    go_on(page)
    finish_course(page, "sakerhet-for-skolledare")
    faults += audit(page, "certificate")
    page.goto(f"{address}/alvhamra/larande/")
    faults += audit(page, "learning-finished")
    page.goto(f"{address}{MANDATORY_COURSE}/behorigheter/testa-dig-en-vecka-pa-skolan/")
    faults += audit(page, "quiz-done")
    assert not faults, report(faults)


def test_every_colour_can_be_read(people: People, address: str) -> None:
    """What uses colours most: the front page, all components, a lesson done, a quiz not passed, the agents' list."""
    faults: list[str] = []
    for reader, path in COLOURFUL:
        page = people(reader)
        page.goto(address + path)
        if page.locator(".sk-quiz").count():
            fail_quiz(page)
        for colour in Colour.values:
            page.evaluate("(colour) => { document.documentElement.dataset.colour = colour }", colour)
            for scheme in SCHEMES:
                page.emulate_media(color_scheme=scheme)
                faults += [f"{path}, {colour}, {scheme}: {fault}" for fault in faults_of(page)]
    assert not faults, report(faults)


def test_axe_does_find_faults(people: People, address: str) -> None:
    """So that nothing to find means that there is nothing."""
    page = people(VISITOR)
    page.goto(f"{address}/alvhamra/")
    page.evaluate("document.querySelector('main').innerHTML = '<img src=x><p>Ljus</p>'")
    page.evaluate("document.querySelector('main p').style = 'color: #aaa; background: #fff'")
    assert {fault.split(" ")[0] for fault in faults_of(page)} >= {"image-alt", "color-contrast", "page-has-heading-one"}
