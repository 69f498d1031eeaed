"""Model instances to engine documents, by the model's own `search_fields`."""

import html
import re
from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.db.models import Manager, Model
from modelsearch.backends.base import get_model_root
from modelsearch.index import AutocompleteField, RelatedFields, SearchField

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
    return str(getattr(locale, "language_code", settings.LANGUAGE_CODE))


def texts_of(instance: Any) -> Iterable[tuple[str, type, str]]:
    for field in type(instance).get_search_fields():
        if isinstance(field, SearchField | AutocompleteField):
            yield field.field_name, type(field), plain(field.get_value(instance))
        elif isinstance(field, RelatedFields):
            yield from related_texts(instance, field)


def related_texts(instance: Any, related: RelatedFields) -> Iterable[tuple[str, type, str]]:
    value = getattr(instance, related.field_name, None)
    rows = value.all() if isinstance(value, Manager) else [value]
    for row in rows:
        for field in related.fields:
            if row is not None and isinstance(field, SearchField | AutocompleteField):
                yield f"{related.field_name}__{field.field_name}", type(field), plain(field.get_value(row))


def plain(value: Any) -> str:
    """Any search value as text: lists joined, markup and entities gone."""
    if value is None:
        return ""
    if isinstance(value, list | tuple):
        return " ".join(plain(item) for item in value)
    return html.unescape(TAG.sub(" ", str(value)))
