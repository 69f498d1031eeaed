"""Senders are told apart without being known."""

import re

from hypothesis import given
from hypothesis import strategies as st

from accounts.senders import sender_digest

ADDRESS = "203.0.113.9"


def test_digest_is_the_same_for_the_same_sender_and_purpose_and_does_not_show_the_address() -> None:
    digest = sender_digest(ADDRESS, purpose="request")
    assert digest == sender_digest(ADDRESS, purpose="request")
    assert re.fullmatch("[0-9a-f]{64}", digest)


def test_digest_for_another_purpose_leads_nowhere() -> None:
    assert sender_digest(ADDRESS, purpose="request") != sender_digest(ADDRESS, purpose="feedback")


@given(st.ip_addresses().map(str), st.ip_addresses().map(str))
def test_digests_are_equal_for_equal_addresses_only(one: str, other: str) -> None:
    assert (sender_digest(one, purpose="request") == sender_digest(other, purpose="request")) == (one == other)
