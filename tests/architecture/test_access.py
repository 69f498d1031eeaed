"""Every address x role x municipality. A new address without a line here fails.

The table gives, for each address, the status that each member of the cast gets with GET. The ticket lies in
Älvhamra's technical queue. 302 is the way to the sign-in page; 404 hides another municipality; 403 says that the
right is missing; 405 is an address that only takes POST and lets one through to that answer.
"""

import uuid
from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from accounts.models import Municipality
from accounts.roles import (
    AREA_MANAGER,
    EDITOR,
    GUARDIAN,
    MUNICIPALITY_ADMINISTRATOR,
    PEDAGOGICAL_AGENT,
    PRINCIPAL,
    SCHOOL_ADMINISTRATOR,
    STAFF,
    SUPERVISOR,
    SUPPORT_LEAD,
    SYSTEM_ADMINISTRATOR,
    TEACHER,
    TECHNICAL_AGENT,
)
from support.domain.links import status_token
from support.models import RequestDraft, Ticket
from tests.architecture.bad_input import ticket_actions
from tests.factories import organisation, pages, tickets, training
from training.models import QuizPage
from triage.models import Decision, TrainedModel

OWN_ROLES = (
    GUARDIAN,
    TEACHER,
    STAFF,
    SUPERVISOR,
    PRINCIPAL,
    AREA_MANAGER,
    SCHOOL_ADMINISTRATOR,
    EDITOR,
    PEDAGOGICAL_AGENT,
    TECHNICAL_AGENT,
    SUPPORT_LEAD,
    MUNICIPALITY_ADMINISTRATOR,
)
CAST = ["visitor", *(role.slug for role in OWN_ROLES), "system", "foreign_agent"]
WITHOUT_ADMIN = set(CAST) - {"editor", "municipality_administrator", "system"}
"""Wagtail sends these away from all of its tools."""
AGENTS = {"pedagogical_agent", "technical_agent", "support_lead"}


def everyone(status: int, **exceptions: int) -> dict[str, int]:
    return {name: exceptions.get(name, status) for name in CAST}


def agents_only(allowed: int, *, technical: bool = False) -> dict[str, int]:
    """Agents get `allowed`; with `technical`, those of the other queue get 403. System administrators are no agents."""
    inside = AGENTS - {"pedagogical_agent"} if technical else AGENTS
    table = dict.fromkeys(CAST, 403) | dict.fromkeys(inside, allowed)
    return {**table, "visitor": 302, "system": 404, "foreign_agent": 404}


LEADS = {**agents_only(403), "support_lead": 200, "system": 200}
"""Support leads, and who runs the installation."""
CARD_READERS = {**agents_only(200), "municipality_administrator": 200, "system": 200}

TABLE: dict[str, dict[str, int]] = {
    "health_live": everyone(200),
    "health_ready": everyone(200),
    "admin_login": everyone(302) | dict.fromkeys(WITHOUT_ADMIN - {"visitor"}, 403),
    "picture": everyone(404),
    "demo_components": everyone(200),
    "demo_mailbox": everyone(200),
    "demo_mail": everyone(404),
    "demo_mail_html": everyone(404),
    **dict.fromkeys(
        (
            "account_email",
            "account_email_verification_sent",
            "account_confirm_email",
            "account_set_password",
            "account_confirm_login_code",
        ),
        everyone(404),
    ),
    **dict.fromkeys(("accessibility", "privacy", "untranslated"), everyone(200)),
    "kb:search": everyone(200),
    "kb:suggestions": everyone(200),
    "kb:search_opened": everyone(405),
    "kb_searches": everyone(200) | dict.fromkeys(WITHOUT_ADMIN, 302),
    "kb_searches_results": everyone(200) | dict.fromkeys(WITHOUT_ADMIN, 302),
    "kb_write_question": everyone(405) | dict.fromkeys(WITHOUT_ADMIN, 302),
    "kb:topic": everyone(200),
    "kb:helped": everyone(405),
    "kb:helped_thanks": everyone(404),
    "helped_report": everyone(200) | dict.fromkeys(WITHOUT_ADMIN, 302),
    "helped_page": everyone(404) | dict.fromkeys(WITHOUT_ADMIN, 302),
    "kb:shared_page": everyone(200, visitor=302, guardian=403),
    **dict.fromkeys(
        (
            "pages_to_review",
            "pages_to_review_results",
            "pages_without_responsible",
            "pages_without_responsible_results",
            "broken_links",
            "broken_links_results",
        ),
        everyone(302, municipality_administrator=200, system=200),  # this editor has no section to write in
    ),
    "review_page": everyone(302, system=200),
    "job_list": everyone(302, system=200),
    "job_retry": everyone(405, visitor=302) | dict.fromkeys(WITHOUT_ADMIN, 302),
    "support:request": everyone(200),
    "support:request_check": everyone(404),
    "support:request_receipt": everyone(404),
    "support:status": everyone(200),
    "support:status_file": everyone(404),
    "support:ticket_list": agents_only(200),
    "support:ticket": agents_only(200, technical=True),
    "support:file": agents_only(404, technical=True),
    **dict.fromkeys(
        (
            "support:take",
            "support:reply",
            "support:note",
            "support:move",
            "support:join",
            "support:mark_secret",
            "support:unmark_secret",
            "support:mark_urgent",
            "support:unmark_urgent",
            "support:solve",
            "support:reopen",
        ),
        everyone(405, visitor=302),
    ),
    "triage:overview": LEADS,
    "triage:models": LEADS,
    "triage:roll_back": LEADS | {"support_lead": 403},
    "triage:latest_card": CARD_READERS,
    "triage:card": CARD_READERS,
    "triage:decision": agents_only(200, technical=True),
    "triage:change_stage": everyone(405, visitor=302),
    "triage:change_target": everyone(405, visitor=302),
    "triage:off": everyone(405, visitor=302),
    "training:learning": everyone(200),
    "training:begin": everyone(405),
    "training:complete": everyone(405),
    "training:answer": everyone(302, guardian=403),
    "training:certificate": everyone(404, visitor=302),
    "collection_password_closed": everyone(404),
    "wagtail_sign_in_closed": everyone(404),
}


@pytest.fixture
def world(alvhamra: Municipality, ekeryd: Municipality, tree: pages.Tree) -> dict[str, Any]:
    school = organisation.school(alvhamra)
    people = {role.slug: organisation.person(role, alvhamra, school) for role in OWN_ROLES}
    restricted = pages.guide(tree.shared, "Intern guide")
    pages.restrict(restricted, "all:employees")
    ticket = tickets.in_queue(alvhamra, "technical").ticket
    draft = RequestDraft.objects.create(
        municipality=alvhamra,
        answers={
            "what": "x",
            "subject": "",
            "email": "a@exempel.example",
            "name": "",
            "phone": "",
            "role": "guardian",
            "school": None,
            "origin": "",
            "language": "sv",
        },
    )
    return {
        "people": {
            "visitor": AnonymousUser(),
            **people,
            "system": organisation.person(SYSTEM_ADMINISTRATOR),
            "foreign_agent": organisation.person(TECHNICAL_AGENT, ekeryd),
        },
        "values": {
            "municipality": "alvhamra",
            "path": restricted.slug,
            "key": draft.key,
            "token": status_token(ticket),
            "reference": ticket.reference,
            "attachment": uuid.uuid4(),
            "unit": restricted_quiz(tree).translation_key,
            "name": "0" * 32,
            "topic": "sign-in",
            "page": restricted.translation_key,
            "language": "sv",
            "pk": restricted.pk,
            "queue": "technical",
            "sha": model_without_card().sha256[:12],
            "ref": decision_about(ticket).ref,
        },
    }


def model_without_card() -> TrainedModel:
    return TrainedModel.objects.create(sha256="ab" * 32)


def decision_about(ticket: Ticket) -> Decision:
    """Not sorted blind, so whoever works with the ticket may see it."""
    return Decision.objects.create(
        ref="f" * 32, ticket_reference=ticket.reference, municipality_slug="alvhamra", stage="suggest"
    )


def restricted_quiz(tree: pages.Tree) -> QuizPage:
    """In a course that only employees may read."""
    course = training.course(tree.shared)
    pages.restrict(course, "all:employees")
    return training.quiz(training.module(course, "Prov"))


def patterns(resolver: URLResolver, namespace: str = "") -> Iterator[tuple[str, URLPattern]]:
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            inner = f"{namespace}{entry.namespace}:" if entry.namespace else namespace
            yield from patterns(entry, inner)
        else:
            yield f"{namespace}{entry.name or ''}", entry


def ours() -> set[str]:
    """Those within Wagtail's admin have a table of their own, by object instead of role: tests/kb/ownership."""
    names = set()
    for name, pattern in patterns(get_resolver()):
        module = getattr(pattern.callback, "__module__", "")
        if module.startswith("kb.admin."):
            continue
        if module.split(".")[0] in {"accounts", "config", "jobs", "kb", "support", "training", "triage"}:
            names.add(name)
    return names


def test_every_address_of_ours_stands_in_the_table() -> None:
    assert ours() - set(TABLE) == set()


def test_every_line_of_the_table_is_an_address() -> None:
    assert set(TABLE) - {name for name, _ in patterns(get_resolver())} == set()


@pytest.mark.parametrize("name", sorted(TABLE))
def test_address_answers_each_of_the_cast_as_the_table_says(name: str, world: dict[str, Any]) -> None:
    pattern = next(pattern for found, pattern in patterns(get_resolver()) if found == name)
    arguments = {key: world["values"][key] for key in pattern.pattern.converters}
    from django.urls import reverse  # the one use

    address = reverse(name, kwargs=arguments)
    seen = {}
    for who, user in world["people"].items():
        client = Client()
        if user.is_authenticated:
            client.force_login(user)
        seen[who] = client.get(address).status_code
    assert seen == TABLE[name]


POSTS = {
    "ta": {},
    "svara": {"key": str(uuid.uuid4()), "body": "Svar"},
    "anteckna": {"key": str(uuid.uuid4()), "body": "Not"},
    "flytta": {"queue": "pedagogical"},
    "gemensamt": {},
    "sekretess": {},
    "ej-sekretess": {},
    "oro": {},
    "ej-oro": {},
    "los": {},
    "oppna": {},
}


def test_every_action_on_a_ticket_is_tried() -> None:
    assert sorted(POSTS) == ticket_actions()


@pytest.mark.parametrize("action", sorted(POSTS))
def test_action_is_open_to_agents_of_the_queue_only(action: str, world: dict[str, Any]) -> None:
    reference = world["values"]["reference"]
    seen = {}
    for who, user in world["people"].items():
        if who in {"technical_agent", "support_lead"}:
            continue
        client = Client()
        if user.is_authenticated:
            client.force_login(user)
        seen[who] = client.post(f"/alvhamra/arenden/{reference}/{action}/", POSTS[action]).status_code
    expected = {name: status for name, status in agents_only(302, technical=True).items() if name in seen}
    if action in {"svara", "anteckna"}:
        expected["visitor"] = 403  # whoever was signed out while writing gets the text back
    assert seen == expected
    client = Client()
    client.force_login(world["people"]["technical_agent"])
    assert client.post(f"/alvhamra/arenden/{reference}/{action}/", POSTS[action]).status_code == 302
