"""What our reports write into tables for others' programs."""

from typing import Any, Final

from wagtail.admin.views.reports import ReportView

FORMULA: Final = ("=", "+", "-", "@", "\t", "\r", "\n")


def plain_cell(text: str) -> str:
    """As programs for tables show it, instead of working it out: somebody else has written it."""
    return f"'{text}" if text.startswith(FORMULA) else text


PLAIN_CELLS: dict[Any, Any] = {**ReportView.custom_value_preprocess, str: {ReportView.FORMAT_CSV: plain_cell}}
"""For a report's `custom_value_preprocess`. In its other format, Wagtail writes no formulas."""
