"""The one form of the triage: to which stage a queue is moved, and why."""

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from triage.enums import Stage
from triage.models import StageChange


class StageForm(forms.Form):
    """`stage` takes every stage: whether the queue is certified is asked when it is changed, not when it is shown."""

    stage = forms.ChoiceField(
        choices=Stage.choices, error_messages={"required": _("Choose a stage."), "invalid_choice": _("Choose a stage.")}
    )
    why = forms.CharField(
        label=_("Why? (may be left empty)"),
        required=False,
        max_length=StageChange._meta.get_field("why").max_length,
        help_text=_("Stands in the history, so that others understand."),
    )

    def __init__(self, data: QueryDict | None = None, *, kind: str, initial: dict[str, str] | None = None) -> None:
        super().__init__(data, initial=initial, auto_id=f"{kind}_%s")
