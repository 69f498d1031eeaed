"""What a reader missed on a page."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kb.domain.readable import readable_or_empty
from kb.enums import Shortcoming
from kb.models.feedback import MAX_COMMENT


class CommentField(forms.CharField):
    """Signs that nobody can read are left out, so that they refuse nothing."""

    def to_python(self, value: Any) -> Any:
        return super().to_python(readable_or_empty(str(value or "")))


class ExplanationForm(forms.Form):
    """A reason, some words, or both."""

    reason = forms.ChoiceField(
        label=_("What was missing?"),
        choices=Shortcoming.choices,
        widget=forms.RadioSelect,
        required=False,
        error_messages={"invalid_choice": _("Choose one of the three, or write in your own words.")},
    )
    comment = CommentField(
        label=_("Tell us more, if you like"),
        help_text=_("Write nothing about yourself or your child. We cannot answer here."),
        max_length=MAX_COMMENT,
        widget=forms.Textarea(attrs={"rows": 4}),
        required=False,
        error_messages={"max_length": _("Write at most %(limit_value)d characters; you wrote %(show_value)d.")},
    )

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if not self.errors and not cleaned.get("reason") and not cleaned.get("comment"):
            self.add_error("reason", _("Choose what was missing, or write it in your own words."))
        return cleaned
