"""Prepares a ticket's text for the experts: only what the person wrote about the matter, without personal data.

Quoted mail, signatures, greetings and mail programs' own lines say who wrote and where, not what about; a model that
counts them learns people instead of matters. All of it works line by line and in linear time: the text is a stranger's.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from kb.domain.personal_numbers import EMAIL, IDENTITY, PHONE, with_word

LONGEST = 20_000
"""Characters of a message that are read; beyond it nobody writes by hand."""

MASKS = (
    (EMAIL, " epostadress "),
    (re.compile(r"https?://\S+|www\.\S+"), " webbadress "),
    (IDENTITY, " personnummer "),
    (PHONE, " telefonnummer "),
)
NAME_WORD = " namn "
ROLE = "role="
"""How the requester's role begins among the words; no word of a text looks like it."""

QUOTE_BEGINS = re.compile(
    r"^\s*(?:"
    r"-{2,}\s*(?:ursprungligt|vidarebefordrat|original|forwarded)\b.*"
    r"|(?:den|on)\b.{0,150}\b(?:skrev|wrote)\b.{0,100}:\s*"
    r"|_{10,}\s*"
    r")$",
    re.IGNORECASE,
)
MAIL_HEADER = re.compile(r"^\s*\*?(?:från|from|skickat|sent|till|to|ämne|subject|datum|date|kopia|cc):", re.IGNORECASE)
QUOTED_LINE = re.compile(r"^\s*>")
SIGNATURE_MARK = re.compile(r"^--\s*$")
SENT_FROM = re.compile(r"^\s*(?:skickat från|sent from|hämta outlook|get outlook)\b.{0,80}$", re.IGNORECASE)
CLOSING = re.compile(
    r"^\s*(?:mvh|m\.?v\.?h\.?|hälsningar|(?:med )?(?:vänlig|vänliga|bästa|varma|många|soliga) hälsning(?:ar)?|vh"
    r"|(?:kind|best|warm|warmest)? ?regards|sincerely|yours (?:sincerely|faithfully)|cheers"
    r"|tack på förhand|tacksam för svar|(?:many )?thanks(?: in advance)?|thank you(?: in advance)?)\b",
    re.IGNORECASE,
)
GREETING = re.compile(
    r"^\s*(?:hej(?:san)?(?: hej)?|hallå|tjena|god (?:morgon|dag|kväll|middag|eftermiddag)|goddag|hello|hi|dear|"
    r"good (?:morning|day|afternoon|evening))\b(?: (?:support(?:en)?|alla|där|there|all|team|everyone|sir or madam))?"
    r"\s*[,.!:–-]*\s*",
    re.IGNORECASE,
)
LINES_OF_A_SIGNATURE = 6
WORDS_OF_A_SIGNATURE_LINE = 8


@dataclass(frozen=True, slots=True)
class TicketText:
    """What the experts read. Subject and body are prepared: see `prepare`. role: of the requester, if known."""

    subject: str
    body: str
    role: str = ""

    @property
    def joined(self) -> str:
        return f"{self.subject}\n{self.body}".strip()


def prepare(subject: str, body: str, names: Iterable[re.Pattern[str]] = (), role: str = "") -> TicketText:
    """`names`: of people who are masked like numbers and addresses, from `name_pattern`."""
    about, own = masked(subject[:LONGEST], names).strip(), masked(own_words(body[:LONGEST]), names).strip()
    return TicketText(about, own, role)


def masked(text: str, names: Iterable[re.Pattern[str]] = ()) -> str:
    """Personal and coordination numbers, phone numbers, addresses and names as one word each."""
    for pattern, word in (*MASKS, *((name, NAME_WORD) for name in names)):
        text = with_word(pattern, word, text)
    return text


def name_pattern(names: Iterable[str]) -> re.Pattern[str] | None:
    """Whole names ("Kim Berg") in any case; their parts only with a capital letter, as "berg" is also a mountain.

    Both also in the genitive.
    """
    whole = sorted({name.strip() for name in names if len(name.split()) > 1}, key=len, reverse=True)
    parts = sorted({part for name in names for part in name.split() if len(part) > 1}, key=len, reverse=True)
    if not parts:
        return None
    choices = [f"(?i:{'|'.join(map(re.escape, whole))})"] if whole else []
    choices.append("|".join(re.escape(part[0].upper() + part[1:]) for part in parts))
    return re.compile(rf"\b(?:{'|'.join(choices)})s?\b")


def own_words(body: str) -> str:
    """The message without quoted mail, signature and greeting. If nothing is left, the message as it came."""
    lines = without_signature(without_quotes(body.splitlines()))
    text = GREETING.sub("", "\n".join(lines).strip(), count=1).strip()
    return text or body.strip()


def without_quotes(lines: list[str]) -> list[str]:
    kept: list[str] = []
    for number, line in enumerate(lines):
        if QUOTE_BEGINS.match(line[:300]) or begins_mail_header(lines, number):
            break
        if not QUOTED_LINE.match(line):
            kept.append(line)
    return kept


def begins_mail_header(lines: list[str], number: int) -> bool:
    """Two header lines in a row: one alone may be the writer's own "Till: rektorn"."""
    pair = lines[number : number + 1], lines[number + 1 : number + 2]
    return all(part and MAIL_HEADER.match(part[0]) for part in pair)


def without_signature(lines: list[str]) -> list[str]:
    """Cut at "-- ", or at a closing phrase near the end with nothing but short lines after it."""
    lines = [line for line in lines if not SENT_FROM.match(line[:200])]
    for number, line in enumerate(lines):
        if SIGNATURE_MARK.match(line) or (CLOSING.match(line) and is_signature(lines[number:])):
            return lines[:number]
    return lines


def is_signature(lines: list[str]) -> bool:
    filled = [line for line in lines if line.strip()]
    return len(filled) <= LINES_OF_A_SIGNATURE and all(
        len(line.split()) <= WORDS_OF_A_SIGNATURE_LINE for line in filled
    )
