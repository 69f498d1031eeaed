"""The list of local names and abbreviations, kept by those who edit the municipality's pages."""

from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, PageChooserPanel
from wagtail.admin.views import generic
from wagtail.admin.views.generic import history, usage
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.permission_policies.base import BasePermissionPolicy
from wagtail.permissions import register_permission_policy

from accounts.models import User
from kb.models import LocalName
from kb.permissions import municipalities_edited_by


class MunicipalityPermissionPolicy(BasePermissionPolicy):
    """Whoever edits a municipality's pages may keep its names, and sees nobody else's."""

    def user_has_permission(self, user: User, action: str) -> bool:
        return bool(user.is_active and municipalities_edited_by(user).exists())

    def user_has_permission_for_instance(self, user: User, action: str, instance: LocalName) -> bool:
        return bool(user.is_active and municipalities_edited_by(user).filter(pk=instance.municipality_id).exists())

    def user_has_any_permission_for_instance(self, user: User, actions: Any, instance: LocalName) -> bool:
        return self.user_has_permission_for_instance(user, "", instance)

    def instances_user_has_any_permission_for(self, user: User, actions: Any) -> QuerySet[LocalName]:
        return own_names(user)

    def users_with_any_permission(self, actions: Any) -> QuerySet[User]:
        return User.objects.filter(Q(is_superuser=True) | Q(groups__permissions__codename="access_admin")).distinct()


register_permission_policy(LocalName, MunicipalityPermissionPolicy(LocalName))


def own_names(user: User) -> QuerySet[LocalName]:
    return LocalName.objects.filter(municipality__in=municipalities_edited_by(user)).select_related(
        "municipality", "page"
    )


class LocalNameForm(WagtailAdminModelForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        places = municipalities_edited_by(self.for_user)
        self.fields["municipality"].queryset = places
        if len(places[:2]) == 1:
            self.fields["municipality"].initial = places[0]


class ListView(generic.IndexView):
    def get_base_queryset(self) -> QuerySet[LocalName]:
        return own_names(self.request.user)


class AddView(generic.CreateView):
    def get_initial(self) -> dict[str, Any]:
        """From the report of searches one comes with a name in hand."""
        given = {name: self.request.GET.get(name) for name in ("name", "municipality", "language")}
        return {**super().get_initial(), **{name: value for name, value in given.items() if value}}


class ChangeView(generic.EditView):
    def get_queryset(self) -> QuerySet[LocalName]:
        return own_names(self.request.user)


class RemoveView(generic.DeleteView):
    def get_queryset(self) -> QuerySet[LocalName]:
        return own_names(self.request.user)


class PastView(history.HistoryView):
    def get_base_object_queryset(self) -> QuerySet[LocalName]:
        return own_names(self.request.user)


class UseView(usage.UsageView):
    def get_base_object_queryset(self) -> QuerySet[LocalName]:
        return own_names(self.request.user)


class LocalNameViewSet(ModelViewSet):
    model = LocalName
    name = "local_names"
    url_prefix = "lokala-namn"
    icon = "tag"
    menu_label = _("Local names")
    menu_order = 260
    add_to_admin_menu = True
    copy_view_enabled = False
    panels = [
        FieldPanel("name"),
        FieldPanel("meaning"),
        PageChooserPanel("page"),
        FieldPanel("municipality"),
        FieldPanel("language"),
    ]
    list_display = ["name", "meaning", "page", "municipality", "language"]
    search_fields = ["name", "meaning"]
    index_view_class = ListView
    add_view_class = AddView
    edit_view_class = ChangeView
    delete_view_class = RemoveView
    history_view_class = PastView
    usage_view_class = UseView

    def get_form_class(self, for_update: bool = False) -> Any:  # noqa: FBT001, FBT002  # Wagtail's own signature
        return self.get_edit_handler().get_form_class()

    def get_edit_handler(self) -> Any:
        handler = super().get_edit_handler()
        handler.base_form_class = LocalNameForm
        return handler


local_names = LocalNameViewSet()
