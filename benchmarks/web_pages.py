"""What making a page costs: queries, and processor time of a process that has made it before.

Import it only when Django is set up. Each page is made anew: the visitors' page cache is emptied before each request.
A request opens its connection to the database as the settings say, which Django's test client alone would not do.
"""

import gc
import time
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import cycle, islice
from urllib.parse import urlencode

from django.conf import settings
from django.core.cache import caches
from django.db import close_old_connections, connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.translation import override

from accounts.models import Municipality, User
from accounts.roles import GUARDIAN
from benchmarks.intake import percentile
from benchmarks.web_content import AGENT, LANGUAGE, PLACE
from benchmarks.web_load import OK
from kb.addresses import reader_url
from kb.models import GuidePage, KnowledgePage, MunicipalityHome, QuestionPage
from support.models import WorkItem
from training.models import CoursePage

SAMPLES = 120
WARMING_REQUESTS = 10


@dataclass(frozen=True, slots=True)
class Target:
    """A page to measure, as one reader asks for it. Several addresses, such as those of searches, take turns."""

    name: str
    addresses: Sequence[str]
    headers: dict[str, str]

    def client(self) -> Client:
        return Client(headers=self.headers)


@dataclass(frozen=True, slots=True)
class Cost:
    queries: int
    cpu_ms_p50: float | None
    cpu_ms_p95: float | None


def targets() -> list[Target]:
    """What visitors see but for the last two, which are an agent's."""
    place = Municipality.objects.get(slug=PLACE)
    chosen = featured(place)
    courses = CoursePage.objects.in_language(LANGUAGE).live().public().for_roles({GUARDIAN.slug})
    with override(LANGUAGE):
        search = reverse("kb:search", args=[PLACE])
        visitors = {
            "home": [reverse("wagtail_serve", args=[f"{PLACE}/"])],
            "guide": [reader_url(first(GuidePage, chosen), place)],
            "question": [reader_url(first(QuestionPage, chosen), place)],
            "search": [f"{search}?{urlencode({'q': page.title.lower()})}" for page in chosen],
            "course": [reader_url(courses.order_by("path")[:1].get(), place)],
            "request_form": [reverse("support:request", args=[PLACE])],
        }
        agents = {
            "ticket_list": [reverse("support:ticket_list", args=[PLACE])],
            "ticket": [reverse("support:ticket", args=[PLACE, reference_of_a_ticket()])],
        }
    reader = {"Accept-Encoding": "gzip"}
    agent = {**reader, "Cookie": f"{settings.SESSION_COOKIE_NAME}={session_of_agent()}"}
    return [Target(name, addresses, reader) for name, addresses in visitors.items()] + [
        Target(name, addresses, agent) for name, addresses in agents.items()
    ]


def featured(place: Municipality) -> list[KnowledgePage]:
    """What visitors are said to ask most, so what they read and search for most."""
    home = MunicipalityHome.objects.get(municipality=place, locale__language_code=LANGUAGE)
    return [block.value.specific for block in home.featured]


def first(kind: type[KnowledgePage], pages: list[KnowledgePage]) -> KnowledgePage:
    return next(page for page in pages if isinstance(page, kind))


def reference_of_a_ticket() -> str:
    """Of the oldest that has a suggestion."""
    items = WorkItem.objects.visible_to(User.objects.get(email=AGENT)).open().filter(ticket__suggestion__isnull=False)
    return str(items.order_by("ticket__created_at").values_list("ticket__reference", flat=True)[:1].get())


def session_of_agent() -> str:
    client = Client()
    client.force_login(User.objects.get(email=AGENT))
    return str(client.cookies[settings.SESSION_COOKIE_NAME].value)


def costs(pages: Sequence[Target]) -> dict[str, Cost]:
    """All pages are warm before the first is measured, and what is loaded then is kept as config.gunicorn keeps it."""
    for page in pages:
        client = page.client()
        for address in islice(cycle(page.addresses), WARMING_REQUESTS):
            visit(client, address)
    gc.collect()
    gc.freeze()
    return {page.name: cost(page) for page in pages}


def cost(page: Target) -> Cost:
    client = page.client()
    visit(client, page.addresses[0])  # parts of it are kept for a minute, which may be over
    with CaptureQueriesContext(connection) as captured:
        visit(client, page.addresses[0])
    queries = len(captured)  # counted now: the next request begins the record anew
    times = [visit(client, address) for address in islice(cycle(page.addresses), SAMPLES)]
    return Cost(queries, percentile(times, 50), percentile(times, 95))


def visit(client: Client, address: str) -> float:
    """Milliseconds of the processor that the page took."""
    caches["pages"].clear()
    began = time.process_time()
    close_old_connections()
    response = client.get(address)
    ended = time.process_time()
    if response.status_code != OK:
        raise RuntimeError(f"{address} answered {response.status_code}")
    return (ended - began) * 1000
