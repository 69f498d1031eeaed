"""How much the machine may do in a queue, which error is allowed there, and why."""

from typing import cast

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from triage.classifier.promise import fewest_without_error
from triage.domain.targets import TARGETS
from triage.enums import Stage
from triage.models import StageChange
from triage.templatetags.triage_tags import percent


def why_field() -> forms.CharField:
    return forms.CharField(
        label=_("Why? (may be left empty)"),
        required=False,
        max_length=StageChange._meta.get_field("why").max_length,
        help_text=_("Stands in the history, so that others understand."),
    )


class StageForm(forms.Form):
    """`stage` takes every stage: whether the queue is certified is asked when it is changed, not when it is shown."""

    stage = forms.ChoiceField(
        choices=Stage.choices, error_messages={"required": _("Choose a stage."), "invalid_choice": _("Choose a stage.")}
    )
    why = why_field()

    def __init__(self, data: QueryDict | None = None, *, kind: str, initial: dict[str, str] | None = None) -> None:
        super().__init__(data, initial=initial, auto_id=f"{kind}_%s")


class TargetForm(forms.Form):
    """Each choice says what it takes to promise it. `now`, the target so far, is among them in any case."""

    target = forms.TypedChoiceField(
        label=_("Highest error allowed"),
        coerce=float,
        error_messages={"required": _("Choose an error."), "invalid_choice": _("Choose an error.")},
    )
    why = why_field()

    def __init__(self, data: QueryDict | None = None, *, kind: str, now: float) -> None:
        super().__init__(data, initial={"target": now}, auto_id=f"{kind}_target_%s")
        target = cast(forms.TypedChoiceField, self.fields["target"])
        target.choices = [(error, in_words(error)) for error in sorted({*TARGETS, now})]


def in_words(target: float) -> str:
    """5 % (takes at least 59 tickets without an error)."""
    return gettext("%(target)s (takes at least %(needed)d tickets without an error)") % {
        "target": percent(target, 0 if round(target * 100, 6).is_integer() else 1),
        "needed": fewest_without_error(target),
    }
