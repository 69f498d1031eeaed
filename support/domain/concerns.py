"""Finds messages that may be about harm to a child, so that a person reads them first and the sender gets help at once.

A list of patterns in Swedish and English (`concern_words`), and nothing that learns: everybody can read what it looks
for, and it answers in the request itself. It looks for violence, threats, sexual abuse, forced marriage, neglect, fear
of somebody at home, suicide and self-harm, done to or said by anyone; not for bullying by words, truancy or illness.

How sensitive: a false alarm costs an agent a look and the sender a notice with phone numbers; a miss may cost a child
its chance. So words about suicide and sexual abuse count wherever they stand, also in a teacher's question about a
novel ("dödslängtan i boken vi läser"), and so does a question about how to report a concern. Words with a harmless
everyday meaning count only with a person beside them ("slår mig", not "slår ihop klasserna"); accidents do not count
("slog i knät på rasten"). A denial counts: "det är inte så att han slår mig" is an alarm.

What it cannot do: other languages, irony, and what is only hinted at. That it is silent says nothing.
"""

import re
import unicodedata

from support.domain.concern_words import ENGLISH, SWEDISH

HARM = re.compile("|".join(f"(?:{pattern})" for pattern in SWEDISH + ENGLISH))
APOSTROPHES = re.compile("['’´`]")
BETWEEN_WORDS = re.compile(r"[^\w.,;:!?]+|(?<=\w)-(?=\w)")


def is_about_harm(subject: str, body: str) -> bool:
    """Whether the message may be about harm to a child. Never raises, whatever was typed."""
    return HARM.search(folded(f"{subject} . {body}")) is not None


def folded(text: str) -> str:
    """Lower case, without the dots and rings that many leave out, with one space where anything else stood.

    Full stops and commas stay: a pattern must not reach from one sentence into the next.
    """
    letters = unicodedata.normalize("NFKD", text.casefold())
    plain = "".join(letter for letter in letters if not unicodedata.combining(letter))
    return BETWEEN_WORDS.sub(" ", APOSTROPHES.sub("", plain))
