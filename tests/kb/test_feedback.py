"""Did this help? Answers without account, cookie, token or JavaScript, and what editors see of them."""

import re
from datetime import date, timedelta
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import DjangoAssertNumQueries

from accounts.models import Municipality, User
from accounts.roles import EDITOR, GUARDIAN, MUNICIPALITY_ADMINISTRATOR, SYSTEM_ADMINISTRATOR
from kb.domain import feedback
from kb.domain.masking import masked
from kb.domain.readable import readable_or_empty
from kb.models import Feedback, GuidePage
from kb.tasks import forget_answer_keys
from tests.factories import organisation, pages, training
from triage.classifier.text import masked as masked_for_the_machine

OURS = {"Sec-Fetch-Site": "same-origin"}


@pytest.fixture
def guide(tree: pages.Tree) -> GuidePage:
    return pages.guide(tree.shared, "Byt lösenord")


def address_of(guide: GuidePage, municipality: str = "alvhamra") -> str:
    return f"/{municipality}/hjalpte/{guide.translation_key}/"


def answer(client: Client, guide: GuidePage, helped: str = "no", **headers: str) -> Any:
    return client.post(address_of(guide), {"helped": helped}, headers=headers or OURS)


def explain(client: Client, address: str, **fields: str) -> Any:
    return client.post(address, fields, headers=OURS)


def main_of(response: Any) -> str:
    return response.content.decode().split("<main")[1].split("</main>")[0]


# Answering


def test_page_asks_with_a_form_that_needs_no_token(client: Client, guide: GuidePage) -> None:
    page = main_of(client.get("/alvhamra/gemensamt/byt-losenord/"))
    assert f'method="post" action="{address_of(guide)}"' in page
    assert re.findall(r'name="helped" value="(\w+)"', page) == ["yes", "no"]
    assert "csrfmiddlewaretoken" not in page


def test_guide_in_a_lesson_asks_about_the_guide(client: Client, tree: pages.Tree, guide: GuidePage) -> None:
    lesson = training.guide(training.module(training.course(tree.shared), "Del"), guide)
    page = main_of(client.get(f"/alvhamra/{'/'.join(lesson.url_path.strip('/').split('/')[1:])}/"))
    assert f'action="{address_of(guide)}"' in page


@pytest.mark.parametrize(("helped", "helpful"), [("yes", True), ("no", False)])
def test_answer_is_kept_with_its_revision_and_nothing_about_the_person(
    guide: GuidePage, alvhamra: Municipality, helped: str, helpful: bool
) -> None:
    guide.save_revision().publish()
    guide.refresh_from_db()
    client = Client(enforce_csrf_checks=True)
    response = answer(client, guide, helped)
    kept = Feedback.objects.get()
    assert response.status_code == 302
    assert response["Location"] == f"{address_of(guide)}{kept.key}/"
    assert not response.cookies
    values = (kept.page_id, kept.translation_key, kept.language, kept.revision, kept.municipality, kept.helpful)
    assert values == (guide.pk, guide.translation_key, "sv", guide.live_revision_id, alvhamra, helpful)
    assert kept.created_on == timezone.localdate()
    assert {field.name for field in Feedback._meta.get_fields()} == {
        *("id", "key", "page", "translation_key", "language", "revision", "municipality"),
        *("helpful", "reason", "comment", "created_on"),
    }


def test_thanks_set_no_cookie_and_are_not_kept_by_caches(client: Client, guide: GuidePage) -> None:
    response = client.get(answer(client, guide, "yes")["Location"])
    assert (response.status_code, dict(response.cookies)) == (200, {})
    assert "no-store" in response["Cache-Control"]
    assert "Tack för ditt svar" in main_of(response)
    assert "Vad saknades?" not in main_of(response)


def test_no_is_asked_what_was_missing_and_offered_help(client: Client, guide: GuidePage) -> None:
    page = main_of(client.get(answer(client, guide, "no")["Location"]))
    assert re.findall(r'name="reason" value="(\w+)"', page) == ["missing", "unclear", "wrong"]
    assert 'href="/alvhamra/fraga/?fran=/alvhamra/gemensamt/byt-losenord/"' in page
    assert 'maxlength="500"' in page


def test_explanation_is_masked_and_kept_once(client: Client, guide: GuidePage) -> None:
    address = answer(client, guide)["Location"]
    typed = "Ring mig på 070-174 06 99 eller a.b@exempel.example, Kim 20120506-1234"
    assert explain(client, address, reason="wrong", comment=typed)["Location"] == address
    kept = Feedback.objects.get()
    assert kept.reason == "wrong"
    assert kept.comment == "Ring mig på [telefonnummer] eller [e-postadress], Kim [personnummer]"
    assert explain(client, address, reason="unclear", comment="En gång till").status_code == 302
    kept.refresh_from_db()
    assert kept.reason == "wrong"
    assert "Vad saknades?" not in main_of(client.get(address))


def test_answer_of_yes_takes_no_explanation(client: Client, guide: GuidePage) -> None:
    address = answer(client, guide, "yes")["Location"]
    explain(client, address, reason="wrong")
    assert Feedback.objects.get().reason == ""
    with pytest.raises(IntegrityError), transaction.atomic():
        Feedback.objects.update(reason="wrong")


def test_empty_explanation_is_asked_for(client: Client, guide: GuidePage) -> None:
    response = explain(client, answer(client, guide)["Location"], comment=" \u200b\u202e")
    assert response.status_code == 400
    assert "Välj vad som saknades, eller skriv det med egna ord." in main_of(response)


def test_english_answer_belongs_to_the_english_page(client: Client, guide: GuidePage, tree: pages.Tree) -> None:
    from tests.config.test_languages import translated  # the one test that needs a translation

    translated(guide, "Change password", "change-password")
    response = client.post(f"/en{address_of(guide)}", {"helped": "yes"}, headers=OURS)
    assert (response.status_code, Feedback.objects.get().language) == (302, "en")
    swedish = client.get(response["Location"].removeprefix("/en"))
    assert 'href="/en/alvhamra/gemensamt/change-password/"' in main_of(swedish)


def test_answer_about_an_untranslated_guide_in_a_lesson_belongs_to_the_guide(client: Client, guide: GuidePage) -> None:
    response = client.post(f"/en{address_of(guide)}", {"helped": "yes"}, headers=OURS)
    assert (response.status_code, Feedback.objects.get().language) == (302, "sv")
    assert 'href="/alvhamra/gemensamt/byt-losenord/"' in main_of(client.get(response["Location"]))


# What is refused


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Sec-Fetch-Site": "same-origin", "Origin": "http://testserver"}, 302),
        ({"Origin": "http://testserver"}, 302),
        ({"Sec-Fetch-Site": "cross-site"}, 403),
        ({"Sec-Fetch-Site": "same-site"}, 403),
        ({"Sec-Fetch-Site": "none"}, 403),
        ({"Sec-Fetch-Site": "cross-site", "Origin": "http://testserver"}, 403),
        ({"Origin": "https://ond.example"}, 403),
        ({"Origin": "null"}, 403),
        ({"X-Other": "1"}, 403),
    ],
)
def test_only_our_own_page_may_send_the_form(
    client: Client, guide: GuidePage, headers: dict[str, str], status: int
) -> None:
    assert answer(client, guide, "yes", **headers).status_code == status
    assert Feedback.objects.count() == (1 if status == 302 else 0)


def test_explanation_from_another_site_is_refused(client: Client, guide: GuidePage) -> None:
    address = answer(client, guide)["Location"]
    response = client.post(address, {"reason": "wrong"}, headers={"Sec-Fetch-Site": "cross-site"})
    assert (response.status_code, Feedback.objects.get().reason) == (403, "")


def test_pages_that_the_reader_cannot_see_here_are_not_found(client: Client, tree: pages.Tree) -> None:
    foreign = pages.guide(tree.homes["ekeryd"], "Ekeryds egen")
    secret = pages.guide(tree.shared, "Hemlig")
    pages.restrict(secret, "all:employees")
    draft = pages.guide(tree.shared, "Utkast", live=False)
    assert [answer(client, page).status_code for page in (foreign, secret, draft)] == [404, 404, 404]
    assert client.post("/alvhamra/hjalpte/0b6f6f0e-6c9a-4b7e-9d4e-1de1a8a1a001/", headers=OURS).status_code == 404
    assert not Feedback.objects.exists()


def test_answer_is_reached_under_its_own_municipality_and_page_only(
    client: Client, guide: GuidePage, tree: pages.Tree
) -> None:
    other = pages.guide(tree.shared, "Annan")
    address = answer(client, guide)["Location"]
    assert client.get(address.replace("alvhamra", "ekeryd")).status_code == 404
    assert client.get(address.replace(str(guide.translation_key), str(other.translation_key))).status_code == 404


def test_too_many_answers_from_one_address_are_refused_in_words(
    client: Client, guide: GuidePage, settings: Any
) -> None:
    settings.KB_MAX_FEEDBACK_PER_ADDRESS = 2
    assert [answer(client, guide).status_code for _ in range(3)] == [302, 302, 429]
    assert "Försök igen om en timme" in main_of(answer(client, guide))
    assert Feedback.objects.count() == 2
    assert client.post(address_of(guide), {"helped": "yes"}, headers=OURS, REMOTE_ADDR="203.0.113.9").status_code == 302


def test_address_of_the_sender_is_in_no_key_of_the_cache(guide: GuidePage) -> None:
    from django.core.cache import caches  # looks into the local cache itself

    feedback.check_sender_limit("203.0.113.9")
    assert [key for key in caches["default"]._cache if "203.0.113.9" in key] == []


def test_answer_outlives_its_page(client: Client, guide: GuidePage) -> None:
    key = guide.translation_key
    address = answer(client, guide)["Location"]
    guide.delete()
    kept = Feedback.objects.get()
    assert (kept.page, kept.translation_key) == (None, key)
    assert client.get(address).status_code == 404


def test_key_in_the_address_is_forgotten_the_day_after(client: Client, guide: GuidePage) -> None:
    today, yesterday = (answer(client, guide)["Location"] for _ in range(2))
    Feedback.objects.filter(key=yesterday.split("/")[-2]).update(created_on=timezone.localdate() - timedelta(days=1))
    forget_answer_keys.call()
    assert [client.get(today).status_code, client.get(yesterday).status_code] == [200, 404]
    assert Feedback.objects.filter(key=None, helpful=False).count() == 1


def test_reader_may_answer_about_own_municipalitys_page(tree: pages.Tree, alvhamra: Municipality) -> None:
    own = pages.guide(tree.homes["alvhamra"], "Skolskjuts")
    found = feedback.page_answered_about(
        own.translation_key, language="sv", municipality=alvhamra, reader=AnonymousUser()
    )
    assert found == own.knowledgepage_ptr


# Masking


@pytest.mark.parametrize(
    "secret",
    [
        *("121212-1212", "20121212-1212", "201212121212", "19121212+1212", "121272-1212", "121212 1212"),
        *("070-174 06 99", "0701740699", "+46 70 174 06 99", "08-123 456 78", "0046701740699", "(070) 174 06 99"),
        *("a@b.se", "förnamn.efternamn@skola.exempel.example", "a+b@exempel.example"),
    ],
)
def test_what_tells_who_somebody_is_is_masked(secret: str) -> None:
    text = masked(f"Hej {secret} är mitt")
    assert not re.search(r"\d{3}|@", text)
    assert text.startswith("Hej ")
    assert text.endswith(" är mitt")


@pytest.mark.parametrize("text", ["Klass 7B har 24 elever i sal 214", "Läsåret 2026/2027", "Steg 3 av 10", "kl. 8.15"])
def test_ordinary_numbers_stay(text: str) -> None:
    assert masked(text) == text == masked_for_the_machine(text)


@given(st.text())
def test_masking_twice_changes_nothing_more(text: str) -> None:
    once = masked(readable_or_empty(text))
    assert masked(once) == once


# What editors see


@pytest.fixture
def answered(tree: pages.Tree, alvhamra: Municipality) -> GuidePage:
    """Before: 1 of 2. Now: 2 of 3. Comments of three days."""
    own = pages.guide(tree.homes["alvhamra"], "Skolskjuts")
    for day, helpful, comment in ((1, True, ""), (2, False, "Gammalt")):
        said(own, alvhamra, helpful, comment, day)
    own.save_revision().publish()
    own.refresh_from_db()
    for day, helpful, comment in ((3, True, ""), (4, True, ""), (5, False, "Nytt")):
        said(own, alvhamra, helpful, comment, day)
    return own


def said(page: GuidePage, place: Municipality, helpful: bool, comment: str, day: int) -> None:
    Feedback.objects.create(
        page=page,
        translation_key=page.translation_key,
        language="sv",
        revision=page.live_revision_id,
        municipality=place,
        helpful=helpful,
        comment=comment,
        created_on=date(2026, 11, day),
    )


def sign_in(client: Client, user: User) -> Client:
    client.force_login(user)
    return client


def cells(page: str) -> list[str]:
    table = page.split('<table class="listing">')[1].split("</table>", 1)[0]
    return [" ".join(re.sub(r"<[^>]*>", " ", cell).split()) for cell in re.findall(r"(?s)<td>(.*?)</td>", table)]


def test_report_shows_the_share_now_and_before_with_how_many(
    client: Client, answered: GuidePage, alvhamra: Municipality
) -> None:
    sign_in(client, organisation.person(MUNICIPALITY_ADMINISTRATOR, alvhamra))
    seen = cells(client.get("/admin/hjalpte/").content.decode())
    assert seen == ["Skolskjuts", "67 % ja (2 av 3)", "50 % ja (1 av 2)", "2", "5 november 2026"]


def test_comments_of_a_page_come_newest_first(client: Client, answered: GuidePage) -> None:
    sign_in(client, organisation.person(SYSTEM_ADMINISTRATOR))
    page = client.get(f"/admin/hjalpte/{answered.translation_key}/sv/").content.decode()
    assert cells(page) == [
        *("5 november 2026", "–", "Nytt", "Älvhamra kommun", "som den är nu"),
        *("2 november 2026", "–", "Gammalt", "Älvhamra kommun", "tidigare"),
    ]


def test_editors_see_only_pages_that_they_may_edit(
    client: Client, answered: GuidePage, ekeryd: Municipality, alvhamra: Municipality
) -> None:
    sign_in(client, organisation.person(MUNICIPALITY_ADMINISTRATOR, ekeryd))
    assert "Skolskjuts" not in client.get("/admin/hjalpte/").content.decode()
    assert client.get(f"/admin/hjalpte/{answered.translation_key}/sv/").status_code == 404
    school = organisation.school(alvhamra)
    sign_in(client, organisation.person(EDITOR, alvhamra, school))
    assert client.get(f"/admin/hjalpte/{answered.translation_key}/sv/").status_code == 404
    sign_in(client, organisation.person(GUARDIAN, alvhamra))
    assert client.get("/admin/hjalpte/").status_code == 302


def test_editor_of_the_page_is_led_to_its_answers(client: Client, answered: GuidePage, tree: pages.Tree) -> None:
    sign_in(client, organisation.person(SYSTEM_ADMINISTRATOR))
    link = f"/admin/hjalpte/{answered.translation_key}/sv/"
    assert link in client.get(f"/admin/pages/{answered.pk}/edit/").content.decode()
    silent = pages.guide(tree.shared, "Utan svar")
    assert (
        "/admin/hjalpte/" + str(silent.translation_key)
        not in client.get(f"/admin/pages/{silent.pk}/edit/").content.decode()
    )


def test_report_costs_the_same_for_one_page_and_for_many(
    client: Client,
    answered: GuidePage,
    tree: pages.Tree,
    alvhamra: Municipality,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    from kb.reading_report import pages_with_answers, shares_of  # the query alone, without Wagtail's frame

    administrator = organisation.person(SYSTEM_ADMINISTRATOR)
    for number in range(5):
        said(pages.guide(tree.shared, f"Guide {number}"), alvhamra, True, "", number + 6)
    with django_assert_num_queries(1):
        rows = [(page.title, page.locale.language_code, *shares_of(page)) for page in pages_with_answers(administrator)]
    assert [row[0] for row in rows] == ["Guide 4", "Guide 3", "Guide 2", "Guide 1", "Guide 0", "Skolskjuts"]
