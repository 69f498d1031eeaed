"""Start page, homes, school sections, and the texts of fixtures/pages/: shared ones, and those that schools own.

Texts link to each other, so all pages are made first and get their texts afterwards.
"""

import json
import zlib
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from django.conf import settings
from django.contrib.auth.models import Group
from django.utils import timezone
from wagtail.models import Locale, Page, PageViewRestriction, Site

from accounts.domain.memberships import EMPLOYEES, EVERYWHERE, ensure_group, group_name
from accounts.models import Municipality, SchoolUnit, User
from config.demo import fixtures, media
from config.demo.organisation import organisation
from config.demo.texts import Library
from kb.models import (
    Audience,
    GuidePage,
    KnowledgePage,
    MunicipalityHome,
    QuestionPage,
    SchoolSection,
    SharedSection,
    StartPage,
)

OWNER = "kommunadmin@alvhamra.example"
REVIEW_AFTER = timedelta(days=300)
LEAST_DAYS_LEFT, MOST_DAYS_LEFT = 60, 299
LANGUAGES = ("sv", "en", "sv-x-lattlast", "ar")
"""Those with texts. Somali is open to editors and has none in the demo."""
TITLES = {
    "sv": ("Skolstöd", "Gemensamt"),
    "en": ("Skolstöd", "Shared"),
    "sv-x-lattlast": ("Skolstöd", "Gemensamt"),
    "ar": ("Skolstöd", "مشترك"),
}
COMMON_FIELDS = ("title", "slug", "summary", "purpose", "topic", "keywords")
Text = tuple[KnowledgePage, dict[str, Any]]


def load() -> dict[str, Library]:
    """Returns what courses may refer to, by language."""
    for page in Page.objects.filter(depth=2):
        page.delete()
    shared = {language: load_tree(language) for language in LANGUAGES}
    made = {language: list(make_texts(language, shared[language])) for language in LANGUAGES}
    libraries = load_libraries()
    for language, texts in made.items():
        for page, data in texts:
            write_text(page, data, libraries[language])
    begin_drafts()
    for home in MunicipalityHome.objects.select_related("locale"):
        feature(home, libraries[home.locale.language_code])
    return libraries


def feature(home: MunicipalityHome, library: Library) -> None:
    chosen = organisation()["featured"][home.locale.language_code]
    home.featured = [("page", Page.objects.get(pk=library.pages[slug])) for slug in chosen]
    home.save_revision().publish()


def load_libraries() -> dict[str, Library]:
    """A link may lead to a page in another language; where a slug stands for a page in several, to one's own.

    Pictures and films of languages that have none of their own are the Swedish ones.
    """
    pictures, films, files = media.load_pictures(), media.load_films(), media.load_files()
    slugs = {
        language: dict(KnowledgePage.objects.in_language(language).values_list("slug", "pk")) for language in LANGUAGES
    }
    everywhere = {slug: pk for found in reversed(slugs.values()) for slug, pk in found.items()}
    return {
        language: Library(
            pages=everywhere | slugs[language],
            pictures=pictures.get(language, pictures[settings.LANGUAGE_CODE]),
            films=films.get(language, films[settings.LANGUAGE_CODE]),
            files=files,
        )
        for language in LANGUAGES
    }


def load_tree(language: str) -> SharedSection:
    """The pages that hold the others. English ones are translations of the Swedish."""
    locale, _ = Locale.objects.get_or_create(language_code=language)
    title, shared_title = TITLES[language]
    root = Page.objects.get(depth=1)
    start = root.add_child(
        instance=StartPage(title=title, slug=f"start-{language}", locale=locale, **translation_of(StartPage))
    )
    if language == settings.LANGUAGE_CODE:
        Site.objects.all().delete()
        Site.objects.create(hostname="localhost", root_page=start, is_default_site=True, site_name="Skolstöd")
    for place in organisation()["municipality"]:
        load_home(start, place, locale)
    shared: SharedSection = start.add_child(
        instance=SharedSection(title=shared_title, slug="gemensamt", locale=locale, **translation_of(SharedSection))
    )
    return shared


def load_home(start: StartPage, place: dict[str, Any], locale: Locale) -> None:
    municipality = Municipality.objects.get(slug=place["slug"])
    own = {"sv": place["welcome"], "en": place["welcome_en"]}
    welcome = (own | organisation()["welcome"])[locale.language_code]
    home = start.add_child(
        instance=MunicipalityHome(
            title=municipality.name,
            slug=municipality.slug,
            municipality=municipality,
            welcome=welcome,
            locale=locale,
            **translation_of(MunicipalityHome, municipality=municipality),
        )
    )
    if locale.language_code != settings.LANGUAGE_CODE:
        return
    for data in place["schools"]:
        school = SchoolUnit.objects.get(code=data["code"])
        home.add_child(
            instance=SchoolSection(
                title=school.name,
                slug=school.slug,
                school=school,
                introduction=data["introduction"],
                locale=locale,
            )
        )


def translation_of(model: type[Page], **which: Any) -> dict[str, Any]:
    original = model.objects.filter(locale__language_code=settings.LANGUAGE_CODE, **which).first()
    return {"translation_key": original.translation_key} if original else {}


def make_texts(language: str, shared: SharedSection) -> Iterator[Text]:
    """The pages of one language, without their texts."""
    for _, data in fixtures.files("pages", language, pattern="[gq]*/*.toml"):
        yield make_page(data, shared), data
    for path, data in fixtures.files("pages", language, "schools", pattern="*/*.toml"):
        section = SchoolSection.objects.get(slug=path.parent.name, locale=shared.locale)
        yield make_page(data, section), data


def make_page(data: dict[str, Any], parent: Page) -> KnowledgePage:
    page = QuestionPage(answer="…") if "answer" in data else GuidePage()
    for name in COMMON_FIELDS:
        setattr(page, name, data[name])
    if "translation_of" in data:
        page.translation_key = translation_of(KnowledgePage, slug=data["translation_of"])["translation_key"]
    page.locale = parent.locale
    page.page_owner = User.objects.get(email=data.get("owner", OWNER))
    page.reviewed_on, page.review_by = review_dates(data["slug"], timezone.localdate())
    page.audience = list(Audience.objects.filter(role__in=data["audience"]))
    parent.add_child(instance=page)
    if data.get("restricted"):
        restrict_to_employees(page)
    return page


def write_text(page: KnowledgePage, data: dict[str, Any], library: Library) -> None:
    if isinstance(page, QuestionPage):
        page.answer = library.rich(data["answer"])
        page.internal = library.rich(data.get("internal", ""))
        page.practice = [("practice", practice(row)) for row in [data.get("practice")] if row]
    elif isinstance(page, GuidePage):
        page.body = json.dumps(library.stream(data["body"]))
    page.save_revision(user=page.page_owner).publish()


def review_dates(slug: str, today: date) -> tuple[date, date]:
    """When the page was reviewed, and when it must be again: the same for the same slug and day."""
    spread = LEAST_DAYS_LEFT + zlib.crc32(slug.encode()) % (MOST_DAYS_LEFT - LEAST_DAYS_LEFT + 1)
    days_left = fixtures.table("reviews.toml")["days_left"].get(slug, spread)
    review_by = today + timedelta(days=days_left)
    return review_by - REVIEW_AFTER, review_by


def begin_drafts() -> None:
    for slug, summary in fixtures.table("reviews.toml")["drafts"].items():
        page: KnowledgePage = KnowledgePage.objects.get(slug=slug).specific
        page.summary = summary
        page.save_revision(user=page.page_owner)


def practice(data: dict[str, Any]) -> dict[str, Any]:
    return {"question": data["question"], "choices": [{"right": False, **choice} for choice in data["choice"]]}


def restrict_to_employees(page: Page) -> None:
    group: Group = ensure_group(group_name(EVERYWHERE, EMPLOYEES))
    restriction = PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.GROUPS)
    restriction.groups.add(group)
