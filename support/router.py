"""The seam between the helpdesk and whatever sorts tickets. Support asks; it knows no classifier."""

from dataclasses import asdict, dataclass, field
from functools import cache
from typing import Any, Protocol

from django.conf import settings
from django.utils.module_loading import import_string

from support.models import Ticket


@dataclass(frozen=True, slots=True)
class Reason:
    """One thing that spoke for or against the queue: a word or a guide. `weight` is signed; more is stronger."""

    kind: str
    text: str
    weight: float
    url: str = ""


@dataclass(frozen=True, slots=True)
class RouteSuggestion:
    """queue: the kind suggested, `support.enums.BOTH`, or None if the router does not know.

    automatic: it may be carried out unasked. Never is with BOTH, nor for an urgent ticket.
    record: whatever the router wants to have back in `applied`.
    """

    queue: str | None
    runner_up: str | None = None
    confidence: float | None = None
    automatic: bool = False
    shown: bool = True
    summary: str = ""
    reasons: list[Reason] = field(default_factory=list)
    decision_ref: str = ""
    record: object = None

    def reasons_as_data(self) -> list[dict[str, Any]]:
        return [asdict(reason) for reason in self.reasons]


class Router(Protocol):
    def suggest(self, ticket: Ticket) -> RouteSuggestion:
        """Say where the ticket belongs. May compute long; must not write the ticket."""
        ...

    def may_carry_out(self, ticket: Ticket, suggestion: RouteSuggestion) -> bool:
        """Asked of an automatic suggestion in the transaction that would carry it out: is it still allowed?"""
        ...

    def applied(self, ticket: Ticket, suggestion: RouteSuggestion, *, moved: bool) -> None:
        """Called in the transaction that stores the suggestion; `moved` tells whether it was carried out."""
        ...

    def decision_url(self, ticket: Ticket, ref: str) -> str:
        """The router's own page about a decision, for agents who see the ticket; empty if it has none."""
        ...


class ManualRouter:
    """Leaves every ticket unsorted: for installations without triage."""

    def suggest(self, ticket: Ticket) -> RouteSuggestion:
        return RouteSuggestion(queue=None)

    def may_carry_out(self, ticket: Ticket, suggestion: RouteSuggestion) -> bool:
        return suggestion.automatic

    def applied(self, ticket: Ticket, suggestion: RouteSuggestion, *, moved: bool) -> None:
        """Nothing to remember."""

    def decision_url(self, ticket: Ticket, ref: str) -> str:
        return ""


@cache
def router() -> Router:
    """The router that the setting names; one a process, so that its model is loaded once."""
    chosen: Router = import_string(settings.SUPPORT_TICKET_ROUTER)()
    return chosen
