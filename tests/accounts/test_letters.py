"""Who sends a letter to whom, and what it says of itself."""

from email import message_from_bytes, policy
from email.message import EmailMessage

import pytest
from django.conf import settings

from accounts.domain.letters import send_letter
from accounts.models import Municipality
from jobs.models import OutgoingMail


def sent(
    municipality: Municipality | None, language: str = "sv", headers: dict[str, str] | None = None
) -> EmailMessage:
    send_letter(
        "review_due",
        to="kim@exempel.example",
        language=language,
        municipality=municipality,
        headers=headers,
        pages=[],
        count=2,
    )
    return message_from_bytes(bytes(OutgoingMail.objects.get().raw), policy=policy.default)


def test_letter_comes_from_the_municipality_as_text_and_html(alvhamra: Municipality) -> None:
    letter = sent(alvhamra)
    assert (letter["From"], letter["To"]) == ("Älvhamra kommun <skolstod@alvhamra.example>", "kim@exempel.example")
    assert letter["Auto-Submitted"] == "auto-generated"
    assert [part.get_content_type() for part in letter.iter_parts()] == ["text/plain", "text/html"]
    assert letter.get_body(("plain",)).get_content().splitlines()[-1] == "Älvhamra kommun"


def test_letter_without_a_municipality_comes_from_the_installation(db: None) -> None:
    assert sent(None)["From"] == settings.DEFAULT_FROM_EMAIL


@pytest.mark.parametrize(
    ("language", "subject"),
    [("sv", "2 av dina sidor behöver granskas"), ("en", "2 pages of yours should be reviewed")],
)
def test_letter_speaks_the_reader_s_language(alvhamra: Municipality, language: str, subject: str) -> None:
    assert sent(alvhamra, language)["Subject"] == subject


def test_headers_of_the_sender_stand_beside_our_own(alvhamra: Municipality) -> None:
    letter = sent(alvhamra, headers={"X-Skolstod-Reference": "ALV-1"})
    assert (letter["X-Skolstod-Reference"], letter["Auto-Submitted"]) == ("ALV-1", "auto-generated")
