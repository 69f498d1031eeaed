"""Fields for what people type into a ticket. The one place that decides which characters reach those who read it.

Left out: control characters, halves of surrogate pairs, and the marks that turn the direction of the text around them,
with which "exe.gnp" can be made to read "png.exe". Kept: all letters and signs, and the joiners that Persian and emoji
need. What holds nothing that can be seen is empty.
"""

import re
import uuid
from typing import Any

from django import forms

LINE_BREAKS = re.compile("\r\n?|[\x0b\x0c\x85\u2028\u2029]")
MISLEADING = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufeff]")


def readable(text: str) -> str:
    return MISLEADING.sub("", LINE_BREAKS.sub("\n", text))


def can_be_seen(text: str) -> bool:
    return any(letter.isprintable() and not letter.isspace() for letter in text)


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
