"""Template filters of the triage: shares, figures and names in words."""

import math

from django import template
from django.utils.dateparse import parse_datetime
from django.utils.formats import date_format, number_format
from django.utils.timezone import localtime
from django.utils.translation import get_language_info
from django.utils.translation import gettext as _

from accounts.roles import ROLES
from triage.reading.stages import NAMES, QueueReading

register = template.Library()

NO_BREAK = "\u00a0"


def written(value: float, places: int) -> str:
    """As in the reader's language. Rounded here: Django's own function cuts off."""
    return str(number_format(round(value, places), decimal_pos=places))


@register.filter
def decimal(value: float | None, places: int = 2) -> str:
    """A number; a dash for none."""
    return "–" if value is None else written(value, places)


@register.filter
def signed(value: float, places: int = 2) -> str:
    """With its sign, the minus as long as the plus."""
    return f"{'−' if value < 0 else '+'}{written(abs(value), places)}"


@register.filter
def percent(share: float | None, places: int = 0) -> str:
    """A share of 1; a dash for none."""
    return "–" if share is None else f"{written(100.0 * share, places)}{NO_BREAK}%"


@register.filter
def at_most(share: float) -> str:
    """An upper bound: rounded up to a tenth of a per cent, because rounding down would promise too much."""
    return tenths_of_percent(math.ceil(round(share * 1000.0, 6)))


@register.filter
def at_least(share: float) -> str:
    """A lower bound: rounded down."""
    return tenths_of_percent(math.floor(round(share * 1000.0, 6)))


def tenths_of_percent(tenths: int) -> str:
    return f"{written(tenths / 10, 1 if tenths % 10 else 0)}{NO_BREAK}%"


@register.filter
def sure(share: float) -> str:
    """A probability with a decimal, at most 99.9 %: nothing that a machine says of a person's words is certain."""
    return percent(min(share, 0.999), 1)


@register.filter
def hundredths(share: float) -> int:
    """For pictures, whose numbers no language changes."""
    return round(100.0 * share)


@register.filter
def stage_name(value: str) -> str:
    return str(NAMES[value]) if value in NAMES else value


@register.filter
def day(moment: str) -> str:
    """A stored moment (ISO 8601) as a date in words."""
    found = parse_datetime(moment)
    return date_format(localtime(found), "j F Y") if found else moment


@register.filter
def language_name(code: str) -> str:
    """In the reader's language, as far as Django knows the language."""
    try:
        return str(get_language_info(code)["name_translated"]) if code else _("unknown")
    except KeyError:
        return code


@register.filter
def role_name(slug: str) -> str:
    return str(ROLES[slug].name) if slug in ROLES else _("unknown")


@register.filter
def queue_names(readings: list[QueueReading]) -> str:
    return ", ".join(str(reading.stage.queue) for reading in readings)
