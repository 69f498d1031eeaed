"""How much one address may have us write down in an hour, without an account."""

from django.conf import settings
from django.core.cache import caches

from accounts.senders import sender_digest

AN_HOUR = 3600


def is_over_limit(address: str, *, purpose: str) -> bool:
    """Counts this time too. More than settings.KB_MAX_FEEDBACK_PER_ADDRESS is too much, for each purpose by itself.

    The address is not kept: the count lies under a keyed hash that changes each day, in this process's cache.
    """
    key = f"{purpose}:" + sender_digest(address, purpose=purpose)
    counts = caches["default"]
    counts.add(key, 0, AN_HOUR)
    try:
        return counts.incr(key) > settings.KB_MAX_FEEDBACK_PER_ADDRESS
    except ValueError:  # it has just been pushed out of the cache
        return False
