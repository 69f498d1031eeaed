"""Model instances to engine documents, by the model's own `search_fields`."""

import html
import re
from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.db.models import Manager, Model
from modelsearch.backends.base import get_model_root
from modelsearch.index import AutocompleteField, BaseField, RelatedFields, SearchField

from accounts.languages import base_of
from kb.search.engine import Document

TAG = re.compile(r"<[^>]*>")


def key_of(instance: Model) -> str:
    """One key for a row of a multi-table family, whichever class it is read as."""
    root = get_model_root(type(instance))
    return f"{root._meta.label_lower}:{instance.pk}"


def pk_of(key: str) -> str:
    return key.rpartition(":")[2]


def kind_of(model: type[Model]) -> str:
    return str(model._meta.label_lower)


def kinds_of(model: type[Model]) -> list[str]:
    """The model and all its concrete ancestors: a search of pages finds guides."""
    return [kind_of(model), *(kind_of(parent) for parent in model._meta.get_parent_list())]


def document_of(instance: Any) -> Document:
    texts: dict[str, str] = {}
    completions: dict[str, str] = {}
    for name, kind, text in texts_of(instance):
        target = completions if kind is AutocompleteField else texts
        target[name] = f"{target[name]} {text}" if name in target else text
    return Document(
        key=key_of(instance),
        kinds=kinds_of(type(instance)),
        language=language_of(instance),
        texts=texts,
        completions=completions,
    )


def language_of(instance: Any) -> str:
    locale = getattr(instance, "locale", None)
    return base_of(str(getattr(locale, "language_code", settings.LANGUAGE_CODE)))


def texts_of(instance: Any) -> Iterable[tuple[str, type, str]]:
    yield from texts_in(instance, type(instance).get_search_fields())


def texts_in(instance: Any, fields: Iterable[BaseField], prefix: str = "") -> Iterable[tuple[str, type, str]]:
    """Field name, kind of field and text; of related rows as deep as the model says."""
    for field in fields:
        if isinstance(field, SearchField | AutocompleteField):
            yield prefix + field.field_name, type(field), plain(field.get_value(instance))
        elif isinstance(field, RelatedFields):
            for row in related_rows(instance, field.field_name):
                yield from texts_in(row, field.fields, f"{prefix}{field.field_name}__")


def related_rows(instance: Any, name: str) -> list[Any]:
    """Also the far side of a one-to-one relation, which may not be there."""
    value = getattr(instance, name, None)
    rows = value.all() if isinstance(value, Manager) else [value]
    return [row for row in rows if row is not None]


def plain(value: Any) -> str:
    """Any search value as text: lists joined, markup and entities gone."""
    if value is None:
        return ""
    if isinstance(value, list | tuple):
        return " ".join(plain(item) for item in value)
    return html.unescape(TAG.sub(" ", str(value)))
