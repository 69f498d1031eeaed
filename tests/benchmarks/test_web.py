"""The page benchmark counts what it says it counts."""

import asyncio
from typing import Any

import pytest
from aiohttp import web

from accounts.models import Municipality, User
from accounts.roles import TECHNICAL_AGENT
from benchmarks import web_content, web_weight
from benchmarks.stack import HOST, free_port
from benchmarks.web_load import Outcome, Plan, load
from benchmarks.web_weight import Answer
from kb.models import GuidePage, KnowledgePage, QuestionPage
from support.models import WorkItem
from tests.factories import organisation, pages

SITE = {
    "/": (
        "text/html",
        '<link rel="stylesheet" href="/a.css"><link rel="icon" href="/icon.svg"><script src="/a.js"></script>'
        '<img src="/picture.png"><svg><use href="/icons.svg#home"/></svg><a href="/other/">Vidare</a>',
    ),
    "/a.css": ("text/css", '@import "b.css"; p { background: url("data:image/svg+xml,x") } q { mask: url(icons.svg) }'),
    "/b.css": ("text/css", "p { color: red }"),
    "/a.js": ("text/javascript", "import './not-followed.js'"),
    "/icons.svg": ("image/svg+xml", "<svg/>"),
}


def test_weight_is_that_of_the_page_and_all_it_loads_once_but_pictures(monkeypatch: Any) -> None:
    asked: list[str] = []

    def fetched(address: str, headers: Any) -> Answer:
        path = address.removeprefix("http://skolstod.example")
        asked.append(path)
        return Answer(1000, *SITE[path])

    monkeypatch.setattr(web_weight, "fetched", fetched)
    assert web_weight.kilobytes("http://skolstod.example/", {}) == 5.0
    assert sorted(asked) == sorted(SITE)


def loaded(plan_of: dict[str, Any], answer: Any) -> Outcome:
    """What the readers count at a server that answers as told."""

    async def run() -> Outcome:
        app = web.Application()
        app.router.add_get("/{rest:.*}", answer)
        runner = web.AppRunner(app)
        await runner.setup()
        port = free_port()
        await web.TCPSite(runner, HOST, port).start()
        try:
            plan = {"addresses": ["/guide/"], "headers": {}, "unique": False, "connections": 2, "seconds": 0.3}
            return await load(Plan(base_url=f"http://{HOST}:{port}", warm_up_seconds=0.1, **(plan | plan_of)))
        finally:
            await runner.cleanup()

    return asyncio.run(run())


def test_load_counts_answers_with_200_only() -> None:
    async def answer(request: web.Request) -> web.Response:
        return web.Response(status=200 if request.path == "/guide/" else 500)

    outcome = loaded({"addresses": ["/guide/", "/broken/"]}, answer)
    assert outcome.answered > 0
    assert list(outcome.failed) == ["500"]


def test_unique_load_never_asks_for_the_same_address_twice() -> None:
    asked: list[str] = []

    async def answer(request: web.Request) -> web.Response:
        asked.append(request.path_qs)
        return web.Response()

    loaded({"unique": True}, answer)
    assert len(asked) == len(set(asked)) > 1


@pytest.fixture
def demo(alvhamra: Municipality, tree: pages.Tree) -> pages.Tree:
    """What the generated content hangs on."""
    User.objects.create_user(web_content.OWNER)
    agent = organisation.person(TECHNICAL_AGENT, alvhamra)
    User.objects.filter(pk=agent.pk).update(email=web_content.AGENT)
    pages.question(tree.shared, "Hur anmäler jag frånvaro?", answer="Logga in och anmäl frånvaro före skoldagen.")
    return tree


def test_installation_is_filled_with_both_kinds_of_pages_and_tickets(demo: pages.Tree) -> None:
    web_content.fill(12)
    assert KnowledgePage.objects.live().count() == 12
    assert GuidePage.objects.filter(audience__isnull=False).distinct().count() == 5
    assert QuestionPage.objects.filter(audience__isnull=False).distinct().count() == 7
    agent = User.objects.get(email=web_content.AGENT)
    waiting = WorkItem.objects.visible_to(agent).open().filter(ticket__suggestion__isnull=False)
    assert waiting.count() == 2


def test_filling_again_adds_no_page(demo: pages.Tree) -> None:
    web_content.fill(6)
    web_content.fill(6)
    assert KnowledgePage.objects.count() == 6


def test_writer_writes_the_same_each_time(demo: pages.Tree) -> None:
    assert web_content.Writer("pages").text(3) == web_content.Writer("pages").text(3)
