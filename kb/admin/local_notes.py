"""Schools' notes on shared guides, in the editors' part: a list, a form, and nobody else's notes."""

from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q, QuerySet
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel
from wagtail.admin.ui.tables import Column
from wagtail.admin.views import generic
from wagtail.admin.views.generic import history, usage
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.log_actions import log
from wagtail.permission_policies.base import BasePermissionPolicy
from wagtail.permissions import register_permission_policy

from accounts.models import User
from kb.domain.local_notes import write_note
from kb.models import KnowledgePage, LocalNote
from kb.permissions import municipalities_edited_by, schools_written_for


class SchoolPermissionPolicy(BasePermissionPolicy):
    """Whoever writes for a school may do everything with its notes, and nothing with those of others."""

    def user_has_permission(self, user: User, action: str) -> bool:
        return bool(user.is_active and schools_written_for(user).exists())

    def user_has_permission_for_instance(self, user: User, action: str, instance: LocalNote) -> bool:
        return bool(user.is_active and schools_written_for(user).filter(pk=instance.school_id).exists())

    def user_has_any_permission_for_instance(self, user: User, actions: Any, instance: LocalNote) -> bool:
        return self.user_has_permission_for_instance(user, "", instance)

    def instances_user_has_any_permission_for(self, user: User, actions: Any) -> QuerySet[LocalNote]:
        return own_notes(user)

    def users_with_any_permission(self, actions: Any) -> QuerySet[User]:
        return User.objects.filter(Q(is_superuser=True) | Q(groups__permissions__codename="access_admin")).distinct()


register_permission_policy(LocalNote, SchoolPermissionPolicy(LocalNote))


def own_notes(user: User | AnonymousUser) -> QuerySet[LocalNote]:
    return LocalNote.objects.written_by_schools_of(user).select_related("page", "school")


def annotatable_pages(user: User) -> QuerySet[KnowledgePage]:
    """What several schools read: shared by all municipalities, or the municipality's own."""
    places = Q(municipality=None) | Q(municipality__in=municipalities_edited_by(user))
    pages: QuerySet[KnowledgePage] = KnowledgePage.objects.visible_to(user).read_at_once().filter(places, school=None)
    return pages


class LocalNoteForm(WagtailAdminModelForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["page"].queryset = annotatable_pages(self.for_user)
        schools = schools_written_for(self.for_user)
        self.fields["school"].queryset = schools
        if len(schools[:2]) == 1:
            self.fields["school"].initial = schools[0]


class SavesThroughDomain:
    """Wagtail's view has checked the form; what writing a note means, the domain knows."""

    form: Any
    request: Any
    logged_as = "wagtail.edit"

    def save_instance(self) -> LocalNote:
        note = write_note(note=self.form.instance, by=self.request.user)
        log(instance=note, action=self.logged_as, user=self.request.user)
        return note


class ListView(generic.IndexView):
    def get_base_queryset(self) -> QuerySet[LocalNote]:
        return own_notes(self.request.user)


class AddView(SavesThroughDomain, generic.CreateView):
    logged_as = "wagtail.create"


class ChangeView(SavesThroughDomain, generic.EditView):
    def get_queryset(self) -> QuerySet[LocalNote]:
        return own_notes(self.request.user)


class RemoveView(generic.DeleteView):
    def get_queryset(self) -> QuerySet[LocalNote]:
        return own_notes(self.request.user)


class PastView(history.HistoryView):
    def get_base_object_queryset(self) -> QuerySet[LocalNote]:
        return own_notes(self.request.user)


class UseView(usage.UsageView):
    def get_base_object_queryset(self) -> QuerySet[LocalNote]:
        return own_notes(self.request.user)


def review_in_words(note: LocalNote) -> str:
    """Nothing for those that need none: a cross would look like a fault."""
    return gettext("To be reviewed") if note.needs_review else ""


class LocalNoteViewSet(ModelViewSet):
    model = LocalNote
    name = "local_notes"
    url_prefix = "lokala-tillagg"
    icon = "comment"
    menu_label = _("Local notes")
    menu_order = 250
    add_to_admin_menu = True
    copy_view_enabled = False
    panels = [FieldPanel("page"), FieldPanel("school"), FieldPanel("text")]
    list_display = ["page", "school", Column("review", label="", accessor=review_in_words), "written_at"]
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
        handler.base_form_class = LocalNoteForm
        return handler


local_notes = LocalNoteViewSet()
