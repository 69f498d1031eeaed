"""Fills the throw-away installation with as many pages and tickets as are asked for, made of the demo's own words.

Import it only when Django is set up. The same number gives the same texts each time.
"""

import json
import random
import re
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.html import strip_tags

from accounts.models import Municipality, User
from accounts.roles import AUDIENCES
from config.demo.texts import NO_PICTURE
from kb.enums import Topic
from kb.models import Audience, GuidePage, KnowledgePage, QuestionPage, SharedSection
from support.domain.history import PastMessage, import_ticket
from support.domain.routing import store_suggestion
from support.enums import MessageKind, QueueKind, TicketState
from support.router import Reason, RouteSuggestion

PLACE, AGENT, OWNER = "alvhamra", "tekniker@alvhamra.example", "kommunadmin@alvhamra.example"
LANGUAGE = "sv"
PAGES_FOR_A_TICKET = 5
WORD = re.compile(r"[^\W\d_]{2,}")
REVIEW_AFTER = timedelta(days=300)
TICKET_AGE = timedelta(days=20)
Block = dict[str, Any]


class Writer:
    """Sentences without sense, of the demo's words, each as likely as it is common there."""

    def __init__(self, seed: str) -> None:
        self.chance = random.Random(seed)
        self.vocabulary = demo_words()

    def words(self, least: int, most: int) -> str:
        return " ".join(self.chance.choices(self.vocabulary, k=self.chance.randint(least, most))).capitalize()

    def text(self, sentences: int) -> str:
        return " ".join(f"{self.words(6, 14)}." for _ in range(sentences))

    def rich(self, sentences: int) -> str:
        return f"<p>{self.text(sentences)}</p>"


def demo_words() -> list[str]:
    answers = QuestionPage.objects.in_language(LANGUAGE).order_by("pk").values_list("answer", flat=True)
    return [word for answer in answers for word in WORD.findall(strip_tags(answer).lower())]


def fill(pages: int) -> None:
    """Up to so many pages in all, and a ticket in the agent's queue for each five."""
    shared = SharedSection.objects.get(locale__language_code=LANGUAGE)
    with transaction.atomic():
        writer = Writer("pages")
        for number in range(max(0, pages - KnowledgePage.objects.count())):
            add_page(shared, number, writer)
        writer = Writer("tickets")
        for number in range(max(1, pages // PAGES_FOR_A_TICKET)):
            add_ticket(number, writer)


def add_page(shared: SharedSection, number: int, writer: Writer) -> None:
    """Guides and questions in turn."""
    page = GuidePage(body=json.dumps(instructions(writer))) if number % 2 else QuestionPage(answer=writer.rich(6))
    page.title, page.slug, page.locale = writer.words(3, 7), f"sida-{number}", shared.locale
    page.summary = f"{writer.words(8, 14)}."[:200]
    page.purpose = f"{writer.words(8, 14)}."[:255]
    page.keywords = writer.words(5, 10)
    page.topic = writer.chance.choice(Topic.values)
    page.page_owner = User.objects.get(email=OWNER)
    page.review_by = timezone.localdate() + REVIEW_AFTER
    audience = [role.slug for role in writer.chance.sample(AUDIENCES, k=writer.chance.randint(1, 3))]
    page.audience = list(Audience.objects.filter(role__in=audience))
    shared.add_child(instance=page)


def instructions(writer: Writer) -> list[Block]:
    steps = [{"title": writer.words(3, 6), "text": writer.rich(2), "picture": NO_PICTURE} for _ in range(4)]
    return [
        {"type": "paragraph", "value": writer.rich(3)},
        {"type": "steps", "value": steps},
        {"type": "heading", "value": writer.words(2, 5)},
        {"type": "paragraph", "value": writer.rich(5)},
        {"type": "note", "value": {"text": writer.rich(2)}},
    ]


def add_ticket(number: int, writer: Writer) -> None:
    """In the agent's queue, with a conversation and a suggestion, as the classifier would have left it."""
    agent = User.objects.get(email=AGENT)
    asked_at = timezone.now() - TICKET_AGE + timedelta(minutes=number)
    kinds = (MessageKind.REQUEST, MessageKind.REPLY, MessageKind.NOTE, MessageKind.REQUEST)
    ticket = import_ticket(
        municipality=Municipality.objects.get(slug=PLACE),
        kind=QueueKind.TECHNICAL,
        state=TicketState.OPEN,
        subject=writer.words(3, 6),
        email=f"fraga-{number}@exempel.example",
        role=writer.chance.choice(AUDIENCES).slug,
        language=LANGUAGE,
        messages=[
            PastMessage(
                kind=kind,
                body=writer.text(4),
                at=asked_at + timedelta(hours=hours),
                author=None if kind == MessageKind.REQUEST else agent,
            )
            for hours, kind in enumerate(kinds)
        ],
    )
    words = [Reason("word", writer.words(1, 1).lower(), weight) for weight in (0.9, 0.6, 0.4, -0.2)]
    guides = [Reason("guide", writer.words(3, 6), 0.5, f"/{PLACE}/gemensamt/sida-{place}/") for place in range(3)]
    suggestion = RouteSuggestion(queue=QueueKind.TECHNICAL, confidence=0.87, reasons=words + guides)
    store_suggestion(ticket=ticket, suggestion=suggestion)
