"""Checks of the editors' forms: a section belongs to the municipality where it stands, and a home keeps its own."""

from typing import Any

from django.utils.translation import gettext as _
from wagtail.admin.forms import WagtailAdminPageForm


class SchoolSectionForm(WagtailAdminPageForm):
    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()
        home = self.parent_page.specific if self.parent_page else self.instance.get_parent().specific
        school = cleaned.get("school")
        if school is not None and school.municipality_id != home.municipality_id:
            self.add_error("school", _("Choose a school of this municipality."))
        return cleaned


class MunicipalityHomeForm(WagtailAdminPageForm):
    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()
        municipality = cleaned.get("municipality")
        if self.instance.pk and municipality is not None and municipality.pk != self.initial.get("municipality"):
            self.add_error("municipality", _("A home keeps its municipality. Make a new home instead."))
        return cleaned
