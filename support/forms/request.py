"""The form with which anyone asks for help."""

import uuid
from typing import Any

from django import forms
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _

from accounts.models import Municipality, SchoolUnit
from accounts.roles import audience_choices
from support.addresses import is_secret
from support.domain.attachments import check_files, stored_as
from support.forms.fields import AddressField, KeyField, LineField, TextField
from support.models import RequestDraft

MAX_TEXT = 10_000
MAX_ORIGIN = 500
ROLE_ERROR = _("Choose who you are from the list.")


class SeveralFilesInput(forms.ClearableFileInput):
    allow_multiple_selected = True


class SeveralFilesField(forms.FileField):
    """Django's documented way to take several files in one field."""

    widget = SeveralFilesInput

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        single = super().clean
        return [single(file, initial) for file in data or []]


class FilesToRemoveField(forms.MultipleChoiceField):
    def valid_value(self, value: str) -> bool:
        """A file that is no longer there needs no removing: a second click asks for it again."""
        return True


class RequestForm(forms.Form):
    key = KeyField()
    origin = LineField(widget=forms.HiddenInput, required=False)
    what = TextField(
        label=_("What do you need help with?"),
        help_text=_("Tell us what you want to do and what happens. Do not write personal identity numbers."),
        max_length=MAX_TEXT,
        widget=forms.Textarea(attrs={"rows": 7}),
        error_messages={"required": _("Write what you need help with.")},
    )
    subject = LineField(label=_("The question in a few words (optional)"), required=False, max_length=200)
    email = AddressField(
        label=_("Your e-mail address"),
        help_text=_("We send the answer here."),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email", "inputmode": "email"}),
        error_messages={
            "required": _("Write your e-mail address, so that we can answer you."),
            "invalid": _("Write the e-mail address like this: name@example.se"),
        },
    )
    name = LineField(
        label=_("Your name (optional)"),
        required=False,
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    phone = LineField(
        label=_("Your phone number (optional)"),
        required=False,
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "tel", "inputmode": "tel"}),
    )
    role = forms.ChoiceField(
        label=_("Who are you?"),
        choices=audience_choices,
        error_messages={"required": ROLE_ERROR, "invalid_choice": ROLE_ERROR},
    )
    school = forms.ModelChoiceField(
        label=_("Which school is it about? (optional)"),
        queryset=SchoolUnit.objects.none(),
        required=False,
        to_field_name="code",
        empty_label=_("None in particular"),
        error_messages={"invalid_choice": _("Choose a school from the list.")},
    )
    files = SeveralFilesField(  # type: ignore[assignment]  # Form.files is the upload; the field sits in `fields`
        label=_("Pictures or files (optional)"),
        help_text=_("At most five, at most 10 MB each. A picture of the screen often helps."),
        required=False,
        allow_empty_file=True,  # our own check says it in our own words
    )
    remove = FilesToRemoveField(
        label=_("Remove files"), required=False, widget=forms.CheckboxSelectMultiple, choices=[]
    )

    def __init__(self, *args: Any, municipality: Municipality, draft: RequestDraft | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        school = self.fields["school"]
        assert isinstance(school, forms.ModelChoiceField)
        school.queryset = SchoolUnit.objects.filter(municipality=municipality)
        self.attached = {str(file.pk): file for file in draft.attachments.all()} if draft else {}
        remove = self.fields["remove"]
        assert isinstance(remove, forms.MultipleChoiceField)
        remove.choices = [(key, file.name) for key, file in self.attached.items()]

    def clean_email(self) -> str:
        return str(self.cleaned_data["email"]).lower()

    def clean_origin(self) -> str:
        """Only an address of ours that is no key, without what may have been typed into a search box."""
        origin = str(self.cleaned_data["origin"]).partition("?")[0]
        is_ours = origin.startswith("/") and url_has_allowed_host_and_scheme(origin, allowed_hosts=None)
        return origin if is_ours and len(origin) <= MAX_ORIGIN and not is_secret(origin) else ""

    def clean_remove(self) -> list[uuid.UUID]:
        chosen = set(self.cleaned_data["remove"])
        return [file.pk for key, file in self.attached.items() if key in chosen]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        files, removed = cleaned.get("files") or [], cleaned.get("remove", [])
        kept = {(file.name, file.size) for file in self.attached.values() if file.pk not in removed}
        again = {(stored_as(file), file.size) for file in files}  # a second click sends the same files once more
        try:
            check_files(files, already=len(kept - again))
        except forms.ValidationError as error:
            self.add_error("files", error)
        return cleaned

    def answers(self, language: str) -> dict[str, Any]:
        """What the draft keeps, as JSON."""
        data = self.cleaned_data
        typed = {name: data[name] for name in ("what", "subject", "email", "name", "phone", "role", "origin")}
        return {**typed, "school": data["school"].pk if data["school"] else None, "language": language}
