"""Start page, homes, school sections, and the shared guides and questions from fixtures/pages/."""

import tomllib
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.contrib.auth.models import Group
from django.utils import timezone
from django.utils.html import escape
from wagtail.models import Locale, Page, PageViewRestriction, Site

from accounts.domain.memberships import EMPLOYEES, EVERYWHERE, ensure_group, group_name
from accounts.models import Municipality, SchoolUnit, User
from config.demo.organisation import organisation
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
TITLES = {"sv": ("Skolstöd", "Gemensamt"), "en": ("Skolstöd", "Shared")}


def load() -> None:
    for page in Page.objects.filter(depth=2):
        page.delete()
    sections = {language: load_tree(language) for language in ("sv", "en")}
    for language, shared in sections.items():
        for data in texts(language):
            load_text(data, shared, language)


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
    welcome = place["welcome"] if locale.language_code == "sv" else place["welcome_en"]
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


def texts(language: str) -> Iterator[dict[str, Any]]:
    folder = settings.BASE_DIR / "fixtures" / "pages" / language
    for file in sorted(folder.glob("*/*.toml")):
        yield {**tomllib.loads(file.read_text(encoding="utf-8")), "kind": file.parent.name}


def load_text(data: dict[str, Any], shared: SharedSection, language: str) -> KnowledgePage:
    common = {name: data[name] for name in ("title", "slug", "summary", "purpose", "topic", "keywords")}
    if "translation_of" in data:
        common |= translation_of(KnowledgePage, slug=data["translation_of"])
    page = text_page(data)
    for name, value in common.items():
        setattr(page, name, value)
    page.locale = shared.locale
    page.page_owner = User.objects.get(email=OWNER)
    page.review_by = timezone.localdate() + REVIEW_AFTER
    page.audience = list(Audience.objects.filter(role__in=data["audience"]))
    shared.add_child(instance=page)
    page.save_revision().publish()
    if data.get("restricted"):
        restrict_to_employees(page)
    return page


def text_page(data: dict[str, Any]) -> KnowledgePage:
    if data["kind"] == "questions":
        return QuestionPage(answer=rich(data["answer"]), internal=rich(data.get("internal", "")))
    return GuidePage(body=[block(part) for part in data["body"]])


def block(part: dict[str, Any]) -> tuple[str, Any]:
    kind = part["type"]
    if kind == "steps":
        return kind, [{"title": step["title"], "text": rich(step["text"])} for step in part["steps"]]
    if kind == "heading":
        return kind, part["text"]
    if kind == "paragraph":
        return kind, rich(part["text"])
    return kind, {"text": rich(part["text"])}


def rich(text: str) -> str:
    """Plain text as paragraphs of rich text."""
    parts = [part.strip() for part in text.strip().split("\n\n")]
    return "".join(f"<p>{escape(part)}</p>" for part in parts if part)


def restrict_to_employees(page: KnowledgePage) -> None:
    group: Group = ensure_group(group_name(EVERYWHERE, EMPLOYEES))
    restriction = PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.GROUPS)
    restriction.groups.add(group)
