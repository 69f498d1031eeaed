"""The languages of texts, and those of the interface.

Texts may be written in all of LANGUAGES. The interface is translated into INTERFACE_LANGUAGES; around a text in another
language it speaks Swedish and says so (`lang` on the Swedish parts). Easy Swedish is Swedish that is marked in the way
BCP 47 gives for private use, so that browsers, screen readers and gettext all take it for the Swedish that it is.
"""

from django.conf.locale import LANG_INFO
from django.utils.translation import gettext_lazy as _

__all__ = ["INTERFACE_LANGUAGES", "LANGUAGES", "LANGUAGE_CODE", "WAGTAIL_CONTENT_LANGUAGES"]

LANGUAGE_CODE = "sv"
INTERFACE_LANGUAGES = [("sv", _("Swedish")), ("en", _("English"))]
LANGUAGES = WAGTAIL_CONTENT_LANGUAGES = [
    *INTERFACE_LANGUAGES,
    ("sv-x-lattlast", _("Easy Swedish")),
    ("ar", _("Arabic")),
    ("so", _("Somali")),
]
LANG_INFO["sv-x-lattlast"] = {
    "bidi": False,
    "code": "sv-x-lattlast",
    "name": "Easy Swedish",
    "name_local": "Lättläst svenska",
}
LANG_INFO["ar"] = {**LANG_INFO["ar"], "name_local": "العربية"}
LANG_INFO["so"] = {"bidi": False, "code": "so", "name": "Somali", "name_local": "Soomaali"}
