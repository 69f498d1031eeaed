"""The index unusable, in each way that disks have: no page fails, and the index is written anew by itself."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from django.test import Client

from accounts.models import Municipality
from accounts.roles import MUNICIPALITY_ADMINISTRATOR
from jobs.models import Job
from kb.search.backend import SearchBackend
from kb.search.rebuild import rebuild
from kb.tasks import rebuild_index
from tests.factories import organisation, pages


def missing(folder: Path) -> None:
    for file in folder.iterdir():
        file.unlink()


def truncated(folder: Path) -> None:
    for file in folder.iterdir():
        os.truncate(file, file.stat().st_size // 2)


def garbled(folder: Path) -> None:
    for file in folder.iterdir():
        file.write_bytes(b"\x00garbled" * 100)


def of_another_schema(folder: Path) -> None:
    for file in folder.iterdir():
        file.rename(folder / file.name.replace("skolstod", "skolstod0"))


DAMAGES = [missing, truncated, garbled, of_another_schema]


@pytest.mark.parametrize("damage", DAMAGES)
def test_search_survives_and_mends_the_index(
    client: Client,
    tree: pages.Tree,
    index: SearchBackend,
    run_jobs: Callable[[], int],
    damage: Callable[[Path], None],
) -> None:
    pages.guide(tree.shared, "Logga in med BankID")
    whole = rebuild()
    run_jobs()
    damage(index.engine.folder)
    for _ in range(2):
        page = client.get("/alvhamra/sok/", {"q": "bankid"})
        assert [answer.page.title for answer in page.context["shown"]] == ["Logga in med BankID"]
    assert Job.objects.filter(task=rebuild_index.module_path).count() == 1
    run_jobs()
    page = client.get("/alvhamra/sok/", {"q": "bankidet"})
    assert [answer.page.title for answer in page.context["shown"]] == ["Logga in med BankID"]
    assert index.engine.count() == whole


def test_editors_are_told_while_the_index_is_broken(
    client: Client, tree: pages.Tree, index: SearchBackend, alvhamra: Municipality, run_jobs: Callable[[], int]
) -> None:
    client.force_login(organisation.person(MUNICIPALITY_ADMINISTRATOR, alvhamra))
    rebuild()
    notice = "Sökindexet skrivs om."
    assert notice not in client.get("/admin/").content.decode()
    missing(index.engine.folder)
    client.get("/alvhamra/sok/", {"q": "bankid"})
    assert notice in client.get("/admin/").content.decode()
    run_jobs()
    assert notice not in client.get("/admin/").content.decode()


@pytest.mark.parametrize("damage", DAMAGES)
def test_other_pages_survive_a_broken_index(
    client: Client, tree: pages.Tree, index: SearchBackend, damage: Callable[[Path], None]
) -> None:
    page = pages.guide(tree.shared, "Logga in med BankID")
    rebuild()
    damage(index.engine.folder)
    assert client.get(f"/alvhamra/gemensamt/{page.slug}/").status_code == 200
    assert client.get("/alvhamra/sok/forslag/", {"q": "bankid"}).status_code == 200
