"""Senders are told apart without being known."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accounts.senders import sender_digest, sender_network

ADDRESS = "203.0.113.9"


def test_digest_is_the_same_for_the_same_sender_and_purpose_and_does_not_show_the_address() -> None:
    digest = sender_digest(ADDRESS, purpose="request")
    assert digest == sender_digest(ADDRESS, purpose="request")
    assert re.fullmatch("[0-9a-f]{64}", digest)


def test_digest_for_another_purpose_leads_nowhere() -> None:
    assert sender_digest(ADDRESS, purpose="request") != sender_digest(ADDRESS, purpose="feedback")


@given(st.ip_addresses(v=4).map(str), st.ip_addresses(v=4).map(str))
def test_digests_are_equal_for_equal_addresses_only(one: str, other: str) -> None:
    assert (sender_digest(one, purpose="request") == sender_digest(other, purpose="request")) == (one == other)


@pytest.mark.parametrize(
    ("other", "is_same"),
    [
        ("2001:db8:0:1::ffff", True),
        ("2001:0db8:0000:0001:9:8:7:6", True),
        ("2001:db8:0:2::1", False),
        ("2001:db9:0:1::1", False),
    ],
)
def test_whoever_has_a_network_of_ipv6_addresses_is_one_sender(other: str, is_same: bool) -> None:
    one = sender_digest("2001:db8:0:1::1", purpose="request")
    assert (one == sender_digest(other, purpose="request")) == is_same


def test_ipv4_address_in_ipv6_clothes_is_the_same_sender() -> None:
    assert sender_network(f"::ffff:{ADDRESS}") == ADDRESS


@pytest.mark.parametrize("odd", ["", "unix:", "203.0.113.9:5123", "nonsens"])
def test_what_is_no_address_counts_as_it_stands(odd: str) -> None:
    assert sender_network(odd) == odd
