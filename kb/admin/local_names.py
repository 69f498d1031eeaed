"""The list of local names and abbreviations, kept by those who edit the municipality's pages."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, ObjectList, PageChooserPanel
from wagtail.admin.views import generic
from wagtail.permissions import register_permission_policy

from kb.admin.own_rows import OwnRowForm, OwnRowsPolicy, OwnRowsViewSet
from kb.models import LocalName
from kb.permissions import municipalities_edited_by

register_permission_policy(LocalName, OwnRowsPolicy(LocalName, field="municipality", places=municipalities_edited_by))


class AddView(generic.CreateView):
    def get_initial(self) -> dict[str, Any]:
        """From the report of searches one comes with a name in hand."""
        given = {name: self.request.GET.get(name) for name in ("name", "municipality", "language")}
        return {**super().get_initial(), **{name: value for name, value in given.items() if value}}


class LocalNameViewSet(OwnRowsViewSet):
    model = LocalName
    name = "local_names"
    url_prefix = "lokala-namn"
    icon = "tag"
    menu_label = _("Local names")
    menu_order = 260
    edit_handler = ObjectList(
        [
            FieldPanel("name"),
            FieldPanel("meaning"),
            PageChooserPanel("page"),
            FieldPanel("municipality"),
            FieldPanel("language"),
        ],
        base_form_class=OwnRowForm,
    )
    list_display = ["name", "meaning", "page", "municipality", "language"]
    search_fields = ["name", "meaning"]
    add_view_class = AddView


local_names = LocalNameViewSet()
