"""Moments in words, as people say them to each other. Days are those of the calendar in local time, also when a day
has 23 or 25 hours."""

from datetime import datetime

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

LAST_COUNTED_DAY = 6
"""A week ago the same weekday comes round: from then on the date is plainer."""


def in_words(moment: datetime, now: datetime) -> str:
    """Such as "today 14:05", "yesterday 14:05", "3 days ago", "16 November", "16 November 2025"; both are aware."""
    local, today = timezone.localtime(moment), timezone.localtime(now).date()
    days = (today - local.date()).days
    if days in (0, 1):
        words = _("yesterday %(time)s") if days else _("today %(time)s")
        return words % {"time": date_format(local, "H:i")}
    if 1 < days <= LAST_COUNTED_DAY:
        return _("%(days)s days ago") % {"days": days}
    return date_format(local, "j F" if local.year == today.year else "j F Y")
