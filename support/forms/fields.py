"""Fields for what people type into a ticket, cleaned by `kb.domain.readable`. What shows nothing is empty."""

import uuid
from typing import Any

from django import forms

from kb.domain.readable import can_be_seen, readable


class TextField(forms.CharField):
    """Several lines. A form that is shown again shows the text as it will be read."""

    def tidy(self, text: str) -> str:
        return readable(text)

    def to_python(self, value: Any) -> Any:
        text = self.tidy(str(value)) if value is not None else ""
        return super().to_python(text if can_be_seen(text) else "")

    def prepare_value(self, value: Any) -> Any:
        return self.tidy(value) if isinstance(value, str) else value


class LineField(TextField):
    """One line, whatever was pasted."""

    def tidy(self, text: str) -> str:
        return " ".join(readable(text).split())


class AddressField(forms.EmailField):
    """An e-mail address, without what comes along when it is pasted: spaces, and signs that nobody sees."""

    def to_python(self, value: Any) -> Any:
        return super().to_python(self.prepare_value(value))

    def prepare_value(self, value: Any) -> Any:
        return "".join(filter(str.isprintable, value)).strip() if isinstance(value, str) else value


class KeyField(forms.UUIDField):
    """Makes a double click one request. A form whose key was lost or spoilt gets a new one: nobody can correct it."""

    widget = forms.HiddenInput

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"required": False, **kwargs})

    def clean(self, value: Any) -> uuid.UUID:
        try:
            key: uuid.UUID | None = super().clean(value)
        except forms.ValidationError:
            key = None
        return key or uuid.uuid4()

    def prepare_value(self, value: Any) -> Any:
        return super().prepare_value(self.clean(value))
