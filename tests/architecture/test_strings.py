"""Swedish is complete, and templates hold no Swedish or English of their own."""

import re

import pytest
from babel.messages import Catalog

from config.catalogue import collected, read_catalogue

PLACEHOLDER = re.compile(r"%\(\w+\)s|%%")


@pytest.fixture(scope="module")
def swedish() -> Catalog:
    return read_catalogue("sv")


def forms(string: object) -> list[str]:
    return [string] if isinstance(string, str) else list(string)


def test_every_marked_string_stands_in_the_swedish_catalogue(swedish: Catalog) -> None:
    missing = [message.id for message in collected() if message.id and message.id not in swedish]
    assert missing == []


def test_no_swedish_string_is_missing_or_fuzzy(swedish: Catalog) -> None:
    assert [m.id for m in swedish if m.id and (m.fuzzy or not all(forms(m.string)))] == []


def test_no_swedish_string_loses_a_placeholder(swedish: Catalog) -> None:
    wrong = []
    for message in swedish:
        if not message.id:
            continue
        for original, translated in zip(forms(message.id), forms(message.string), strict=True):
            if set(PLACEHOLDER.findall(original)) != set(PLACEHOLDER.findall(translated)):
                wrong.append(message.id)
    assert wrong == []


def test_no_string_stays_in_the_catalogue_unused(swedish: Catalog) -> None:
    used = {str(message.id) for message in collected()}
    assert [message.id for message in swedish if message.id and str(message.id) not in used] == []
