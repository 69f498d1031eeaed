"""What the classifier reads of a ticket: its words, and the guides that match them."""

from django.contrib.auth.models import AnonymousUser
from django.utils.translation import override

from accounts.models import Municipality
from kb.addresses import reader_url
from kb.models import KnowledgePage
from kb.search.question import Question
from support.enums import MessageKind
from support.models import Ticket, TopicQueue
from triage.classifier.guides import VOTERS, GuideHit
from triage.classifier.text import ticket_text

MAX_QUESTION = 600
"""Characters of a ticket that are searched with: enough for its matter, few enough to stay fast."""


def text_of(ticket: Ticket) -> str:
    """Subject and first message, masked."""
    requests = [message for message in ticket.messages.all() if message.kind == MessageKind.REQUEST]
    return ticket_text(ticket.subject, requests[0].body if requests else "")


def guide_hits(text: str, *, municipality: Municipality, language: str) -> list[GuideHit]:
    """The best public pages, with the queue that answers their topic in this municipality."""
    kinds = dict(
        TopicQueue.objects.filter(municipality=municipality, queue__closed=False).values_list("topic", "queue__kind")
    )
    pages = KnowledgePage.objects.in_municipality(municipality).visible_to(AnonymousUser())
    question = Question(text[:MAX_QUESTION], language, quotes=False)  # a ticket quotes messages, not our guides
    found = pages.select_related("locale").search(question).annotate_score("score")[:VOTERS]
    return [hit_of(page, kinds[page.topic], municipality) for page in found if page.topic in kinds]


def hit_of(page: KnowledgePage, kind: str, municipality: Municipality) -> GuideHit:
    """The address is that of the page's own language, whatever language the worker speaks."""
    with override(page.locale.language_code):
        url = reader_url(page, municipality)
    return GuideHit(page.title, kind, float(page.score or 0.0), url)
