"""What agents and requesters write on a ticket."""

import uuid
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import Municipality
from support.forms.fields import KeyField, TextField
from support.models import Queue

MAX_TEXT = 20_000


class WriteForm(forms.Form):
    """An answer, a note or a requester's addition; the key makes a double click one message."""

    key = KeyField()
    body = TextField(
        label=_("Text"),
        max_length=MAX_TEXT,
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={"required": _("Write something first.")},
    )

    def __init__(self, *args: Any, label: Any = None, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"key": uuid.uuid4()})
        super().__init__(*args, **kwargs)
        if label:
            self.fields["body"].label = label


class MoveForm(forms.Form):
    queue = forms.ModelChoiceField(queryset=Queue.objects.none(), to_field_name="kind")

    def __init__(self, *args: Any, municipality: Municipality, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        queue = self.fields["queue"]
        assert isinstance(queue, forms.ModelChoiceField)
        queue.queryset = Queue.objects.open().filter(municipality=municipality)
