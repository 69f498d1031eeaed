"""The one concrete base of all pages with content, so that a single queryset filters and searches every kind."""

from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.contrib.auth.models import AnonymousUser
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalManyToManyField
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.models import Page, PageManager, get_page_models
from wagtail.search import index

from accounts.models import Municipality, SchoolUnit
from kb.admin.checks_panel import ChecksPanel
from kb.enums import Topic
from kb.forms import KnowledgePageForm
from kb.models.audience import Audience
from kb.models.changes import KEPT_WITH_PAGE, TellsItsChanges
from kb.models.files import texts_for_all, texts_for_employees
from kb.models.places import place_among
from kb.models.privacy import allowed_paths, ancestor_paths, places_of_inner_texts
from kb.models.review import IsReviewed, ReviewedQuerySet
from kb.plain import plain
from kb.search.tags import tags_of

if TYPE_CHECKING:
    from accounts.models import User


def municipality_id_of(page: Page) -> int | None:
    """Of the page or, for lessons and the like, of the nearest page above that knows. None: shared by all."""
    if isinstance(page, KnowledgePage):
        return page.municipality_id
    above = KnowledgePage.objects.filter(path__in=ancestor_paths(page.path)).order_by("-depth").first()
    return above.municipality_id if above else None


def date_input() -> forms.DateInput:
    """The browser's own: keyboards and screen readers know it, and it covers nothing of the form."""
    return forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})


class KnowledgePageQuerySet(ReviewedQuerySet):
    def visible_to(self, user: "User | AnonymousUser") -> "KnowledgePageQuerySet":
        """The one door: published, and not kept from the user by privacy."""
        return self.live().filter(allowed_paths(user))

    def in_municipality(self, municipality: Municipality | None) -> "KnowledgePageQuerySet":
        """Its own pages and those shared by all."""
        shared = models.Q(municipality__isnull=True)
        return self.filter(shared | models.Q(municipality=municipality) if municipality else shared)

    def in_language(self, language: str) -> "KnowledgePageQuerySet":
        return self.filter(locale__language_code=language)

    def for_roles(self, roles: set[str]) -> "KnowledgePageQuerySet":
        """Relevance, not access."""
        return self.filter(audience__role__in=roles).distinct()

    def with_inner_text_for(self, user: "User | AnonymousUser") -> "KnowledgePageQuerySet":
        """Those whose background the user may read."""
        if user.is_superuser:
            return self.all()
        places = places_of_inner_texts(user)
        shared = models.Q(municipality__isnull=True)
        return self.filter(shared | models.Q(municipality__in=places)) if places else self.none()

    def read_at_once(self) -> "KnowledgePageQuerySet":
        """Not those that are worked through, such as courses."""
        others = [model for model in get_page_models() if not getattr(model, "is_read_at_once", True)]
        return self.exclude(content_type__in=ContentType.objects.get_for_models(*others).values())


class KnowledgePage(TellsItsChanges, IsReviewed, Page):
    """What every guide, question and course page has. Not creatable itself."""

    is_creatable = False
    base_form_class = KnowledgePageForm
    exclude_fields_in_copy: ClassVar[list[str]] = list(KEPT_WITH_PAGE)
    is_read_at_once = True
    """False for kinds that are worked through: those stand on the home page for reasons of their own."""

    summary = models.CharField(
        _("summary"), max_length=200, help_text=_("One sentence, shown in lists and search results.")
    )
    purpose = models.CharField(
        _("purpose"), max_length=255, help_text=_("What the reader knows or can do after reading.")
    )
    topic = models.CharField(_("topic"), max_length=40, choices=Topic)
    audience = ParentalManyToManyField(Audience, verbose_name=_("for whom"), related_name="pages")
    keywords = models.CharField(
        _("other words"),
        max_length=500,
        blank=True,
        help_text=_("Words that people search for and that do not stand in the text."),
    )
    municipality = models.ForeignKey(
        Municipality, on_delete=models.PROTECT, null=True, editable=False, related_name="+"
    )
    school = models.ForeignKey(SchoolUnit, on_delete=models.PROTECT, null=True, editable=False, related_name="+")

    plain_text = models.TextField(editable=False, blank=True)
    """What `text` says, without markup: snippets are cut from it."""

    objects: ClassVar[Any] = PageManager.from_queryset(KnowledgePageQuerySet)()

    search_fields: ClassVar[list[Any]] = [
        *Page.search_fields,
        index.SearchField("summary"),
        index.SearchField("purpose"),
        index.SearchField("keywords", boost=2),
        index.SearchField("text_of_files", boost=0.5),
        index.FilterField("topic"),
        index.FilterField("municipality"),
        index.FilterField("school"),
        index.FilterField("review_by"),
        index.RelatedFields("audience", [index.FilterField("role")]),
        index.RelatedFields("locale", [index.FilterField("language_code")]),
    ]
    content_panels: ClassVar[list[Any]] = [
        *Page.content_panels,
        FieldPanel("summary"),
        MultiFieldPanel(
            [
                FieldPanel("purpose"),
                FieldPanel("audience", required_on_save=False),
                FieldPanel("topic"),
                FieldPanel("keywords"),
            ],
            heading=_("For whom and why"),
        ),
        MultiFieldPanel(
            [
                FieldPanel("page_owner"),
                FieldPanel("reviewed_on", widget=date_input()),
                FieldPanel("review_by", widget=date_input()),
            ],
            heading=_("Responsibility"),
        ),
        MultiFieldPanel(
            [FieldPanel("significance", widget=forms.RadioSelect), FieldPanel("change_note")],
            heading=_("Publishing"),
        ),
        ChecksPanel(heading=_("Before you publish")),
    ]

    class Meta:
        verbose_name = _("page with content")
        verbose_name_plural = _("pages with content")

    def text(self) -> Any:
        """What stands on the page below its summary: text or a list of texts, with markup."""
        return ""

    def text_of_files(self) -> str:
        """Of PDF and DOCX files on the page that all its readers may open."""
        return texts_for_all(self)

    def search_tags(self) -> list[str]:
        return tags_of(self)

    def inner_texts(self) -> dict[str, str]:
        """What only employees read on the page, indexed apart from it. Field name to text."""
        return {"text_of_files": texts_for_employees(self)}

    def full_clean(self, *args: Any, **kwargs: Any) -> None:
        self.take_place_from_tree()
        self.plain_text = plain(self.text())
        super().full_clean(*args, **kwargs)

    def minimal_clean(self) -> None:
        """Of a draft: it has its place too."""
        self.take_place_from_tree()
        super().minimal_clean()

    def with_content_json(self, content: dict[str, Any]) -> "KnowledgePage":
        """An older version of the text does not bring back what was known of the page then."""
        page: KnowledgePage = super().with_content_json(content)
        for name in KEPT_WITH_PAGE:
            setattr(page, name, getattr(self, name))
        return page

    def take_place_from_tree(self) -> None:
        """Municipality and school follow from where the page stands; nobody types them."""
        self.municipality, self.school = place_among(reversed(self.ancestors_for_place()))

    def ancestors_for_place(self) -> list[Page]:
        if not self.path:
            return []
        return list(Page.objects.filter(path__in=ancestor_paths(self.path)).order_by("path"))
