"""What the classifier reads of a ticket: its words without names, and the guides that match them."""

import re
import time
from functools import lru_cache

from django.contrib.auth.models import AnonymousUser
from django.utils.translation import override

from accounts.models import Municipality, User
from kb.addresses import reader_url
from kb.models import KnowledgePage
from kb.search.question import Question
from kb.search.visitors import understood
from support.enums import MessageKind
from support.models import Ticket, TopicQueue
from triage.classifier.guides import VOTERS, GuideHit
from triage.classifier.text import TicketText, name_pattern, prepare

MAX_QUESTION = 600
"""Characters of a ticket that are searched with: enough for its matter, few enough to stay fast."""
ROSTERS_KEPT = 8
ROSTER_SECONDS = 600
"""How long a roster is remembered: reading and compiling a thousand names for each ticket takes longer than sorting."""


def text_of(ticket: Ticket) -> TicketText:
    """Subject and first message, without what says who wrote; see `triage.classifier.text`."""
    requests = [message for message in ticket.messages.all() if message.kind == MessageKind.REQUEST]
    patterns = [roster_pattern(ticket.municipality_id, int(time.time()) // ROSTER_SECONDS)]
    patterns.append(name_pattern([ticket.requester_name]))
    return prepare(
        ticket.subject, requests[0].body if requests else "", list(filter(None, patterns)), ticket.requester_role
    )


@lru_cache(maxsize=ROSTERS_KEPT)
def roster_pattern(municipality_pk: int, period: int) -> re.Pattern[str] | None:
    """Names of everybody who has, or had, a role in the municipality. Read anew in each period."""
    people = User.objects.filter(memberships__municipality=municipality_pk).distinct().order_by("pk")
    return name_pattern([person.get_full_name() for person in people.only("first_name", "last_name")])


def guide_hits(text: TicketText, *, municipality: Municipality, language: str) -> list[GuideHit]:
    """The best public pages, with the queue that answers their topic in this municipality."""
    kinds = dict(
        TopicQueue.objects.filter(municipality=municipality, queue__closed=False).values_list("topic", "queue__kind")
    )
    pages = KnowledgePage.objects.in_municipality(municipality).visible_to(AnonymousUser())
    question = Question(text.joined[:MAX_QUESTION], language, quotes=False)  # a ticket quotes messages, not our guides
    found = pages.select_related("locale").search(understood(question)).annotate_score("score")[:VOTERS]
    return [hit_of(page, kinds[page.topic], municipality) for page in found if page.topic in kinds]


def hit_of(page: KnowledgePage, kind: str, municipality: Municipality) -> GuideHit:
    """The address is that of the page's own language, whatever language the worker speaks."""
    with override(page.locale.language_code):
        url = reader_url(page, municipality)
    return GuideHit(page.title, kind, float(page.score or 0.0), url)
