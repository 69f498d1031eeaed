"""What editors see beside the form: what the page still lacks, how heavy it is to read, what its original has become.

It tells of the version last saved; the form itself says the same at the fields when one publishes.
"""

from typing import Any

from django.utils.translation import gettext as _
from wagtail.admin.panels import HelpPanel

from kb.domain import checks
from kb.domain.content import pieces_of
from kb.domain.readability import Advice, Reading, Weight

MEASURED_LANGUAGE = "sv"
"""LIX is made for Swedish."""


class ChecksPanel(HelpPanel):
    def __init__(self, template: str = "kb/admin/checks_panel.html", **kwargs: Any) -> None:
        super().__init__(template=template, **kwargs)

    class BoundPanel(HelpPanel.BoundPanel):
        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            context: dict[str, Any] = super().get_context_data(parent_context)
            return {**context, **panel_context(self.instance)}


def panel_context(page: Any) -> dict[str, Any]:
    from kb.domain import changes, links  # domains read models, which hold this panel

    found = pieces_of(page)
    reading = checks.reading_of(found)
    return {
        "is_new": page.pk is None,
        "problems": [*checks.missing(page), *checks.problems(found)] if page.pk else [],
        "broken": links.broken_links_of([page]) if page.pk else [],
        "reading": reading if page.locale_id and page.locale.language_code == MEASURED_LANGUAGE else None,
        "reading_in_words": in_words(reading),
        "source_changes": changes.changes_since_translation(page) if page.pk else [],
    }


def in_words(reading: Reading) -> str:
    """ "LIX 52: heavy. Shorten the sentences." Empty while the text is too short to be measured."""
    if not reading.is_measurable:
        return ""
    return " ".join(filter(None, [f"LIX {reading.lix}: {weight_in_words(reading.weight)}.", advice_in_words(reading)]))


def weight_in_words(weight: Weight) -> str:
    return {
        Weight.VERY_EASY: _("very easy"),
        Weight.EASY: _("easy"),
        Weight.MEDIUM: _("of medium weight"),
        Weight.HEAVY: _("heavy"),
        Weight.VERY_HEAVY: _("very heavy"),
    }[weight]


def advice_in_words(reading: Reading) -> str:
    if reading.advice == Advice.SHORTER_SENTENCES:
        return _("Shorten the sentences.")
    return _("Choose shorter words.") if reading.advice == Advice.SHORTER_WORDS else ""
