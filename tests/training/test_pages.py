"""Reading a course and taking it: the course's page, lessons, "Your learning" and the certificate."""

import re
from typing import Any

import pytest
from django.test import Client
from wagtail.models import Page

from accounts.models import Municipality, User
from accounts.roles import GUARDIAN, PRINCIPAL, TEACHER
from tests.factories import organisation, pages, training
from training.domain.completions import complete_lesson
from training.domain.enrolments import enrol_by_role
from training.models import Completion, CoursePage, Enrolment, Unit

COURSE = "/alvhamra/gemensamt/trygg-med-uppgifter/"
FIRST, SECOND = f"{COURSE}modul/lektion-1/", f"{COURSE}modul/lektion-2/"


def act(page: Page, verb: str, place: str = "alvhamra") -> str:
    return f"/{place}/larande/{page.translation_key}/{verb}/"


def test_whole_course_in_as_few_clicks_as_it_has_lessons(
    client: Client, course: CoursePage, lessons: list[Any], principal: User
) -> None:
    client.force_login(principal)
    assert client.get(COURSE).context["action"].url == act(course, "borja")
    assert client.post(act(course, "borja"))["Location"] == FIRST
    action = client.get(FIRST).context["action"]
    assert (action.url, action.is_post) == (act(lessons[0], "klar"), True)
    assert client.post(action.url)["Location"] == SECOND
    assert client.post(act(lessons[1], "klar"))["Location"] == act(course, "intyg")
    certificate = client.get(act(course, "intyg")).content.decode()
    assert all(words in certificate for words in ("Trygg med uppgifter", str(principal), "Lektion 1", "Lektion 2"))
    assert client.get(COURSE).context["action"].url == act(course, "intyg")


def test_course_page_continues_with_the_first_lesson_not_done(
    client: Client, course: CoursePage, lessons: list[Any], principal: User
) -> None:
    client.force_login(principal)
    client.post(act(lessons[0], "klar"))
    context = client.get(COURSE).context
    assert re.search(r"\b2$", context["action"].label)
    assert client.post(context["action"].url)["Location"] == SECOND
    assert [[line.is_done for line in lines] for _, lines in context["modules"]] == [[True, False]]
    assert context["minutes"] == 10


def test_skipped_lesson_is_what_comes_after_the_last(
    client: Client, course: CoursePage, lessons: list[Any], principal: User
) -> None:
    client.force_login(principal)
    assert client.post(act(lessons[1], "klar"))["Location"] == FIRST


def test_lesson_shows_its_place_and_its_neighbours(
    client: Client, course: CoursePage, lessons: list[Any], principal: User
) -> None:
    client.force_login(principal)
    context = client.get(SECOND).context
    assert (context["number"], context["progress"].total, context["previous"][1], context["next"]) == (
        2,
        2,
        FIRST,
        None,
    )
    page = client.get(FIRST).content.decode()
    assert "Läs det här." in page
    assert page.count('aria-current="page"') == 1


def test_course_made_complete_by_taking_a_lesson_away_is_finished_by_one_click(
    client: Client, course: CoursePage, lessons: list[Any], principal: User
) -> None:
    client.force_login(principal)
    client.post(act(lessons[0], "klar"))
    lessons[1].unpublish()
    action = client.get(COURSE).context["action"]
    assert (action.is_post, client.post(action.url)["Location"]) == (True, act(course, "intyg"))


def test_module_leads_to_its_place_on_the_course_page(client: Client, course: CoursePage) -> None:
    assert client.get(f"{COURSE}modul/")["Location"] == f"{COURSE}#modul-modul"
    assert 'id="modul-modul"' in client.get(COURSE).content.decode()


def test_visitor_reads_an_open_course_and_nothing_is_stored(
    client: Client, course: CoursePage, lessons: list[Any]
) -> None:
    assert client.get(COURSE).context["action"].url == FIRST
    assert client.get(FIRST).context["action"].url == SECOND
    assert client.get(SECOND).context["action"].url == COURSE
    for address, back in ((act(course, "borja"), COURSE), (act(lessons[0], "klar"), FIRST)):
        assert client.post(address)["Location"] == f"/konto/login/?next={back}"
    assert not Enrolment.objects.exists()
    assert not Completion.objects.exists()


def test_lesson_at_the_neutral_address_can_be_read(
    client: Client, course: CoursePage, lessons: list[Any], principal: User
) -> None:
    client.force_login(principal)
    neutral = lessons[0].url
    assert not neutral.startswith("/alvhamra/")
    context = client.get(neutral).context
    assert (context["keeps"], context["action"].url) == (False, lessons[1].url)


def test_lesson_of_an_unpublished_course_is_gone(
    client: Client, course: CoursePage, lessons: list[Any], principal: User
) -> None:
    Page.objects.filter(pk=course.pk).update(live=False)
    client.force_login(principal)
    assert client.get(FIRST).status_code == 404
    assert client.post(act(lessons[0], "klar")).status_code == 404


def test_course_of_another_municipality_does_not_exist_here(client: Client, tree: pages.Tree, principal: User) -> None:
    foreign = training.course(tree.homes["ekeryd"], "Ekeryds kurs")
    lesson = training.lessons_of(foreign)[0]
    client.force_login(principal)
    for address in (act(foreign, "borja"), act(lesson, "klar"), act(foreign, "intyg")):
        assert client.post(address).status_code == (405 if address.endswith("intyg/") else 404)
    pages.restrict(foreign, "ekeryd:employees")
    assert client.get(lesson.url).status_code == 404
    assert client.post(act(lesson, "klar", "ekeryd")).status_code == 404
    assert not Enrolment.objects.exists()


def test_restricted_course_follows_the_rules_of_all_pages(
    client: Client, course: CoursePage, lessons: list[Any], principal: User, alvhamra: Municipality
) -> None:
    pages.restrict(course, "all:employees")
    assert client.get(FIRST)["Location"] == f"/konto/login/?next={FIRST}"
    assert client.post(act(lessons[0], "klar"))["Location"] == f"/konto/login/?next={FIRST}"
    client.force_login(organisation.person(GUARDIAN, alvhamra))
    posted = [client.post(address).status_code for address in (act(course, "borja"), act(lessons[0], "klar"))]
    assert (client.get(FIRST).status_code, posted) == (403, [403, 403])
    client.force_login(principal)
    assert (client.get(FIRST).status_code, client.post(act(lessons[0], "klar")).status_code) == (200, 302)


def test_restricted_lesson_is_no_part_of_the_course_for_others(
    client: Client, course: CoursePage, lessons: list[Any], alvhamra: Municipality
) -> None:
    pages.restrict(lessons[1], "all:principal")
    client.force_login(organisation.person(TEACHER, alvhamra))
    page = client.get(COURSE)
    assert (page.context["progress"].total, "Lektion 2" in page.content.decode()) == (1, False)


def test_certificate_is_ones_own_and_needs_a_finished_course(
    client: Client, course: CoursePage, lessons: list[Any], principal: User, alvhamra: Municipality
) -> None:
    address = act(course, "intyg")
    complete_lesson(lesson=lessons[0], municipality=alvhamra, by=principal)
    client.force_login(principal)
    assert client.get(address).status_code == 404
    complete_lesson(lesson=lessons[1], municipality=alvhamra, by=principal)
    assert client.get(address).status_code == 200
    assert client.get(act(lessons[0], "intyg")).status_code == 404
    client.force_login(organisation.person(PRINCIPAL, alvhamra))
    assert client.get(address).status_code == 404
    client.logout()
    assert client.get(address)["Location"] == f"/konto/login/?next={address}"


def test_certificate_outlives_the_course(
    client: Client, course: CoursePage, lessons: list[Any], principal: User, alvhamra: Municipality
) -> None:
    for lesson in lessons:
        complete_lesson(lesson=lesson, municipality=alvhamra, by=principal)
    key = course.translation_key
    course.delete()
    client.force_login(principal)
    assert "Lektion 2" in client.get(f"/alvhamra/larande/{key}/intyg/").content.decode()
    assert client.get(f"/ekeryd/larande/{key}/intyg/").status_code == 404


def test_your_learning_lists_what_is_mine_finished_and_offered(
    client: Client, tree: pages.Tree, course: CoursePage, lessons: list[Any], principal: User, alvhamra: Municipality
) -> None:
    begun = training.course(tree.homes["alvhamra"], "Påbörjad")
    training.course(tree.homes["alvhamra"], "För rektorer")
    training.course(tree.homes["alvhamra"], "För lärare", audience=["teacher"])
    training.course(tree.homes["ekeryd"], "Ekeryds kurs")
    enrol_by_role(course=course, by=None)
    complete_lesson(lesson=training.lessons_of(begun)[0], municipality=alvhamra, by=principal)
    client.force_login(principal)
    context = client.get("/alvhamra/larande/").context
    assert [(item.title, item.url) for item in context["mine"]] == [
        ("Trygg med uppgifter", FIRST),
        ("Påbörjad", "/alvhamra/paborjad/modul/lektion-2/"),
    ]
    assert [offer.title for offer in context["offers"]] == ["För rektorer"]
    for lesson in lessons:
        complete_lesson(lesson=lesson, municipality=alvhamra, by=principal)
    context = client.get("/alvhamra/larande/").context
    assert [completion.title for completion in context["finished"]] == ["Trygg med uppgifter"]
    assert [item.title for item in context["mine"]] == ["Påbörjad"]


def test_visitor_sees_the_open_courses(client: Client, tree: pages.Tree, course: CoursePage) -> None:
    pages.restrict(training.course(tree.shared, "Intern kurs"), "all:employees")
    response = client.get("/alvhamra/larande/")
    assert [offer.title for offer in response.context["offers"]] == ["Trygg med uppgifter"]
    assert "/konto/login/?next=/alvhamra/larande/" in response.content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_your_learning_costs_the_same_queries_for_one_and_three_courses(
    count: int, client: Client, tree: pages.Tree, principal: User, django_assert_num_queries: Any
) -> None:
    for number in range(count):
        enrol_by_role(course=training.course(tree.shared, f"Min {number}", mandatory_for=["principal"]), by=None)
        training.course(tree.shared, f"Annan {number}")
    client.force_login(principal)
    client.get("/alvhamra/larande/")
    with django_assert_num_queries(16):
        client.get("/alvhamra/larande/")


@pytest.mark.parametrize("count", [1, 3])
def test_lesson_costs_the_same_queries_however_long_the_course(
    count: int, client: Client, tree: pages.Tree, principal: User, django_assert_num_queries: Any
) -> None:
    training.course(tree.shared, lessons=count)
    client.force_login(principal)
    client.get(FIRST)
    with django_assert_num_queries(20):
        client.get(FIRST)


def test_unit_made_late_serves_a_page_that_was_never_published_by_hand(
    client: Client, course: CoursePage, lessons: list[Any], principal: User
) -> None:
    Unit.objects.all().delete()
    client.force_login(principal)
    assert client.post(act(lessons[0], "klar")).status_code == 302
    assert {unit.title for unit in Unit.objects.all()} == {"Lektion 1", "Trygg med uppgifter"}


class TestGuideLesson:
    @pytest.fixture
    def address(self) -> str:
        return f"{COURSE}del-2/las-guiden/"

    def test_shows_the_guide_as_it_is_now(
        self, client: Client, tree: pages.Tree, course: CoursePage, address: str
    ) -> None:
        guide = pages.guide(tree.shared, "Lås skärmen", text="Gammal text.")
        training.guide(training.module(course, "Del 2"), guide, introduction="Först detta.")
        guide.body = [("paragraph", "<p>Ny text.</p>")]
        guide.save_revision().publish()
        page = client.get(address).content.decode()
        assert [text in page for text in ("Först detta.", "Ny text.", "Gammal text.")] == [True, True, False]
        assert 'href="/alvhamra/gemensamt/las-skarmen/"' in page

    def test_background_of_a_question_is_for_employees(
        self, client: Client, tree: pages.Tree, course: CoursePage, address: str, alvhamra: Municipality
    ) -> None:
        question = pages.question(tree.shared, "Vem ser?", answer="Bara du.", internal="<p>Kontrollera spärren</p>")
        training.guide(training.module(course, "Del 2"), question)
        seen = {}
        for role in (None, GUARDIAN, TEACHER):
            client.logout()
            if role:
                client.force_login(organisation.person(role, alvhamra))
            page = client.get(address).content.decode()
            seen[role] = ("Bara du." in page, "Kontrollera spärren" in page)
        assert seen == {None: (True, False), GUARDIAN: (True, False), TEACHER: (True, True)}

    def test_guide_that_may_not_be_read_is_kept_back(
        self,
        client: Client,
        tree: pages.Tree,
        course: CoursePage,
        address: str,
        principal: User,
        alvhamra: Municipality,
    ) -> None:
        guide = pages.guide(tree.shared, "Intern guide", text="Hemligt.")
        pages.restrict(guide, "all:employees")
        training.guide(training.module(course, "Del 2"), guide)
        for user in (None, organisation.person(GUARDIAN, alvhamra)):
            if user:
                client.force_login(user)
            response = client.get(address)
            assert ("Hemligt." in response.content.decode(), response.context["guide_is_kept_back"]) == (False, True)
        client.force_login(principal)
        assert "Hemligt." in client.get(address).content.decode()

    @pytest.mark.parametrize("fate", ["unpublished", "deleted", "foreign"])
    def test_guide_that_is_gone_is_said_to_be(
        self, fate: str, client: Client, tree: pages.Tree, course: CoursePage, address: str
    ) -> None:
        guide = pages.guide(tree.homes["ekeryd"] if fate == "foreign" else tree.shared, "Guide", text="Försvunnen.")
        training.guide(training.module(course, "Del 2"), guide)
        if fate == "unpublished":
            guide.unpublish()
        if fate == "deleted":
            guide.delete()
        response = client.get(address)
        assert (response.status_code, response.context["guide"]) == (200, None)
        assert "Försvunnen." not in response.content.decode()
