"""Page trees, made up."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any, TypeVar

from django.utils import timezone
from wagtail.models import Locale, Page, PageViewRestriction, Site

from accounts.domain.memberships import ensure_group
from accounts.models import Municipality, User
from kb.models import Audience, GuidePage, KnowledgePage, MunicipalityHome, QuestionPage, SharedSection, StartPage

P = TypeVar("P", bound=KnowledgePage)


@dataclass
class Tree:
    start: StartPage
    homes: dict[str, MunicipalityHome]
    shared: SharedSection


def tree(places: list[Municipality]) -> Tree:
    locale, _ = Locale.objects.get_or_create(language_code="sv")
    Page.objects.filter(depth=2).delete()
    root = Page.objects.get(depth=1)
    start = root.add_child(instance=StartPage(title="Skolstöd", slug="start-sv", locale=locale))
    Site.objects.all().delete()
    Site.objects.create(hostname="localhost", root_page=start, is_default_site=True)
    homes = {
        place.slug: start.add_child(
            instance=MunicipalityHome(title=place.name, slug=place.slug, municipality=place, locale=locale)
        )
        for place in places
    }
    shared = start.add_child(instance=SharedSection(title="Gemensamt", slug="gemensamt", locale=locale))
    return Tree(start, homes, shared)


def owner() -> User:
    user, _ = User.objects.get_or_create(email="ansvarig@exempel.example", first_name="Ann", last_name="Svarig")
    return user


def guide(parent: Page, title: str, *, text: str = "Så här gör du.", **fields: Any) -> GuidePage:
    return publish(parent, GuidePage(title=title, body=[("paragraph", f"<p>{text}</p>")]), fields)


def question(
    parent: Page, title: str, *, answer: str = "Så här är det.", internal: str = "", **fields: Any
) -> QuestionPage:
    return publish(parent, QuestionPage(title=title, answer=f"<p>{answer}</p>", internal=internal), fields)


def publish(parent: Page, page: P, fields: dict[str, Any]) -> P:
    audience = fields.pop("audience", ["guardian"])
    values = {
        "summary": f"Om {page.title}",
        "purpose": "Du vet hur du gör.",
        "topic": "sign_in",
        "page_owner": owner(),
        "review_by": timezone.localdate() + timedelta(days=100),
        **fields,
    }
    for name, value in values.items():
        setattr(page, name, value)
    page.locale = parent.locale
    page.audience = list(Audience.objects.filter(role__in=audience))
    parent.add_child(instance=page)
    return page


def restrict(page: Page, group_name: str) -> None:
    """Only members of the group may read the page and what lies under it."""
    restriction = PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.GROUPS)
    restriction.groups.add(ensure_group(group_name))
