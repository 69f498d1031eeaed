"""Schools' notes on shared guides: written for the own school, read beside the guide, reviewed when it changes."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from accounts.models import Municipality, SchoolUnit, User
from accounts.roles import EDITOR, MUNICIPALITY_ADMINISTRATOR, TEACHER
from jobs.models import OutgoingMail
from kb.domain.local_notes import flag_notes, write_note
from kb.models import GuidePage, KnowledgePage, LocalNote
from tests.factories import organisation, pages

ADDRESS = "/alvhamra/gemensamt/anmal-franvaro/"
LIST = "/admin/lokala-tillagg/"


@pytest.fixture
def guide(tree: pages.Tree) -> GuidePage:
    page = pages.guide(tree.shared, "Anmäl frånvaro")
    page.save_revision().publish()
    return page


@pytest.fixture
def lind(alvhamra: Municipality) -> SchoolUnit:
    return organisation.school(alvhamra)


@pytest.fixture
def strand(alvhamra: Municipality) -> SchoolUnit:
    return organisation.school(alvhamra, "Strandskolan", "strandskolan")


@pytest.fixture
def editor(alvhamra: Municipality, lind: SchoolUnit) -> User:
    return organisation.person(EDITOR, alvhamra, lind)


def note_on(guide: Any, school: SchoolUnit, text: str = "Ring klockan åtta.", by: User | None = None) -> LocalNote:
    page = KnowledgePage.objects.get(pk=guide.pk)
    return write_note(note=LocalNote(page=page, school=school, text=f"<p>{text}</p>"), by=by)


def read(client: Client, address: str = ADDRESS) -> str:
    return client.get(address).content.decode()


def form(guide: GuidePage, school: SchoolUnit, text: str = "Ring klockan åtta.") -> dict[str, Any]:
    block = {"key": "a", "text": text, "type": "unstyled", "depth": 0, "inlineStyleRanges": [], "entityRanges": []}
    return {"page": guide.pk, "school": school.pk, "text": json.dumps({"blocks": [block], "entityMap": {}})}


def test_note_written_in_the_admin_is_read_beside_the_guide_at_once(
    guide: GuidePage, lind: SchoolUnit, editor: User
) -> None:
    assert "Så gör din skola" not in read(Client())
    client = Client()
    client.force_login(editor)
    assert client.post(f"{LIST}new/", form(guide, lind))["Location"] == LIST
    note = LocalNote.objects.get()
    assert (note.author, note.written_for, note.needs_review) == (editor, guide.latest_revision, False)
    visitors = read(Client())
    assert ("Så gör din skola" in visitors, "Ring klockan åtta." in visitors) == (True, True)
    client.post(f"{LIST}edit/{note.pk}/", form(guide, lind, "Ring klockan sju."))
    assert "Ring klockan sju." in read(Client())
    client.post(f"{LIST}delete/{note.pk}/")
    assert "Ring klockan sju." not in read(Client())


def test_menu_says_it_in_swedish(editor: User, guide: GuidePage, lind: SchoolUnit) -> None:
    client = Client()
    client.force_login(editor)
    note_on(guide, lind)
    page = read(client, LIST)
    assert ("Lokala tillägg" in page, "Anmäl frånvaro" in page, "Behöver ses över" in page) == (True, True, False)
    LocalNote.objects.update(needs_review=True)
    assert "Behöver ses över" in read(client, LIST)


def test_form_offers_own_schools_and_what_several_schools_read(
    tree: pages.Tree, guide: GuidePage, lind: SchoolUnit, strand: SchoolUnit, editor: User, ekeryd: Municipality
) -> None:
    own = pages.guide(tree.homes["alvhamra"], "Kommunens egen")
    pages.guide(tree.homes["ekeryd"], "Ekeryds egen")
    pages.guide(tree.shared, "Utkast", live=False)
    people = {editor: {lind}, organisation.person(MUNICIPALITY_ADMINISTRATOR, lind.municipality): {lind, strand}}
    for user, schools in people.items():
        client = Client()
        client.force_login(user)
        fields = client.get(f"{LIST}new/").context["form"].fields
        assert set(fields["school"].queryset) == schools
        assert {page.pk for page in fields["page"].queryset} == {guide.pk, own.pk}


def test_note_in_another_schools_name_is_refused(
    guide: GuidePage, lind: SchoolUnit, strand: SchoolUnit, editor: User
) -> None:
    with pytest.raises(PermissionDenied):
        note_on(guide, strand, by=editor)
    client = Client()
    client.force_login(editor)
    response = client.post(f"{LIST}new/", form(guide, strand))
    assert list(response.context["form"].errors) == ["school"]
    assert LocalNote.objects.count() == 0


def test_empty_note_and_second_note_are_refused(guide: GuidePage, lind: SchoolUnit, editor: User) -> None:
    with pytest.raises(ValidationError):
        write_note(note=LocalNote(page_id=guide.pk, school=lind, text=" "), by=editor)
    note_on(guide, lind, by=editor)
    with pytest.raises(ValidationError):
        note_on(guide, lind, by=editor)


def test_own_schools_note_stands_open_and_others_are_folded(
    guide: GuidePage, lind: SchoolUnit, strand: SchoolUnit, alvhamra: Municipality
) -> None:
    note_on(guide, lind, "Från Linden.")
    note_on(guide, strand, "Från Stranden.")
    client = Client()
    client.force_login(organisation.person(TEACHER, alvhamra, lind))
    body = read(client)
    assert (body.count('class="sk-note-own"'), body.count('<details class="sk-note">')) == (1, 1)
    assert body.index("Från Linden.") < body.index("<details") < body.index("Från Stranden.")
    assert read(Client()).count('<details class="sk-note">') == 2


def test_notes_of_another_municipality_are_not_shown(guide: GuidePage, lind: SchoolUnit, ekeryd: Municipality) -> None:
    note_on(guide, lind, "Från Linden.")
    assert "Från Linden." in read(Client())
    assert "Från Linden." not in read(Client(), ADDRESS.replace("alvhamra", "ekeryd"))


def test_note_ends_the_own_municipalitys_kept_pages_only(
    guide: GuidePage, lind: SchoolUnit, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    elsewhere = ADDRESS.replace("alvhamra", "ekeryd")
    for address in (ADDRESS, elsewhere):
        read(Client(), address)
    note_on(guide, lind, "Från Linden.")
    with django_assert_num_queries(1):
        read(Client(), elsewhere)
    assert "Från Linden." in read(Client())


def test_guide_with_many_notes_costs_a_visitor_no_more_than_fifteen_queries(
    guide: GuidePage, alvhamra: Municipality, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_max_num_queries(15) as without:
        read(Client())
    linked = f'<a linktype="page" id="{guide.pk}">guiden</a>'
    for number in range(5):
        note_on(guide, organisation.school(alvhamra, f"Skola {number}", f"skola-{number}"), f"Läs {linked}.")
    with django_assert_max_num_queries(15) as with_notes:
        assert "Skola 4" in read(Client())
    assert len(with_notes) <= len(without) + 1


def test_question_shows_notes_too(tree: pages.Tree, lind: SchoolUnit) -> None:
    page = pages.question(tree.shared, "Vem ringer jag?")
    note_on(page, lind, "Ring Linden.")
    assert "Ring Linden." in read(Client(), f"/alvhamra/gemensamt/{page.slug}/")


def test_major_change_flags_each_note_once_and_writes_to_its_author(
    guide: GuidePage, lind: SchoolUnit, strand: SchoolUnit, editor: User, run_jobs: Callable[[], int]
) -> None:
    other = organisation.person(EDITOR, strand.municipality, strand)
    note_on(guide, lind, by=editor)
    note_on(guide, strand, by=other)
    page = KnowledgePage.objects.get(pk=guide.pk)
    assert (flag_notes(page=page, by=other), flag_notes(page=page, by=other)) == (2, 0)
    assert [note.needs_review for note in LocalNote.objects.all()] == [True, True]
    mail = OutgoingMail.objects.get()
    assert mail.recipients == [editor.email]
    assert f"{LIST}edit/".encode() in bytes(mail.raw)
    assert "Guiden har ändrats sedan dess." in read(Client())
    assert run_jobs() >= 1


def test_major_publication_flags_notes_and_a_minor_one_does_not(
    guide: GuidePage, lind: SchoolUnit, editor: User
) -> None:
    note_on(guide, lind, by=editor)
    for significance, flagged in (("minor", False), ("major", True)):
        guide.refresh_from_db()
        guide.significance, guide.change_note = significance, "Nytt nummer."
        guide.save_revision(user=organisation.person()).publish()
        assert (significance, LocalNote.objects.get().needs_review) == (significance, flagged)


def test_note_saved_again_is_reviewed(guide: GuidePage, lind: SchoolUnit, editor: User) -> None:
    note = note_on(guide, lind, by=editor)
    flag_notes(page=note.page, by=None)
    guide.save_revision().publish()
    note = LocalNote.objects.get()
    write_note(note=note, by=editor)
    note.refresh_from_db()
    page = KnowledgePage.objects.get(pk=guide.pk)
    assert (note.needs_review, note.written_for_id) == (False, page.live_revision_id)
