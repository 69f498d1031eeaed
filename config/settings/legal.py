"""What the accessibility statement and the privacy notice say about this installation.

Each municipality's own e-mail address and phone number come from its row. The defaults are honest for the demo; who
runs Skolstöd for real answers for the texts, and sets ACCESSIBILITY and PRIVACY in a settings module of their own.
The texts stand here in both languages and not in the catalogue: they are statements of law, changed together.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from django.core.exceptions import ImproperlyConfigured

from config import env

__all__ = ["ACCESSIBILITY", "PRIVACY"]

DIGG_COMPLAINT = "https://www.digg.se/tdosanmalan"
IMY_COMPLAINT = "https://www.imy.se/privatperson/utfora-arenden/lamna-ett-klagomal/"


class Status(StrEnum):
    """How the whole service meets the law, in the three words that the law allows."""

    FULLY = "fully"
    PARTLY = "partly"
    NOT = "not"


class Reason(StrEnum):
    """Why something is not accessible. Each reason has its own heading in the statement."""

    NOT_COMPLIANT = "not-compliant"
    BURDEN = "burden"
    OUTSIDE = "outside"


@dataclass(frozen=True, slots=True)
class Words:
    sv: str
    en: str


@dataclass(frozen=True, slots=True)
class Shortcoming:
    """`instead`: what one can use meanwhile, if there is anything."""

    reason: Reason
    what: Words
    why: Words
    plan: Words
    instead: Words | None = None


@dataclass(frozen=True, slots=True)
class Accessibility:
    """All that MDFFS 2019:2, section 6, asks of a statement, except who answers for it."""

    status: Status
    shortcomings: tuple[Shortcoming, ...]
    method: Words
    assessed_on: date
    service_published_on: date
    updated_on: date
    answer_days: int
    complaint_url: str = DIGG_COMPLAINT

    def __post_init__(self) -> None:
        if self.status == Status.FULLY and self.not_compliant:
            raise ImproperlyConfigured("ACCESSIBILITY cannot be fully compliant and list what is not.")
        if self.assessed_on > self.updated_on:
            raise ImproperlyConfigured("ACCESSIBILITY must be updated on the day of its assessment or later.")

    @property
    def not_compliant(self) -> list[Shortcoming]:
        return self.because_of(Reason.NOT_COMPLIANT)

    @property
    def burdens(self) -> list[Shortcoming]:
        return self.because_of(Reason.BURDEN)

    @property
    def outside(self) -> list[Shortcoming]:
        return self.because_of(Reason.OUTSIDE)

    def because_of(self, reason: Reason) -> list[Shortcoming]:
        return [shortcoming for shortcoming in self.shortcomings if shortcoming.reason == reason]


@dataclass(frozen=True, slots=True)
class Privacy:
    """`officers`: the data protection officers' e-mail addresses, by municipality."""

    officer: str
    officers: Mapping[str, str]
    complaint_url: str = IMY_COMPLAINT

    def officer_of(self, municipality_slug: str) -> str:
        return self.officers.get(municipality_slug, self.officer)


def day(name: str, default: str) -> date:
    word = env.text(name, default)
    try:
        return date.fromisoformat(word)
    except ValueError as error:
        raise ImproperlyConfigured(f"{name} must be a date like {default}, not {word!r}.") from error


def addresses(name: str) -> dict[str, str]:
    """`alvhamra=ombud@alvhamra.example,ekeryd=ombud@ekeryd.example`"""
    pairs = [word.partition("=") for word in env.words(name)]
    if any("@" not in address for _slug, _equals, address in pairs):
        raise ImproperlyConfigured(f"{name} must be like alvhamra=name@alvhamra.example, with commas between.")
    return {slug.strip(): address.strip() for slug, _equals, address in pairs}


FILMS_WITHOUT_DESCRIPTION = Shortcoming(
    reason=Reason.NOT_COMPLIANT,
    what=Words(
        sv="Filmerna saknar syntolkning. Den som inte ser kan gå miste om det som bara visas i bild (WCAG 1.2.5).",
        en="The films have no audio description. Those who cannot see may miss what is only shown (WCAG 1.2.5).",
    ),
    why=Words(
        sv="Filmerna gjordes utan syntolkning.",
        en="The films were made without audio description.",
    ),
    plan=Words(
        sv="Vi åtgärdar bristen film för film, när filmen görs om. Vi har inte bestämt något datum.",
        en="We mend this film by film, as each is made anew. We have set no date.",
    ),
    instead=Words(
        sv="Under varje film finns en text som berättar vad som sägs och visas.",
        en="Below each film there is a text that tells what is said and shown.",
    ),
)
EDITORS_TOOL_UNTESTED = Shortcoming(
    reason=Reason.NOT_COMPLIANT,
    what=Words(
        sv="Vi har bara testat verktyget Wagtail, som redaktörer skriver sidor i, med ett program, inte med människor. "
        "Det kan finnas hinder där för den som använder skärmläsare, förstoring eller röststyrning.",
        en="We have tested Wagtail, the tool in which editors write pages, with a program only and not with people. It "
        "may hinder those who use a screen reader, magnification or voice control.",
    ),
    why=Words(
        sv="Verktyget är gjort av andra, och vi har ännu inte granskat det helt.",
        en="The tool is made by others, and we have not examined all of it yet.",
    ),
    plan=Words(
        sv="Vi testar verktyget med människor inför nästa översyn av redogörelsen. Vi har inte bestämt något datum.",
        en="We test the tool with people before the next review of this statement. We have set no date.",
    ),
)
NO_SIGN_LANGUAGE = Shortcoming(
    reason=Reason.OUTSIDE,
    what=Words(
        sv="Filmerna är inte tolkade till teckenspråk.",
        en="The films are not interpreted into sign language.",
    ),
    why=Words(
        sv="Lagens nivå, WCAG 2.1 AA, omfattar inte teckenspråkstolkning.",
        en="The level that the law asks for, WCAG 2.1 AA, does not include sign language.",
    ),
    plan=Words(
        sv="Vi har ingen plan för teckenspråkstolkning.",
        en="We have no plan for sign language.",
    ),
    instead=Words(
        sv="Under varje film finns en text som berättar vad som sägs och visas.",
        en="Below each film there is a text that tells what is said and shown.",
    ),
)

ACCESSIBILITY = Accessibility(
    status=Status.PARTLY,
    shortcomings=(FILMS_WITHOUT_DESCRIPTION, EDITORS_TOOL_UNTESTED, NO_SIGN_LANGUAGE),
    method=Words(
        sv="Vi har gjort en självskattning. Ingen utomstående har granskat webbplatsen. Automatiska tester i "
        "webbläsaren Chromium går igenom hur man hittar ett svar, ställer en fråga och läser svaret på en skärm som "
        "är 360 bildpunkter bred och utan JavaScript, och hur supporten svarar med enbart tangentbord. Vi har inte "
        "testat med skärmläsare, förstoringsprogram eller röststyrning.",
        en="We have made a self-assessment. Nobody from outside has audited the website. Automatic tests in the "
        "browser Chromium go through how one finds an answer, asks a question and reads the reply on a screen that "
        "is 360 pixels wide and without JavaScript, and how the support replies with the keyboard only. We have not "
        "tested with screen readers, magnifiers or voice control.",
    ),
    assessed_on=day("ACCESSIBILITY_ASSESSED_ON", "2026-11-22"),
    service_published_on=day("SERVICE_PUBLISHED_ON", "2026-11-22"),
    updated_on=day("ACCESSIBILITY_UPDATED_ON", "2026-11-22"),
    answer_days=env.integer("ACCESSIBILITY_ANSWER_DAYS", 5),
)
PRIVACY = Privacy(
    officer=env.text("DATA_PROTECTION_OFFICER", "dataskyddsombud@skolstod.example"),
    officers=addresses("DATA_PROTECTION_OFFICERS"),
)
