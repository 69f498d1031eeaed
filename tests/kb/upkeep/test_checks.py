"""A draft may lack anything but its title; what readers get may not."""

from typing import Any

import pytest
from django.test import Client
from wagtail.images import get_image_model
from wagtail.images.tests.utils import get_test_image_file
from wagtail.test.utils.form_data import nested_form_data, rich_text, streamfield

from accounts.models import Municipality
from accounts.roles import GUARDIAN, PRINCIPAL
from kb.admin.checks_panel import panel_context
from kb.domain import checks
from kb.domain.collections import open_school_collections
from kb.domain.content import Kind, Piece, pieces_of
from kb.domain.owners import candidates
from kb.models import GuidePage, QuestionPage
from tests.factories import organisation, pages
from tests.factories.forms import RICH, question_form
from tests.kb.upkeep.conftest import Place


def client_of(user: Any) -> Client:
    client = Client()
    client.force_login(user)
    return client


def add(place: Place, data: dict[str, Any], kind: str = "questionpage") -> Any:
    return client_of(place.editor).post(f"/admin/pages/add/kb/{kind}/{place.section.pk}/", data)


def errors(response: Any) -> dict[str, list[str]]:
    return {name: [str(error) for error in found] for name, found in response.context["form"].errors.items()}


def test_draft_is_saved_with_nothing_but_a_title(place: Place) -> None:
    empty = dict.fromkeys(("summary", "purpose", "topic", "page_owner"), "")
    data = question_form(None, **empty, answer="null", audience=[])
    response = add(place, data)
    assert response.status_code == 302, response.context["form"].errors
    page = QuestionPage.objects.get()
    assert (page.live, page.answer, page.municipality) == (False, "", place.municipality)


def test_publishing_says_in_swedish_at_the_field_what_is_missing(place: Place) -> None:
    empty = dict.fromkeys(("summary", "purpose", "topic", "page_owner"), "")
    data = question_form(None, **empty, answer="null", audience=[])
    assert errors(add(place, {**data, "action-publish": "1"})) == {
        "summary": ["Skriv en mening som säger vad sidan handlar om."],
        "purpose": ["Skriv vad läsaren vet eller kan göra efter att ha läst."],
        "topic": ["Välj ett ämne."],
        "audience": ["Välj minst en roll som sidan är skriven för."],
        "page_owner": ["Välj vem som är ansvarig för sidan."],
        "answer": ["Skriv svaret."],
    }
    assert not QuestionPage.objects.exists()


@pytest.mark.parametrize("action", ["action-publish", "action-submit"])
def test_answer_of_blanks_only_is_neither_published_nor_sent_for_approval(place: Place, action: str) -> None:
    response = add(place, question_form(place.editor, answer=RICH % "  ", **{action: "1"}))
    assert errors(response) == {"answer": ["Skriv svaret."]}


def test_major_change_must_say_what_is_new(place: Place) -> None:
    data = question_form(place.editor, significance="major", **{"action-publish": "1"})
    assert errors(add(place, data)) == {
        "change_note": ["Skriv vad som är nytt: läsarna ser det efter en större ändring."]
    }


def test_next_change_begins_as_a_minor_one_without_a_note(place: Place) -> None:
    add(place, question_form(place.editor, significance="major", change_note="Nytt.", **{"action-publish": "1"}))
    page = QuestionPage.objects.get()
    form = client_of(place.editor).get(f"/admin/pages/{page.pk}/edit/").context["form"]
    assert (form["significance"].value(), form["change_note"].value()) == ("minor", "")
    assert page.significance == "major"


def test_owner_is_chosen_among_employees_of_the_municipality(place: Place, ekeryd: Municipality) -> None:
    organisation.person(GUARDIAN, place.municipality, place.section.school)
    organisation.person(PRINCIPAL, ekeryd)
    response = client_of(place.editor).get(f"/admin/pages/add/kb/questionpage/{place.section.pk}/")
    offered = set(response.context["form"].fields["page_owner"].queryset)
    assert offered == {place.editor, place.administrator, place.teacher}
    assert offered == set(candidates(place.municipality))


def test_stranger_is_no_choice_even_if_sent(place: Place, ekeryd: Municipality) -> None:
    stranger = organisation.person(PRINCIPAL, ekeryd)
    response = add(place, question_form(stranger, **{"action-publish": "1"}))
    assert errors(response).keys() == {"page_owner"}


# Guides


def guide_form(place: Place, blocks: list[tuple[str, Any]], **fields: Any) -> dict[str, Any]:
    data = question_form(place.editor, title="Guide", slug="guide", **fields)
    del data["answer"], data["internal"]
    return {**data, **nested_form_data({"body": streamfield(blocks)})}


def test_guide_of_headings_only_is_not_published(place: Place) -> None:
    blocks = [("heading", "Först"), ("heading", "Sedan")]
    response = add(place, guide_form(place, blocks, **{"action-publish": "1"}), "guidepage")
    assert errors(response) == {"body": ["Skriv guiden: minst en text eller ett steg."]}
    assert add(place, guide_form(place, blocks), "guidepage").status_code == 302


def test_guide_with_text_is_published(place: Place) -> None:
    blocks = [("heading", "Först"), ("paragraph", rich_text("<p>Öppna appen.</p>"))]
    response = add(place, guide_form(place, blocks, **{"action-publish": "1"}), "guidepage")
    assert response.status_code == 302, response.context["form"].errors
    assert GuidePage.objects.get().live


def test_picture_needs_words_unless_it_decorates(place: Place) -> None:
    own = open_school_collections(place.section.school)
    image = get_image_model().objects.create(title="x", file=get_test_image_file(), collection=own)
    for decorative, alt, status in (("", "", 200), ("on", "", 302), ("", "En skola", 302)):
        picture = {"image": image.pk, "decorative": decorative, "alt_text": alt}
        blocks = [("picture", {"picture": picture, "caption": ""}), ("paragraph", rich_text("<p>Hej.</p>"))]
        data = guide_form(place, blocks, **{"action-publish": "1"})
        data["slug"] = f"guide-{decorative}-{len(alt)}"
        assert add(place, data, "guidepage").status_code == status


def test_film_needs_captions_or_a_reason_and_a_transcript(place: Place) -> None:
    film = {"title": "Film", "film": 1, "captions": None, "no_captions": "", "transcript": ""}
    found = checks.problems([Piece("body", "Guide › Film (1)", Kind.FILM, film)])
    assert [problem.message for problem in found] == [
        "Guide › Film (1): välj en fil med undertexter, eller skriv varför det inte finns några.",
        "Guide › Film (1): skriv ner det som sägs och syns.",
    ]
    told = {**film, "no_captions": "Ingen talar.", "transcript": "<p>En hand trycker på knappen.</p>"}
    assert checks.problems([Piece("body", "Guide › Film (1)", Kind.FILM, told)]) == []


@pytest.mark.parametrize(
    ("markup", "skips"),
    [("<h2>a</h2><h3>b</h3>", 0), ("<h3>a</h3>", 1), ("<h2>a</h2><h4>b</h4><h2>c</h2>", 1), ("<p>a</p>", 0)],
)
def test_headings_do_not_skip_levels(markup: str, skips: int) -> None:
    assert len(list(checks.skipped_levels([Piece("answer", "Svar", Kind.RICH, markup)]))) == skips


def test_heading_block_counts_as_the_level_under_the_title(place: Place) -> None:
    pieces = [Piece("body", "a", Kind.HEADING, "x"), Piece("body", "b", Kind.RICH, "<h3>y</h3>")]
    assert list(checks.skipped_levels(pieces)) == []


def test_pieces_reach_into_every_block(place: Place) -> None:
    page = pages.guide(place.section, "Allt")
    page.body = [
        ("heading", "Rubrik"),
        ("steps", [{"title": "Öppna", "text": "<p>Appen.</p>", "picture": None}]),
        ("note", {"text": "<p>Bra.</p>"}),
    ]
    found = [(piece.place, piece.kind.value, str(piece.value)) for piece in pieces_of(page)]
    assert found == [
        ("Guide › Rubrik (1)", "heading", "Rubrik"),
        ("Guide › Numrerade steg (2) › Steg 1 › Vad du ska göra", "text", "Öppna"),
        ("Guide › Numrerade steg (2) › Steg 1 › Hur", "rich", "<p>Appen.</p>"),
        ("Guide › Bra att veta (3) › Text", "rich", "<p>Bra.</p>"),
    ]


def test_panel_tells_what_is_missing_and_how_heavy_the_text_is(place: Place) -> None:
    heavy = "Vårdnadshavaren kontaktar skolans expedition beträffande ledighetsansökan. " * 8
    page = pages.guide(place.section, "Tung", text=heavy)
    context = panel_context(page)
    assert (context["problems"], context["broken"]) == ([], [])
    assert context["reading_in_words"] == f"LIX {context['reading'].lix}: mycket svår. Välj kortare ord."
    shown = client_of(place.editor).get(f"/admin/pages/{page.pk}/edit/").content.decode()
    assert context["reading_in_words"] in shown


def test_empty_form_opens_with_the_panel(place: Place) -> None:
    response = client_of(place.editor).get(f"/admin/pages/add/kb/guidepage/{place.section.pk}/")
    assert "Spara sidan för att se vad som saknas" in response.content.decode()
