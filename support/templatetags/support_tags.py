"""Template filters of the helpdesk."""

from typing import Any

from django import template
from django.utils.translation import gettext as _

from support.enums import BOTH, QueueKind
from support.models import Suggestion
from support.router import router

register = template.Library()


@register.filter
def queue_name(kind: str) -> str:
    """The kind of a queue in words; `BOTH` too."""
    if kind == BOTH:
        return _("Both queues")
    return str(QueueKind(kind).label) if kind in QueueKind.values else kind


@register.filter
def strongest(reasons: list[dict[str, Any]]) -> str:
    """The word that counts most for the suggestion; none if there is no such word."""
    words = [reason for reason in reasons if reason["kind"] == "word" and reason["weight"] > 0]
    return str(max(words, key=lambda reason: reason["weight"])["text"]) if words else ""


@register.filter
def of_kind(reasons: list[dict[str, Any]], kind: str) -> list[dict[str, Any]]:
    """The reasons that are words, or those that are guides."""
    return [reason for reason in reasons if reason["kind"] == kind]


@register.filter
def decision_url(suggestion: Suggestion) -> str:
    """The router's page about its decision; empty if there is none."""
    return router().decision_url(suggestion.ticket, suggestion.decision_ref) if suggestion.decision_ref else ""
