"""Checks of the editors' forms: what a page must have before it is published, and where sections belong."""

from typing import Any

from django.utils.translation import gettext as _
from wagtail.admin.forms import WagtailAdminPageForm

from kb.domain.checks import REQUIRED, problems
from kb.domain.content import pieces
from kb.enums import Significance
from kb.own_references import OwnReferencesForm


class OwnReferencesPageForm(OwnReferencesForm, WagtailAdminPageForm):
    """Of every kind of page that links, shows files or chooses another page."""


class KnowledgePageForm(OwnReferencesPageForm):
    """A draft may lack anything but its title; what is published, sent for approval or scheduled may not."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, message in REQUIRED.items():
            if name in self.fields:
                self.fields[name].error_messages["required"] = message
        self.fields["significance"].required = False  # without a word it is minor
        self.offer_only_people_of_the_place()
        self.begin_a_new_change()

    def offer_only_people_of_the_place(self) -> None:
        from kb.domain.owners import candidates, municipality_under  # domains read models, which name this form

        parent = self.parent_page or (self.instance.get_parent() if self.instance.path else None)
        if "page_owner" in self.fields:
            self.fields["page_owner"].queryset = candidates(municipality_under(parent) if parent else None)

    def begin_a_new_change(self) -> None:
        """What was said about the version that readers have does not hold for the next one."""
        if self.instance.live and not self.instance.has_unpublished_changes:
            self.initial.update(significance=Significance.MINOR, change_note="")

    def clean_significance(self) -> str:
        return str(self.cleaned_data["significance"] or Significance.MINOR)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()
        if not self.is_deferred_validation:
            self.check_what_readers_get(cleaned)
        return cleaned

    def check_what_readers_get(self, cleaned: dict[str, Any]) -> None:
        for problem in problems(pieces(type(self.instance), cleaned)):
            if problem.field in self.fields and problem.message not in self.errors.get(problem.field, []):
                self.add_error(problem.field, problem.message)
        if cleaned.get("significance") == Significance.MAJOR and not cleaned.get("change_note", "").strip():
            self.add_error("change_note", _("Write what is new: readers see it after a major change."))


class SchoolSectionForm(WagtailAdminPageForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Whose section it is, is decided above it: a school's editor does not hand it to another school."""
        super().__init__(*args, **kwargs)
        if self.instance.pk and not self.instance.get_parent().permissions_for_user(self.for_user).can_edit():
            self.fields["school"].disabled = True

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()
        home = self.parent_page.specific if self.parent_page else self.instance.get_parent().specific
        school = cleaned.get("school")
        if school is not None and school.municipality_id != home.municipality_id:
            self.add_error("school", _("Choose a school of this municipality."))
        return cleaned


class MunicipalityHomeForm(OwnReferencesPageForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["approval"].required = False  # without a word it stays as it is

    def clean_approval(self) -> str:
        return str(self.cleaned_data["approval"] or self.instance.approval)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()
        municipality = cleaned.get("municipality")
        if self.instance.pk and municipality is not None and municipality.pk != self.initial.get("municipality"):
            self.add_error("municipality", _("A home keeps its municipality. Make a new home instead."))
        return cleaned
