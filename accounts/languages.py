"""Which of the interface's languages goes with a language that texts are written in."""

from django.conf import settings
from django.utils.translation import get_language


def base_of(code: str) -> str:
    """`sv` of `sv-x-lattlast`: the language that stemming and the interface know."""
    return code.partition("-")[0]


def interface_language(code: str | None = None) -> str:
    """The language itself, its base, or Swedish. Without a code, of the active language."""
    code = code or get_language() or settings.LANGUAGE_CODE
    known = dict(settings.INTERFACE_LANGUAGES)
    return next((found for found in (code, base_of(code)) if found in known), settings.LANGUAGE_CODE)
