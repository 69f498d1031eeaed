"""Texts for a replayed school term, put together from fixtures/term/: what people write, as they write it.

A matter is something that people get in touch about; its voice is how they write about it. A text is an opening, the
core, some details and a closing, with invented names in its slots and a little human carelessness on top.
Nothing here touches the database, and nothing is drawn but from the `random.Random` that the caller gives.
"""

import random
import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from config.demo import fixtures


class Phase(StrEnum):
    """When in the term a matter is written about."""

    ALWAYS = "always"
    TERM_START = "term_start"
    OUTAGE = "outage"
    SHIFT = "shift"


@dataclass(frozen=True, slots=True)
class TermText:
    """What one person sends. `queue` is where people would put it: technical, pedagogical or neither."""

    subject: str
    body: str
    role: str
    language: str
    queue: str
    matter: str


@dataclass(frozen=True, slots=True)
class Matter:
    """One `[[matter]]` of the files; `fixtures/README.md` tells what each field means."""

    name: str
    queue: str
    phase: Phase
    roles: tuple[str, ...]
    weight: float
    language: str
    voice: str
    subjects: tuple[str, ...]
    openings: tuple[str, ...]
    cores: tuple[str, ...]
    details: tuple[str, ...]
    closings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Voice:
    """How somebody writes: the weights of no, one, two … details, and the chance of each habit."""

    details: tuple[int, ...]
    greets: float
    signs: float
    lower_case: float
    chat_spelling: float
    """Of those who write in lower case."""
    no_dots: float
    typo: float


VOICES = {
    "plain": Voice((0, 8, 10, 4, 1), greets=0.6, signs=0.6, lower_case=0.15, chat_spelling=0.4, no_dots=0.03, typo=0.2),
    "polite": Voice((0, 2, 8, 7, 3), greets=0.95, signs=0.95, lower_case=0, chat_spelling=0, no_dots=0, typo=0.05),
    "hurried": Voice((2, 6, 3), greets=0.15, signs=0.2, lower_case=0.55, chat_spelling=0.5, no_dots=0.1, typo=0.3),
    "learner": Voice((0, 4, 5, 1), greets=0.7, signs=0.6, lower_case=0.2, chat_spelling=0, no_dots=0.06, typo=0.2),
}
BARE = ""
"""Stands for the details of a text that has none."""
LAYOUTS = (("\n\n", "\n\n"), ("\n", "\n"), (" ", "\n"), (" ", " "))
"""What stands after the opening and before the closing."""
LONG = 2
"""Details from which a text may have paragraphs."""
PARAGRAPHS = 0.3
CHAT = {
    "sv": {"det är": "de e", "jag": "ja", "och": "o", "är": "e", "mig": "mej", "någon": "nån", "också": "oxå"},
    "en": {"please": "pls", "you": "u", "because": "bc", "and": "n", "i am": "im", "do not": "dont"},
}
NO_DOTS = str.maketrans("åäöÅÄÖ", "aaoAAO")
LONG_WORD = re.compile(r"\b[a-zåäö]{5,}\b")


class TermTexts:
    """Deals texts as from a pack of cards: a core comes back when all have been used, and then with other details.

    So it remembers what it has dealt: make a new one for each replay, or the same seed will not give the same texts.
    """

    def __init__(self) -> None:
        self.matters = tuple(read_matters())
        self._fillers = fixtures.table("term", "slots.toml")
        self._left: dict[str, list[str]] = {}
        self._used: Counter[tuple[str, str]] = Counter()

    def draw(self, chance: random.Random, *phases: str) -> TermText:
        """One text about a matter of the phases, the likelier the heavier its weight."""
        matters = [matter for matter in self.matters if matter.phase in phases]
        matter = chance.choices(matters, [matter.weight for matter in matters])[0]
        return self.write(chance, matter)

    def write(self, chance: random.Random, matter: Matter) -> TermText:
        """One text about the matter."""
        voice = VOICES[matter.voice]
        fillers = fill_in(self._fillers[matter.language], chance)
        subject = chance.choice(matter.subjects).format_map(fillers)
        body = self._body(chance, matter, voice, fillers)
        for habit in habits(voice, matter.language, chance):
            subject, body = habit(subject), habit(body)
        if chance.random() < voice.typo:
            body = with_one_typo(body, chance)
        return TermText(
            subject=subject,
            body=body,
            role=chance.choice(matter.roles),
            language=matter.language,
            queue=matter.queue,
            matter=matter.name,
        )

    def _body(self, chance: random.Random, matter: Matter, voice: Voice, fillers: dict[str, str]) -> str:
        opening = chance.choice(matter.openings) if chance.random() < voice.greets else ""
        closing = chance.choice(matter.closings) if chance.random() < voice.signs else ""
        core = self._next_core(chance, matter)
        details = self._freshest_details(chance, matter, core, voice)
        first, *rest = [sentence(part, fillers) for part in (core, *details)]
        between = "\n\n" if len(rest) >= LONG and chance.random() < PARAGRAPHS else " "
        told = between.join(filter(None, (first, " ".join(rest))))
        return laid_out(opening.format_map(fillers), told, closing.format_map(fillers), chance.choice(LAYOUTS))

    def _next_core(self, chance: random.Random, matter: Matter) -> str:
        if not self._left.get(matter.name):
            self._left[matter.name] = chance.sample(matter.cores, len(matter.cores))
        return self._left[matter.name].pop()

    def _freshest_details(self, chance: random.Random, matter: Matter, core: str, voice: Voice) -> list[str]:
        """Those that have least often stood beside this core, in any order; a core stands alone but once."""
        count = chance.choices(range(len(voice.details)), voice.details)[0]
        if not count and self._used[core, BARE]:
            count = 1
        shuffled = chance.sample(matter.details, len(matter.details))
        chosen = sorted(shuffled, key=lambda detail: self._used[core, detail])[:count]
        self._used.update((core, detail) for detail in chosen or [BARE])
        return chosen


def read_matters() -> Iterator[Matter]:
    """Every matter of the files, with what its voice shares beside its own."""
    shared = fixtures.table("term", "common.toml")
    for _, data in fixtures.files("term", pattern="*.toml"):
        for row in data.get("matter", []):
            yield matter_of(row, shared[row["language"]][row["voice"]])


def matter_of(row: dict[str, Any], shared: dict[str, list[str]]) -> Matter:
    return Matter(
        name=row["name"],
        queue=row["queue"],
        phase=Phase(row["phase"]),
        roles=tuple(row["roles"]),
        weight=row["weight"],
        language=row["language"],
        voice=row["voice"],
        subjects=(*row["subjects"], *shared["subjects"]),
        openings=(*shared["openings"], *row.get("openings", [])),
        cores=tuple(row["cores"]),
        details=tuple(row["details"]),
        closings=(*shared["closings"], *row.get("closings", [])),
    )


def fill_in(fillers: dict[str, list[Any]], chance: random.Random) -> dict[str, str]:
    """One filler for each slot; a filler that is a table fills several slots that belong together."""
    filled: dict[str, str] = {}
    for slot, choices in fillers.items():
        choice = chance.choice(choices)
        filled.update(choice if isinstance(choice, dict) else {slot: choice})
    return filled


def sentence(part: str, fillers: dict[str, str]) -> str:
    """With its slots filled, and a capital also when a slot begins it."""
    filled = part.format_map(fillers)
    return filled[:1].upper() + filled[1:]


def laid_out(opening: str, told: str, closing: str, layout: tuple[str, str]) -> str:
    """The parts of a letter; a comma ends its line, and a signature of two lines begins one, whatever the layout."""
    after, before = layout
    if opening.endswith(",") and after == " ":
        after = "\n"
    if "\n" in closing and before == " ":
        before = "\n"
    return (opening + after if opening else "") + told + (before + closing if closing else "")


def habits(voice: Voice, language: str, chance: random.Random) -> list[Callable[[str], str]]:
    """What the writer does with all that they write."""
    chosen: list[Callable[[str], str]] = []
    if chance.random() < voice.lower_case:
        chosen.append(in_lower_case)
        if chance.random() < voice.chat_spelling:
            chosen.append(lambda text: in_chat_spelling(text, language))
    if chance.random() < voice.no_dots:
        chosen.append(without_dots)
    return chosen


def in_lower_case(text: str) -> str:
    """Without capitals, and without the last full stop."""
    return text.lower().removesuffix(".")


def in_chat_spelling(text: str, language: str) -> str:
    """As in a text message: whole words of `CHAT`, in a text in lower case."""
    for word, short in CHAT[language].items():
        text = re.sub(rf"\b{word}\b", short, text)
    return text


def without_dots(text: str) -> str:
    """As from a keyboard that lacks å, ä and ö."""
    return text.translate(NO_DOTS)


def with_one_typo(text: str, chance: random.Random) -> str:
    """Two letters change places, or one is lost, inside one longer word."""
    words = list(LONG_WORD.finditer(text))
    if not words:
        return text
    word = chance.choice(words)
    at = chance.randrange(word.start() + 1, word.end() - 2)
    slip = chance.choice((text[at + 1] + text[at], text[at + 1]))
    return text[:at] + slip + text[at + 2 :]
