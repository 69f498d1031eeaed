"""What people search for: counted without persons, reported to those who edit the municipality's pages."""

import csv
import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.core.management import call_command
from django.test import Client
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from accounts.models import Municipality, User
from accounts.roles import EDITOR, MUNICIPALITY_ADMINISTRATOR, TEACHER
from kb.domain.drafts import start_question
from kb.domain.masking import without_personal_data
from kb.domain.searches import KEEP_DAYS, count_click, count_search, forget_old_searches
from kb.models import LocalName, QuestionPage, Search
from kb.search.backend import SearchBackend
from tests.factories import organisation, pages


def counted(place: Municipality, words: str = "lösenord", *, hits: int = 3, language: str = "sv") -> Search:
    search = count_search(
        municipality=place, language=language, role="", words=words, hits=hits, sender_address="203.0.113.9"
    )
    assert search is not None
    return search


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("betyg för 20120415-1234", "betyg för"),
        ("betyg 201204151234 åk 6", "betyg åk 6"),
        ("mejla kim.k@exempel.example nu", "mejla nu"),
        ("ring 070-174 06 10 snart", "ring snart"),
        ("ring +46 70 174 06 10", "ring"),
        ("född 120415", "född"),
        ("windows 11 och kod 1234", "windows 11 och kod 1234"),
    ],
)
def test_personal_data_is_taken_out(typed: str, kept: str) -> None:
    assert without_personal_data(typed) == kept


@given(st.text(max_size=40), st.from_regex(r"(19|20)[0-9]{6}-?[0-9]{4}", fullmatch=True), st.text(max_size=40))
def test_no_personal_number_is_left_in_any_text(before: str, number: str, after: str) -> None:
    assert number not in without_personal_data(f"{before} {number} {after}")


def test_search_is_counted_without_the_person(
    client: Client, tree: pages.Tree, index: SearchBackend, alvhamra: Municipality
) -> None:
    pages.guide(tree.shared, "Lösenord")
    call_command("rebuild_index", verbosity=0)
    client.force_login(organisation.person(TEACHER, alvhamra))
    client.get("/alvhamra/sok/", {"q": "Lösenord  för 20120415-1234"})
    row = Search.objects.get()
    assert (row.words, row.hits, row.role, row.municipality, row.clicked) == (
        "lösenord för",
        1,
        "teacher",
        alvhamra,
        None,
    )
    assert {field.name for field in Search._meta.get_fields()} == {
        *("id", "key", "municipality", "language", "role", "words", "hits", "clicked", "made_on")
    }


@pytest.mark.parametrize("query", ["q=lösenord&sida=2", "q=lösenord&typ=guidepage", "q=", "q=20120415-1234"])
def test_pages_filters_and_empty_searches_count_nothing(
    client: Client, tree: pages.Tree, index: SearchBackend, query: str
) -> None:
    call_command("rebuild_index", verbosity=0)
    assert client.get(f"/alvhamra/sok/?{query}").status_code == 200
    assert not Search.objects.exists()


def test_searches_beyond_the_limit_are_answered_and_not_counted(
    client: Client, tree: pages.Tree, index: SearchBackend, settings: Any
) -> None:
    settings.KB_MAX_FEEDBACK_PER_ADDRESS = 2
    pages.guide(tree.shared, "Lösenord")
    call_command("rebuild_index", verbosity=0)
    for number in range(4):
        page = client.get("/alvhamra/sok/", {"q": f"lösenord {number}"}, REMOTE_ADDR="203.0.113.9")
        assert (page.status_code, len(page.context["answers"].found)) == (200, 1)
    assert set(Search.objects.values_list("words", flat=True)) == {"lösenord 0", "lösenord 1"}
    client.get("/alvhamra/sok/", {"q": "lösenord 4"}, REMOTE_ADDR="203.0.113.10")
    assert Search.objects.count() == 3


def test_search_that_nobody_looks_at_is_not_counted(client: Client, tree: pages.Tree, index: SearchBackend) -> None:
    call_command("rebuild_index", verbosity=0)
    assert client.head("/alvhamra/sok/", {"q": "betyg"}).status_code == 200
    for header in ("Sec-Purpose", "Purpose"):
        ahead = client.get("/alvhamra/sok/", {"q": "betyg"}, headers={header: "prefetch"})
        assert ahead.status_code == 200
    assert not Search.objects.exists()


def test_first_opened_answer_counts_once(client: Client, alvhamra: Municipality) -> None:
    search = counted(alvhamra)
    for position in ("2", "1"):
        answer = client.post("/alvhamra/sok/oppnat/", {"key": str(search.key), "position": position})
        assert (answer.status_code, answer.content) == (204, b"")
    search.refresh_from_db()
    assert search.clicked == 2


@pytest.mark.parametrize("position", ["", "0x1", "-1", "4", "9999999999", "²", "\x00"])
def test_opened_answer_that_was_not_shown_counts_nothing(client: Client, alvhamra: Municipality, position: str) -> None:
    search = counted(alvhamra)
    assert client.post("/alvhamra/sok/oppnat/", {"key": str(search.key), "position": position}).status_code == 204
    search.refresh_from_db()
    assert search.clicked is None


@pytest.mark.parametrize("key", ["", "x", str(uuid.UUID(int=0)), "1" * 10_000])
def test_opened_answer_of_no_search_counts_nothing(client: Client, alvhamra: Municipality, key: str) -> None:
    assert client.post("/alvhamra/sok/oppnat/", {"key": key, "position": "1"}).status_code == 204


def test_opened_answer_counts_for_a_day(alvhamra: Municipality) -> None:
    search = counted(alvhamra)
    Search.objects.update(made_on=timezone.localdate() - timedelta(days=2))
    assert not count_click(key=search.key, position=1)


def test_old_searches_are_forgotten(alvhamra: Municipality) -> None:
    old, kept = counted(alvhamra), counted(alvhamra)
    Search.objects.filter(pk=old.pk).update(made_on=timezone.localdate() - timedelta(days=KEEP_DAYS + 1))
    forget_old_searches()
    assert list(Search.objects.all()) == [kept]


@pytest.fixture
def administrator(alvhamra: Municipality, tree: pages.Tree) -> User:
    return organisation.person(MUNICIPALITY_ADMINISTRATOR, alvhamra)


def test_report_shows_the_own_municipality_only(
    client: Client, administrator: User, alvhamra: Municipality, ekeryd: Municipality
) -> None:
    counted(alvhamra, "vklas", hits=0)
    counted(alvhamra, "vklas", hits=0)
    counted(ekeryd, "ekeryds hemlighet", hits=0)
    client.force_login(administrator)
    page = client.get("/admin/sokningar/")
    rows = [(row["words"], row["times"], row["unanswered"], row["opened"]) for row in page.context["object_list"]]
    assert rows == [("vklas", 2, 2, 0)]
    assert "ekeryds hemlighet" not in page.content.decode()


def test_exported_words_are_no_formulas(client: Client, administrator: User, alvhamra: Municipality) -> None:
    for words in ("=1+1", "+1", "-1", "@summa", "betyg=a"):
        counted(alvhamra, words)
    Search.objects.create(municipality=alvhamra, language="sv", words="\t=1", hits=1)
    client.force_login(administrator)
    table = b"".join(client.get("/admin/sokningar/", {"export": "csv"})).decode()
    rows = list(csv.reader(table.splitlines()))
    assert {row[0] for row in rows[1:]} == {"'=1+1", "'+1", "'-1", "'@summa", "betyg=a", "'\t=1"}
    assert {row[3] for row in rows[1:]} == {"1"}


def test_report_filters_unanswered_and_rarely_opened(
    client: Client, administrator: User, alvhamra: Municipality
) -> None:
    counted(alvhamra, "vklas", hits=0)
    for _ in range(5):
        counted(alvhamra, "betyg")
    opened = [counted(alvhamra, "schema") for _ in range(5)]
    for search in opened:
        count_click(key=search.key, position=1)
    client.force_login(administrator)

    def words(found: str) -> set[str]:
        page = client.get("/admin/sokningar/", {"found": found})
        return {row["words"] for row in page.context["object_list"]}

    assert [words(found) for found in ("none", "unopened", "")] == [{"vklas"}, {"betyg"}, {"vklas", "betyg", "schema"}]


@pytest.mark.parametrize("path", ["/admin/sokningar/", "/admin/lokala-namn/", "/admin/lokala-namn/new/"])
def test_others_reach_neither_report_nor_names(
    client: Client, tree: pages.Tree, alvhamra: Municipality, path: str
) -> None:
    client.force_login(organisation.person(TEACHER, alvhamra))
    response = client.get(path)
    assert (response.status_code, response["Location"]) == (302, f"/admin/login/?next={path}")


def test_question_is_started_from_a_search(client: Client, administrator: User, alvhamra: Municipality) -> None:
    client.force_login(administrator)
    form = {"words": "kan jag byta skola", "municipality": alvhamra.pk, "language": "sv"}
    answer = client.post("/admin/sokningar/skriv/", form)
    page = QuestionPage.objects.get()
    assert (page.title, page.live, page.municipality) == ("Kan jag byta skola", False, alvhamra)
    assert answer["Location"] == f"/admin/pages/{page.pk}/edit/"
    assert client.get(answer["Location"]).status_code == 200


def test_question_is_not_started_in_another_municipality(
    client: Client, administrator: User, ekeryd: Municipality
) -> None:
    client.force_login(administrator)
    answer = client.post("/admin/sokningar/skriv/", {"words": "x", "municipality": ekeryd.pk, "language": "sv"})
    assert answer.status_code == 404
    assert not QuestionPage.objects.exists()


@pytest.mark.parametrize("key", ["abc", "²", "9" * 30, ""])
def test_question_is_not_started_in_what_is_no_municipality(client: Client, administrator: User, key: str) -> None:
    client.force_login(administrator)
    answer = client.post("/admin/sokningar/skriv/", {"words": "x", "municipality": key, "language": "sv"})
    assert answer.status_code == 404


def test_question_needs_a_place_where_the_person_may_write(tree: pages.Tree, alvhamra: Municipality) -> None:
    with pytest.raises(PermissionDenied):
        start_question(words="x", municipality=alvhamra, language="sv", by=organisation.person(EDITOR, alvhamra))


def test_local_name_is_added_from_a_search(client: Client, administrator: User, alvhamra: Municipality) -> None:
    client.force_login(administrator)
    page = client.get("/admin/lokala-namn/new/", {"name": "vklas", "municipality": alvhamra.pk, "language": "sv"})
    assert page.context["form"]["name"].value() == "vklas"
    form = {"name": "vklas", "meaning": "Lärvyn", "municipality": alvhamra.pk, "language": "sv", "page": ""}
    client.post("/admin/lokala-namn/new/", form)
    name = LocalName.objects.get()
    assert (name.name, name.meaning, name.municipality) == ("vklas", "Lärvyn", alvhamra)


def test_local_name_of_another_municipality_cannot_be_touched(
    client: Client, administrator: User, alvhamra: Municipality, ekeryd: Municipality
) -> None:
    foreign = LocalName.objects.create(municipality=ekeryd, name="hemligt namn", meaning="x")
    client.force_login(administrator)
    assert "hemligt namn" not in client.get("/admin/lokala-namn/").content.decode()
    own = LocalName.objects.create(municipality=alvhamra, name="eget namn", meaning="x")
    for verb in ("edit", "delete", "history", "usage"):
        assert client.get(f"/admin/lokala-namn/{verb}/{own.pk}/").status_code == 200
        assert client.get(f"/admin/lokala-namn/{verb}/{foreign.pk}/").status_code == 404
        answer = client.post(f"/admin/lokala-namn/{verb}/{foreign.pk}/", {"name": "x", "meaning": "y"})
        assert answer.status_code == 404
    form = {"name": "ny", "meaning": "y", "municipality": ekeryd.pk, "language": "sv", "page": ""}
    client.post("/admin/lokala-namn/new/", form)
    assert list(LocalName.objects.order_by("pk").values_list("name", "meaning")) == [
        ("hemligt namn", "x"),
        ("eget namn", "x"),
    ]


def test_local_name_without_meaning_and_page_is_refused(
    client: Client, administrator: User, alvhamra: Municipality
) -> None:
    client.force_login(administrator)
    form = {"name": "vklas", "meaning": "", "municipality": alvhamra.pk, "language": "sv", "page": ""}
    page = client.post("/admin/lokala-namn/new/", form)
    assert "Skriv vad guiderna kallar det eller välj en sida." in page.content.decode()
    assert not LocalName.objects.exists()
