"""What in a text is personal by its form: numbers and addresses, however phones, word processors and people write them.

In doubt a number is masked: hardly any says what a text is about. Dates and times, rooms, amounts, versions and error
codes are not in doubt. Knows nothing but text, so the classifier may import it.
"""

import re
from functools import partial

DASH = r"\-\u2010-\u2015\u2212"
GAP = rf"[\s()./{DASH}]{{0,4}}"
"""What may stand between two digits of a phone number."""

IDENTITY = re.compile(
    rf"""(?=\d) (?<!\d)                                     # also right after a letter
    (?: (?:19|20)? \d{{6}}
      | (?:19|20)\d\d ([{DASH}./]) (?:0[1-9]|1[0-2]) \1 \d\d (?! \D{{1,3}} \d{{4}} [{DASH}./] \d )  # not two dates
    )
    (?: \s{{0,2}} [{DASH}+]? \s{{0,2}} \d{{4}}
      | (?: \s? [{DASH}+] \s? )? [A-Za-z][\dFf]\d\d         # T123, TF01: of pupils who have no number yet
    )
    (?!\d)""",
    re.VERBOSE,
)
"""Personal and coordination numbers: any day will do."""

DATE = rf"(?:19|20)\d\d[{DASH}./]\d\d?[{DASH}./]\d\d?"
DATE_OF_DAY_FIRST = rf"[0-3]?\d[{DASH}./][01]?\d[\s{DASH}./](?:19|20)\d\d"
CLOCK = r"(?:[01]?\d|2[0-4])[.:][0-5]\d"
HOURS = rf"{CLOCK}\s?[{DASH}]\s?{CLOCK}"
BARE_HOURS = rf"(?:[01]\d|2[0-4])[0-5]\d\s?[{DASH}]\s?(?:[01]\d|2[0-4])[0-5]\d"
MOMENT = rf"(?:{DATE}|{HOURS}|{CLOCK}|{BARE_HOURS}|{DATE_OF_DAY_FIRST})"

PHONE = re.compile(
    rf"""(?=[\d+(])                                         # fast: most letters are none of these
    (?: (?<!\d) (?P<kept>
            (?: {DATE} | {HOURS} ) (?!\d)
          | {MOMENT} (?: [\s{DASH}]{{1,3}} {MOMENT} ){{0,20}} (?! [\s()./{DASH}]? \d )  # 08.15 30 45 is none
        )
      | (?: \+ | (?<!\d) 00 ) {GAP} [1-9] (?: {GAP} \d ){{7,}}
      | (?<!\d) (?<! 0[xX] ) \(? 0 [\s)]{{0,2}} [1-9] (?: {GAP} \d ){{6,}}
    )""",
    re.VERBOSE,
)
"""Phone numbers and the digits that follow them. Finds the dates and times before them, too, so as to pass them by."""

EMAIL = re.compile(r"(?<![\w.+-])[\w.+-]+@[\w-]+(?:\.[\w-]+)+\b")
"""Begun nowhere but at the beginning of such a row of letters: begun at each, a long one would take minutes."""


def with_word(pattern: re.Pattern[str], word: str, text: str) -> str:
    """The text with the word for whatever the pattern finds and does not keep."""
    return pattern.sub(partial(kept_or, word), text)


def kept_or(word: str, found: re.Match[str]) -> str:
    return found[0] if found.lastgroup == "kept" else word
