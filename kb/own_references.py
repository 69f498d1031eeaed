"""A form that takes no reference to what its editor may not choose.

Choosers list only one's own pages and files, but a form takes any key, and when it is shown again it shows the title
behind it. So what is new and not the editor's to choose is taken out as the form is read, and told of.
"""

from collections.abc import Iterator
from functools import cached_property
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Page

from kb.domain.content import Kind, content_fields
from kb.keys import read_key


class OwnReferencesForm(WagtailAdminModelForm):
    """What the draft refers to already, it may go on referring to."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.content = {field.name: field for field in content_fields(self._meta.model)}
        self.names = {self.add_prefix(name): name for name in self.fields}
        self.answers: dict[Any, bool] = {}
        self.refused_places: set[str] = set()

    def _widget_data_value(self, widget: Any, html_name: str) -> Any:
        """Django asks here both to check what was sent and to show it again."""
        value = super()._widget_data_value(widget, html_name)
        name = self.names.get(html_name, "")
        if name in self.content:
            return self.own_content(self.content[name], value)
        if value and kind_of_choice(self.fields.get(name)) is not None:
            return self.own_choice(name, value)
        return value

    def own_content(self, field: Any, value: Any) -> Any:
        # Domains read models, which name this form.
        from kb.domain.references import field_without, references_in_field

        found = references_in_field(field, value)
        refused = {reference for _place, reference in found if not self.may_refer_to(reference)}
        if not refused:
            return value
        self.refused_places |= {place for place, reference in found if reference in refused}
        return field_without(field, value, refused)

    def own_choice(self, name: str, value: Any) -> Any:
        """Of a field that holds one page or file."""
        from kb.domain.references import Reference  # the same

        kind, key = kind_of_choice(self.fields[name]), read_key(value)
        if kind is None or (key is not None and self.may_refer_to(Reference(kind, key))):
            return value
        self.refused_places.add(str(self.fields[name].label))
        return None

    def may_refer_to(self, reference: Any) -> bool:
        from kb.permissions import may_choose  # permissions read models, which name this form

        if reference not in self.answers:
            self.answers[reference] = reference in self.stored_references or may_choose(self.for_user, *reference)
        return self.answers[reference]

    @cached_property
    def stored_references(self) -> set[Any]:
        """Of the page's latest draft, which Wagtail gives the form, or of the row."""
        return {*self.references_of_content(), *self.references_of_choices()}

    def references_of_content(self) -> Iterator[Any]:
        from kb.domain.references import references_in_field  # the same

        for name, field in self.content.items():
            for _place, reference in references_in_field(field, getattr(self.instance, name)):
                yield reference

    def references_of_choices(self) -> Iterator[Any]:
        from kb.domain.references import Reference  # the same

        for name, field in self.fields.items():
            kind, key = kind_of_choice(field), getattr(self.instance, f"{name}_id", None)
            if kind is not None and key is not None:
                yield Reference(kind, key)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()
        for place in sorted(self.refused_places):
            words = _("%(place)s: you may not choose this page or file, so it has been taken out. Choose another.")
            self.add_error(None, words % {"place": place})
        return cleaned


def kind_of_choice(field: Any) -> Kind | None:
    """None for fields that choose something else than one page or file."""
    if not isinstance(field, forms.ModelChoiceField) or isinstance(field, forms.ModelMultipleChoiceField):
        return None
    kinds = {Page: Kind.PAGE, get_document_model(): Kind.DOCUMENT, get_image_model(): Kind.PICTURE}
    chosen: Any = field.queryset
    return next((kind for model, kind in kinds.items() if issubclass(chosen.model, model)), None)
