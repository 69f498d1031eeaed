"""Text of attached PDF and DOCX files is found through their page, by those who may open the file."""

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import docx
import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.files.base import ContentFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.documents.models import Document
from wagtail.models import Collection, CollectionViewRestriction

from accounts.domain.memberships import ensure_group
from accounts.models import Municipality, User
from accounts.roles import GUARDIAN, TEACHER
from kb.domain.collections import open_school_collections
from kb.domain.files import read_file, text_in
from kb.models import DocumentText, GuidePage
from kb.models.files import linked_files
from kb.search.answers import Answers, Asked
from kb.search.backend import SearchBackend
from tests.factories import files, organisation, pages


def docx_file(text: str) -> bytes:
    made = docx.Document()
    made.add_paragraph("Ett stycke")
    made.add_table(1, 1).cell(0, 0).text = text
    packed = io.BytesIO()
    made.save(packed)
    return packed.getvalue()


def pdf_file(text: str) -> bytes:
    """The smallest PDF with one line of text; readers find the objects without a table of them."""
    stream = f"BT /F1 12 Tf 10 50 Td ({text}) Tj ET"
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 300 100] /Contents 4 0 R"
        " /Resources << /Font << /F1 5 0 R >> >> >>",
        f"<< /Length {len(stream)} >>\nstream\n{stream}\nendstream",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    body, offsets = "%PDF-1.4\n", []
    for number, content in enumerate(objects, start=1):
        offsets.append(len(body))
        body += f"{number} 0 obj\n{content}\nendobj\n"
    table = "".join(f"{offset:010} 00000 n \n" for offset in offsets)
    end = f"xref\n0 6\n0000000000 65535 f \n{table}trailer\n<< /Size 6 /Root 1 0 R >>\nstartxref\n{len(body)}\n%%EOF"
    return (body + end).encode("latin-1")


def upload(name: str, content: bytes, *, group: str = "") -> Document:
    collection = files.collection_for(group) if group else Collection.get_first_root_node()
    return Document.objects.create(title=name, file=ContentFile(content, name=name), collection=collection)


def page_with(document: Document, tree: pages.Tree) -> GuidePage:
    page = pages.guide(tree.shared, "En guide med fil")
    page.body = [("file", {"file": document, "description": ""})]
    page.save()
    return page


@pytest.fixture(autouse=True)
def _media(settings: pytest.FixtureRequest, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def found(
    tree: pages.Tree, index: SearchBackend, run_jobs: Callable[[], int], alvhamra: Municipality
) -> Callable[..., list[str]]:
    def search(words: str, user: User | None = None) -> list[str]:
        run_jobs()
        answers = Answers(Asked(words, "sv"), user or AnonymousUser(), alvhamra)
        return [page.title for page in answers.pages(answers.found)]

    return search


@pytest.mark.parametrize("make", [docx_file, pdf_file])
def test_text_of_a_file_is_found_through_its_page(
    tree: pages.Tree, found: Callable[..., list[str]], make: Callable[[str], bytes]
) -> None:
    name = "fil.docx" if make is docx_file else "fil.pdf"
    page_with(upload(name, make("kaffemaskinen")), tree)
    assert found("kaffemaskinen") == ["En guide med fil"]


def test_file_for_employees_is_found_by_them_only(
    tree: pages.Tree, found: Callable[..., list[str]], alvhamra: Municipality
) -> None:
    page_with(upload("fil.docx", docx_file("kaffemaskinen"), group="all:employees"), tree)
    people = [organisation.person(TEACHER, alvhamra), organisation.person(GUARDIAN, alvhamra), None]
    assert [found("kaffemaskinen", user) for user in people] == [["En guide med fil"], [], []]


def test_file_for_the_municipalitys_employees_is_found_by_them_only(
    tree: pages.Tree, found: Callable[..., list[str]], alvhamra: Municipality, ekeryd: Municipality
) -> None:
    school = organisation.school(alvhamra)
    private = open_school_collections(school).get_children().get()
    document = Document.objects.create(
        title="fil.docx", file=ContentFile(docx_file("kaffemaskinen"), name="fil.docx"), collection=private
    )
    for parent, title in ((tree.homes["alvhamra"], "Egen"), (tree.homes["ekeryd"], "Andras"), (tree.shared, "Allas")):
        page = pages.guide(parent, title)
        page.body = [("file", {"file": document, "description": ""})]
        page.save()
    people = [
        organisation.person(TEACHER, alvhamra),
        organisation.person(GUARDIAN, alvhamra),
        organisation.person(TEACHER, ekeryd),
        None,
    ]
    assert [found("kaffemaskinen", user) for user in people] == [["Egen"], [], [], []]
    for page in GuidePage.objects.all():
        inner = page.inner_texts()["text_of_files"]
        assert (page.title, page.text_of_files(), bool(inner)) == (page.title, "", page.title == "Egen")


def test_file_behind_two_doors_is_found_only_if_both_open(tree: pages.Tree, alvhamra: Municipality) -> None:
    private = open_school_collections(organisation.school(alvhamra)).get_children().get()
    private.add_child(instance=Collection(name="chefer"))
    inner = CollectionViewRestriction.objects.create(
        collection=private.get_children().get(), restriction_type=CollectionViewRestriction.GROUPS
    )
    inner.groups.add(ensure_group("alvhamra:editor"))
    document = upload("fil.docx", docx_file("hemlig"))
    document.collection = inner.collection
    document.save()
    read_file(document=document)
    page = pages.guide(tree.homes["alvhamra"], "En guide med fil")
    page.body = [("file", {"file": document, "description": ""})]
    assert (page.text_of_files(), page.inner_texts()["text_of_files"]) == ("", "")


def test_file_for_somebody_else_is_in_no_index(
    tree: pages.Tree, found: Callable[..., list[str]], alvhamra: Municipality
) -> None:
    page_with(upload("fil.docx", docx_file("kaffemaskinen"), group="ekeryd:editor"), tree)
    assert found("kaffemaskinen", organisation.person(TEACHER, alvhamra)) == []


def bomb() -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("word/document.xml", b"0" * 101_000_000)
    return packed.getvalue()


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("tom.pdf", b""),
        ("bruten.pdf", pdf_file("kaffemaskinen")[:80]),
        ("annat.pdf", docx_file("kaffemaskinen")),
        ("bruten.docx", docx_file("kaffemaskinen")[:200]),
        ("annat.docx", pdf_file("kaffemaskinen")),
        ("bild.png", b"\x89PNG"),
    ],
)
def test_file_that_cannot_be_read_has_no_text(db: None, name: str, content: bytes) -> None:
    assert text_in(upload(name, content)) == ""


def test_file_that_grows_without_bound_is_not_unpacked(db: None) -> None:
    assert text_in(upload("bomb.docx", bomb())) == ""


def test_changed_file_is_read_again(tree: pages.Tree, found: Callable[..., list[str]]) -> None:
    document = upload("fil.docx", docx_file("kaffemaskinen"))
    page_with(document, tree)
    assert found("kaffemaskinen") == ["En guide med fil"]
    document.file = ContentFile(docx_file("tekokaren"), name="fil.docx")
    document.save()
    assert (found("tekokaren"), DocumentText.objects.get().text) == (["En guide med fil"], "Ett stycke tekokaren")
    assert found("kaffemaskinen") == []


def test_files_are_found_in_every_place_that_links_to_them(tree: pages.Tree) -> None:
    block, text, film, words, other = (upload(f"{name}.docx", docx_file(name)) for name in "abcde")
    page = pages.guide(tree.shared, "En guide med filer")
    page.body = [
        ("file", {"file": block, "description": ""}),
        ("paragraph", f'<p><a linktype="document" id="{text.pk}">a</a> <a linktype="page" id="{page.pk}">b</a></p>'),
        ("film", {"title": "Film", "film": film, "captions": words, "transcript": "<p>Ord</p>"}),
    ]
    page.save()
    assert linked_files(page) == {block.pk, text.pk, film.pk, words.pk}
    assert linked_files(GuidePage.objects.get(pk=page.pk)) == {block.pk, text.pk, film.pk, words.pk}
    answer = f'<p><a linktype="document" id="{other.pk}">här</a></p>'
    assert linked_files(pages.question(tree.shared, "Var då?", answer=answer)) == {other.pk}


@pytest.mark.parametrize("count", [1, 4])
def test_page_is_indexed_in_the_same_queries_for_any_number_of_files(tree: pages.Tree, count: int) -> None:
    """The page's texts, the restrictions of collections and their groups: once, for both of its documents."""
    open_files = [upload(f"{number}.docx", docx_file("öppen")) for number in range(count)]
    kept_files = [upload(f"{number}.docx", docx_file("hemlig"), group="all:employees") for number in range(count)]
    for document in Document.objects.all():
        read_file(document=document)
    page = pages.guide(tree.shared, "En guide med filer")
    page.body = [("file", {"file": document, "description": ""}) for document in [*open_files, *kept_files]]
    page.save()
    page = GuidePage.objects.get(pk=page.pk)
    with CaptureQueriesContext(connection) as queries:
        texts = (page.text_of_files(), page.inner_texts()["text_of_files"])
    assert texts == ("\n".join(["Ett stycke öppen"] * count), "\n".join(["Ett stycke hemlig"] * count))
    assert len(queries) == 3


def test_file_below_a_restricted_collection_is_kept_as_well(tree: pages.Tree) -> None:
    kept = upload("fil.docx", docx_file("hemlig"), group="all:employees")
    kept.collection = kept.collection.add_child(instance=Collection(name="under"))
    kept.save()
    read_file(document=kept)
    page = page_with(kept, tree)
    assert (page.text_of_files(), page.inner_texts()["text_of_files"]) == ("", "Ett stycke hemlig")


def test_file_is_found_by_those_only_whom_its_collection_lets_in_since(
    tree: pages.Tree, found: Callable[..., list[str]], alvhamra: Municipality
) -> None:
    above = Collection.get_first_root_node().add_child(instance=Collection(name="över"))
    document = upload("fil.docx", docx_file("kaffemaskinen"))
    document.collection = above.add_child(instance=Collection(name="under"))
    document.save()
    page_with(document, tree)
    teacher = organisation.person(TEACHER, alvhamra)

    def finders() -> list[bool]:
        return [bool(found("kaffemaskinen", user)) for user in (None, teacher)]

    assert finders() == [True, True]
    restriction = CollectionViewRestriction.objects.create(
        collection=above, restriction_type=CollectionViewRestriction.GROUPS
    )
    assert finders() == [False, False]
    restriction.groups.add(ensure_group("all:employees"))
    assert finders() == [False, True]
    restriction.groups.clear()
    assert finders() == [False, False]
    restriction.delete()
    assert finders() == [True, True]
