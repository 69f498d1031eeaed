"""Schools' notes on shared guides, in the editors' part: a list, a form, and nobody else's notes."""

from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, ObjectList
from wagtail.admin.ui.tables import Column
from wagtail.admin.views import generic
from wagtail.log_actions import log
from wagtail.permissions import register_permission_policy

from accounts.models import User
from kb.admin.own_rows import ChangeView, OwnRowForm, OwnRowsPolicy, OwnRowsViewSet
from kb.domain.local_notes import write_note
from kb.models import KnowledgePage, LocalNote
from kb.permissions import municipalities_edited_by, schools_written_for

register_permission_policy(LocalNote, OwnRowsPolicy(LocalNote, field="school", places=schools_written_for))


def annotatable_pages(user: User) -> QuerySet[KnowledgePage]:
    """What several schools read: shared by all municipalities, or the municipality's own."""
    places = Q(municipality=None) | Q(municipality__in=municipalities_edited_by(user))
    pages: QuerySet[KnowledgePage] = KnowledgePage.objects.visible_to(user).read_at_once().filter(places, school=None)
    return pages


class LocalNoteForm(OwnRowForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["page"].queryset = annotatable_pages(self.for_user)


class SavesThroughDomain:
    """Wagtail's view has checked the form; what writing a note means, the domain knows."""

    form: Any
    request: Any
    logged_as = "wagtail.edit"

    def save_instance(self) -> LocalNote:
        note = write_note(note=self.form.instance, by=self.request.user)
        log(instance=note, action=self.logged_as, user=self.request.user)
        return note


class AddView(SavesThroughDomain, generic.CreateView):
    logged_as = "wagtail.create"


class ChangeNoteView(SavesThroughDomain, ChangeView):
    pass


def review_in_words(note: LocalNote) -> str:
    """Nothing for those that need none: a cross would look like a fault."""
    return gettext("To be reviewed") if note.needs_review else ""


class LocalNoteViewSet(OwnRowsViewSet):
    model = LocalNote
    name = "local_notes"
    url_prefix = "lokala-tillagg"
    icon = "comment"
    menu_label = _("Local notes")
    menu_order = 250
    edit_handler = ObjectList(
        [FieldPanel("page"), FieldPanel("school"), FieldPanel("text")], base_form_class=LocalNoteForm
    )
    list_display = ["page", "school", Column("review", label="", accessor=review_in_words), "written_at"]
    add_view_class = AddView
    edit_view_class = ChangeNoteView


local_notes = LocalNoteViewSet()
