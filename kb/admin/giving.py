"""Gives chosen pages to another responsible person: one of Wagtail's actions on many pages."""

from typing import Any, ClassVar

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail.admin.views.pages.bulk_actions.page_bulk_action import PageBulkAction
from wagtail.models import Page

from accounts.models import User
from kb.domain import review
from kb.domain.owners import candidates
from kb.domain.republishing import InUse, is_in_use, may_republish
from kb.models import KnowledgePage


class OwnerForm(forms.Form):
    owner = forms.ModelChoiceField(
        label=gettext_lazy("Responsible person"),
        queryset=User.objects.none(),
        help_text=gettext_lazy("People who work where all the chosen pages belong."),
    )


class GiveToPerson(PageBulkAction):
    display_name = gettext_lazy("Give to a person")
    aria_label = gettext_lazy("Choose who is responsible for the selected pages")
    action_type = "give_to_person"
    template_name = "kb/admin/give_to_person.html"
    form_class = OwnerForm
    action_priority = 60
    classes: ClassVar[set[str]] = set()

    def check_perm(self, page: Page) -> bool:
        """Only pages with content, that the user may publish and that nobody else is about to."""
        specific = page.specific
        return (
            isinstance(specific, KnowledgePage)
            and may_republish(self.request.user, specific)
            and not is_in_use(specific, self.request.user)
        )

    def get_form(self, form_class: Any = None) -> forms.Form:
        form: forms.Form = super().get_form(form_class)
        owner: Any = form.fields["owner"]
        owner.queryset = self.people()
        return form

    def people(self) -> Any:
        """Those who may have all of the pages."""
        pages, _without = self.get_actionable_objects()
        people = User.objects.filter(pk__in=candidates(None).values("pk"))
        for municipality in {page.specific.municipality for page in pages}:
            people = people.filter(pk__in=candidates(municipality).values("pk"))
        return people.order_by("first_name", "last_name")

    def get_execution_context(self) -> dict[str, Any]:
        form: Any = self.cleaned_form
        return {**super().get_execution_context(), "owner": form.cleaned_data["owner"]}

    @classmethod
    def execute_action(cls, objects: list[Page], **kwargs: Any) -> tuple[int, int]:
        review.give_to(pages=[page.specific for page in objects], owner=kwargs["owner"], by=kwargs["user"])
        return len(objects), 0

    def form_valid(self, form: Any) -> HttpResponse:
        try:
            return super().form_valid(form)
        except InUse:
            messages.error(self.request, _("Somebody began to work on one of the pages. Nothing was changed."))
            return redirect(self.next_url)

    def get_success_message(self, num_parent_objects: int, num_child_objects: int) -> str:
        words = ngettext(
            "%(count)s page has a new responsible person",
            "%(count)s pages have a new responsible person",
            num_parent_objects,
        )
        return words % {"count": num_parent_objects}
