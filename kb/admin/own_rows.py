"""A table in the editors' part of which each editor sees and changes the rows of their own places, and no others.

A place is a school or a municipality. Each row belongs to one (`field`) and speaks of a page (`page`).
"""

from collections.abc import Callable
from typing import Any

from django.db.models import Model, Q, QuerySet
from wagtail.admin.views import generic
from wagtail.admin.views.generic import history, usage
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.permission_policies.base import BasePermissionPolicy
from wagtail.permissions import policy_registry

from accounts.models import User
from kb.own_references import OwnReferencesForm


class OwnRowsPolicy(BasePermissionPolicy):
    """Whoever writes for a place may do everything with its rows. `places`: those that a person writes for."""

    def __init__(self, model: type[Model], *, field: str, places: Callable[[User], QuerySet[Any]]) -> None:
        super().__init__(model)
        self.field = field
        self.places = places

    def own_rows(self, user: User) -> QuerySet[Any]:
        rows: QuerySet[Any] = self.model.objects.filter(**{f"{self.field}__in": self.places(user)})
        return rows.select_related("page", self.field)

    def user_has_permission(self, user: User, action: str) -> bool:
        return bool(user.is_active and self.places(user).exists())

    def user_has_permission_for_instance(self, user: User, action: str, instance: Any) -> bool:
        place = getattr(instance, f"{self.field}_id")
        return bool(user.is_active and self.places(user).filter(pk=place).exists())

    def user_has_any_permission_for_instance(self, user: User, actions: Any, instance: Any) -> bool:
        return self.user_has_permission_for_instance(user, "", instance)

    def instances_user_has_any_permission_for(self, user: User, actions: Any) -> QuerySet[Any]:
        return self.own_rows(user)

    def users_with_any_permission(self, actions: Any) -> QuerySet[User]:
        return User.objects.filter(Q(is_superuser=True) | Q(groups__permissions__codename="access_admin")).distinct()


class OwnRowForm(OwnReferencesForm):
    """Offers one's own places; who has a single one finds it chosen."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        policy = policy_registry.get_by_type(self._meta.model)
        places = policy.places(self.for_user)
        self.fields[policy.field].queryset = places
        if len(places[:2]) == 1:
            self.fields[policy.field].initial = places[0]


class OwnRows:
    """Comes before one of Wagtail's views of the rows."""

    permission_policy: Any
    request: Any

    def own_rows(self) -> QuerySet[Any]:
        rows: QuerySet[Any] = self.permission_policy.own_rows(self.request.user)
        return rows


class ListView(OwnRows, generic.IndexView):
    def get_base_queryset(self) -> QuerySet[Any]:
        return self.own_rows()


class ChangeView(OwnRows, generic.EditView):
    def get_queryset(self) -> QuerySet[Any]:
        return self.own_rows()


class RemoveView(OwnRows, generic.DeleteView):
    def get_queryset(self) -> QuerySet[Any]:
        return self.own_rows()


class PastView(OwnRows, history.HistoryView):
    def get_base_object_queryset(self) -> QuerySet[Any]:
        return self.own_rows()


class UseView(OwnRows, usage.UsageView):
    def get_base_object_queryset(self) -> QuerySet[Any]:
        return self.own_rows()


class OwnRowsViewSet(ModelViewSet):
    """Its model has an OwnRowsPolicy, and its `edit_handler` an OwnRowForm."""

    add_to_admin_menu = True
    copy_view_enabled = False
    index_view_class = ListView
    edit_view_class = ChangeView
    delete_view_class = RemoveView
    history_view_class = PastView
    usage_view_class = UseView
