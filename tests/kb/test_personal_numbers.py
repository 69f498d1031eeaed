"""What is personal by its form is masked however it is written, and ordinary numbers are not."""

from time import process_time

import pytest

from kb.domain.personal_numbers import EMAIL
from triage.classifier.features import tokens
from triage.classifier.text import LONGEST, masked

IDENTITIES = [
    *("20120115-1234", "120115-1234", "201201151234", "1201151234", "20120115 1234", "120115 1234"),
    *("19120115+1234", "120115+1234", "20120115–1234", "120115‐1234", "120115‑1234", "120115—1234", "120115−1234"),
    *("120115 - 1234", "20120115 – 1234", "120115- 1234", "120115  1234"),
    *("120115\u00a01234", "120115\u202f–\u202f1234", "120115\u2009-\u20091234"),
    *("120175-1234", "20120175-1234", "201201751234", "1201751234", "20120191–1234"),
    *("2012-01-15-1234", "2012-01-15 1234", "2012.01.15-1234", "2012–01–15–1234", "2012-01-75-1234"),
    *("20120115-T123", "120115-T123", "120115 – T123", "20120115T123", "20120115-TF01"),
]
PHONES = [
    *("070-174 06 05", "070-1740605", "070 174 06 05", "070–174 06 05", "070‑174 06 05", "070-174\u00a006\u00a005"),
    *("(070) 174 06 05", "(070)174 06 05", "(070)-174 06 05", "070/174 06 05", "070/1740605", "070.123.45.67"),
    *("0701-74 06 05", "0708-1234 56", "070 - 174 06 05", "070-174-06-05", "070-17 40 605", "070-174\n06 05"),
    *("08-123 456 78", "08-12 34 56", "08/123 456", "08.12.34.56.78", "08.12 34 56 78", "0171-174 06"),
    *("(08) 123 456", "(0)70 174 06 05", "070-174 06 05/070-174 06 06", "08-123456 08-654321"),
    *("+46 70 174 06 05", "+46701740605", "+46 (0)70-174 06 05", "+46(0)701740605", "+46 (0) 70 174 06 05"),
    *("+46-70-174 06 05", "+46.70.174.06.05", "0046 70 174 06 05", "0046701740605"),
    *("+47 912 34 567", "+358 40 123 4567", "+45 12 34 56 78"),
]
MASKS = {"personnummer", "telefonnummer", "epostadress", "webbadress"}


@pytest.mark.parametrize(
    ("secret", "word"),
    [
        *((secret, "personnummer") for secret in IDENTITIES),
        *((secret, "telefonnummer") for secret in PHONES),
        ("kim@exempel.example", "epostadress"),
        ("kim.berg+skola@sub.exempel.example", "epostadress"),
        ("https://exempel.example/?id=1", "webbadress"),
    ],
)
@pytest.mark.parametrize("around", ["{}", "Hej {} är mitt", "Hej ({}), är mitt.", "2026-11-22 kl 8.15:\n{}\nTack"])
def test_numbers_and_addresses_are_masked_however_they_are_written(secret: str, word: str, around: str) -> None:
    found = tokens(masked(around.format(secret)))
    assert [token for token in found if token in MASKS] == [word]
    assert [token for token in found if token not in MASKS] == tokens(around)


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("pnr900101-1234", "pnr personnummer"),
        ("personnr:900101-1234och", "personnr: personnummer och"),
        ("mobil070-1740605", "mobil telefonnummer"),
        ("1.070-174 06 05", "1. telefonnummer"),
        ("ank 5+46 70 174 06 05", "ank 5 telefonnummer"),
        ("ring kl 8.15 070-174 06 05", "ring kl 8.15 telefonnummer"),
        ("2026-11-22 070-174 06 05", "2026-11-22 telefonnummer"),
    ],
)
def test_number_that_touches_something_else_is_masked_alone(text: str, left: str) -> None:
    assert " ".join(masked(text).split()) == left


@pytest.mark.parametrize(
    "text",
    [
        *(
            "Klass 7B har 24 elever i sal 214",
            "sal 204",
            "sal 0204",
            "rum 3.14",
            "årskurs 7-9",
            "20–30 elever",
            "v. 47",
        ),
        *("2026", "vt 2026", "2025/2026", "2025/26", "mellan 2020 och 2024", "läsåret 2026–2027", "fel 404", "v. 47"),
        *("2026-11-22", "2026-11-22.", "2026-11-22 08:00", "2026-01-05 12:30", "2026-11-22T08:00:00", "20261122"),
        *("2026-01-05 - 2026-01-09", "2026-01-05–2026-01-09", "2026-01-05 2026-01-09", "2026-01-05 12 elever"),
        *("05-12-2026", "05/12 2026", "3/12-2026", "05.12.2026 08.30", "den 3/12-2026 kl. 08.30", "2026-11-22 i A204"),
        *("kl. 8.15", "08:15-09:00", "kl 08.00-09.30", "08.00–16.30", "08.00 - 16.30", "0800-1630"),
        *("08.20 09.10 10.00", "08.00-09.30. 24 elever", "Lektion 08.15-09.00, 09.10-10.00 och 10.15-11.00"),
        *("250000 kr", "1 250 000 kr", "1 000 000 000 kr", "0,50 kr", "50 000:-", "12,5 %"),
        *("MATMAT01b", "SVESVE02 2025", "kurskod ENGENG06", "0x80070005", "0xC0000005", "0x08070005", "00000005"),
        *("Windows 11 23H2", "10.0.19045.3803", "KB5034441", "Office 365", "iOS 17.4.1", "192.168.10.12"),
    ],
)
def test_ordinary_numbers_are_left_alone(text: str) -> None:
    assert masked(text) == text
    assert masked(f"Hej, {text} står det") == f"Hej, {text} står det"


@pytest.mark.parametrize(
    "piece",
    [
        *("0", "01", "0 (", "+4 ", "120115 ", "08.30 ", "08.30-09.00 ", "2026-01-05 "),
        *("3/12 2026 ", "08.30 08.30 1 ", "0800-1630 "),
    ],
)
def test_endless_numbers_come_to_an_end(piece: str) -> None:
    """A pattern that went back and forth over them would hang here."""
    once = masked(piece * (LONGEST // len(piece)))
    assert masked(once) == once


@pytest.mark.parametrize("row", ["0.", "a-", "a+", "a@", "a@a."])
def test_long_row_of_letters_that_an_address_may_have_is_read_once(row: str) -> None:
    """A tenth of a second for 100,000 letters; begun anew at each letter, it would be half a minute."""
    began = process_time()
    EMAIL.sub("epostadress", row * 50_000)
    assert process_time() - began < 2
