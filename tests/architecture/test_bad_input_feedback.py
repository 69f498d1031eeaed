"""Bad input to "Did this help?" and "What was missing?": nothing crashes, and what is refused is refused in words."""

from typing import Any

import pytest
from django.utils.html import escape

from accounts.models import Municipality
from kb.domain.masking import masked
from kb.domain.readable import readable_or_empty
from kb.models import Feedback, GuidePage
from tests.architecture.bad_input import (
    BROKEN_UTF8,
    MANY,
    MISLEADING,
    MULTIPART,
    TEXTS,
    UNSEEN,
    URLENCODED,
    multipart,
    page_of,
    says,
    visitor,
)
from tests.factories import pages

OURS = {"Sec-Fetch-Site": "same-origin"}
TOO_LONG = {"long_word", "megabyte"}


@pytest.fixture
def guide(tree: pages.Tree) -> GuidePage:
    return pages.guide(tree.shared, "Byt lösenord")


@pytest.fixture
def address(guide: GuidePage) -> str:
    return f"/alvhamra/hjalpte/{guide.translation_key}/"


@pytest.fixture
def explanation(address: str) -> str:
    location: str = visitor().post(address, {"helped": "no"}, headers=OURS)["Location"]
    return location


@pytest.mark.parametrize("name", sorted(TEXTS))
def test_answer_that_is_neither_yes_nor_no_is_refused_in_words(address: str, name: str) -> None:
    response = visitor(strict=True).post(address, {"helped": TEXTS[name]}, headers=OURS)
    page = page_of(response)
    assert response.status_code == 400
    assert says("Choose yes or no.") in page
    assert "<script>" not in page
    assert not Feedback.objects.exists()


@pytest.mark.parametrize("language", ["sv", "en"])
def test_missing_answer_is_asked_for_in_the_language(address: str, guide: GuidePage, language: str) -> None:
    if language == "en":
        from tests.config.test_languages import translated  # needs a translation here only

        translated(guide, "Change password", "change-password")
    response = visitor().post(address if language == "sv" else f"/en{address}", headers=OURS)
    assert (response.status_code, says("Choose yes or no.", language) in page_of(response, language)) == (400, True)


@pytest.mark.parametrize("name", sorted(TEXTS))
def test_odd_comment_is_kept_readable_or_refused_in_words(explanation: str, name: str) -> None:
    typed = TEXTS[name]
    response = visitor().post(explanation, {"comment": typed}, headers=OURS)
    kept = Feedback.objects.get().comment
    if name in UNSEEN | TOO_LONG:
        page = page_of(response)
        assert (response.status_code, kept) == (400, "")
        assert (says("Write at most %(limit_value)d characters; you wrote %(show_value)d.", limit_value=500,
                     show_value=len(typed)) in page) == (name in TOO_LONG)  # fmt: skip
        assert "<script>" not in page
    else:
        assert (response.status_code, kept) == (302, masked(readable_or_empty(typed)))
        assert MISLEADING.findall(kept) == []


@pytest.mark.parametrize("name", sorted(TEXTS))
def test_odd_reason_is_refused_and_the_comment_comes_back(explanation: str, name: str) -> None:
    response = visitor().post(explanation, {"reason": TEXTS[name], "comment": "Min <text>"}, headers=OURS)
    if name == "empty":
        assert response.status_code == 302
        return
    assert response.status_code == 400
    assert escape("Min <text>") in page_of(response)
    assert Feedback.objects.get().reason == ""


@pytest.mark.parametrize("name", sorted(BROKEN_UTF8))
def test_broken_bytes_become_replacement_signs(explanation: str, name: str) -> None:
    body = multipart({"comment": BROKEN_UTF8[name]})
    response = visitor().generic("POST", explanation, body, content_type=MULTIPART, headers=OURS)
    assert (response.status_code, "\ufffd" in Feedback.objects.get().comment) == (302, True)


BODIES: dict[str, tuple[str, bytes, int]] = {
    "not_a_form": ("application/json", b'{"helped": "yes"}', 400),
    "nothing": (URLENCODED, b"", 400),
    "cut": (MULTIPART, multipart({"helped": "yes"}, end=False)[:20], 400),
    "many_fields": (URLENCODED, MANY.encode(), 400),
    "too_large": (URLENCODED, b"helped=yes&x=" + b"x" * 3_000_000, 400),
    "twice": (URLENCODED, b"helped=no&helped=yes", 302),
    "extra": (URLENCODED, b"helped=yes&municipality=ekeryd&revision=7&created_on=1900-01-01&page=1", 302),
}


@pytest.mark.parametrize("name", sorted(BODIES))
def test_odd_body_is_answered(address: str, alvhamra: Municipality, name: str) -> None:
    kind, body, status = BODIES[name]
    response = visitor().generic("POST", address, body, content_type=kind, headers=OURS)
    assert response.status_code == status
    kept: Any = list(Feedback.objects.values_list("helpful", "municipality", "revision"))
    assert kept == ([(True, alvhamra.pk, None)] if status == 302 else [])
    if status == 400:
        page_of(response)


NO_KEY = "0b6f6f0e-6c9a-4b7e-9d4e-1de1a8a1a001/"


@pytest.mark.parametrize("end", ["x/", "%00/", "../../admin/", NO_KEY, "1/", "٢/"])
def test_odd_key_is_not_found(address: str, end: str) -> None:
    """What could be the key of a page is only an address to answer at."""
    client = visitor()
    for place, status in ((address, 404), ("/alvhamra/hjalpte/", 405 if end == NO_KEY else 404)):
        assert client.get(place + end).status_code == status
        assert client.post(place + end, {"helped": "yes"}, headers=OURS).status_code == 404


@pytest.mark.parametrize("method", ["get", "put", "delete", "patch", "head", "options"])
def test_other_methods_are_refused_with_a_page(address: str, method: str) -> None:
    assert getattr(visitor(), method)(address, headers=OURS).status_code == 405
    assert not Feedback.objects.exists()


@pytest.mark.parametrize("name", sorted(TEXTS))
def test_odd_headers_are_no_page_of_ours(address: str, name: str) -> None:
    typed = TEXTS[name].replace("\r", "").replace("\n", "")
    response = visitor().post(address, {"helped": "yes"}, HTTP_ORIGIN=typed)
    assert (response.status_code, Feedback.objects.count()) == (403, 0)
