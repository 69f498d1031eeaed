"""Whom a request comes from, and whether from a page of ours."""

import hashlib
import hmac
from ipaddress import IPv6Address, ip_address, ip_network

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone


def sender_address(request: HttpRequest) -> str:
    """The address that our own outermost proxy saw; what stands before it in the header anyone may have written."""
    passed = [part.strip() for part in request.headers.get("X-Forwarded-For", "").split(",") if part.strip()]
    hops = settings.TRUSTED_PROXIES
    return passed[-hops] if 0 < hops <= len(passed) else str(request.META.get("REMOTE_ADDR", ""))


def sender_network(address: str) -> str:
    """Whoever has an IPv6 address has a network of 2^64 of them, so those count as one sender."""
    try:
        found = ip_address(address)
    except ValueError:
        return address
    if not isinstance(found, IPv6Address):
        return address
    return str(found.ipv4_mapped or ip_network((found, 64), strict=False))


def sender_digest(address: str, *, purpose: str) -> str:
    """Tells senders apart for a day without storing who they are: 64 hexadecimal digits, keyed by our secret.

    What one has sent for one purpose cannot be joined with what one has sent for another.
    """
    message = f"{purpose}|{timezone.localdate()}|{sender_network(address)}".encode()
    return hmac.new(settings.SECRET_KEY.encode(), message, hashlib.sha256).hexdigest()


def comes_from_our_page(request: HttpRequest) -> bool:
    """As the browser says, which no other site can make it say. For forms without a CSRF token."""
    fetched = request.headers.get("Sec-Fetch-Site")
    if fetched is not None:
        return fetched == "same-origin"
    return request.headers.get("Origin") == f"{request.scheme}://{request.get_host()}"
