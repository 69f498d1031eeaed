"""Model instances to engine documents, by the model's own `search_fields`.

A model may add `search_tags() -> list[str]`, which questions filter by, and `inner_texts() -> dict[str, str]`, what
only some of its readers may read.
"""

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.db.models import Manager, Model
from modelsearch.backends.base import get_model_root
from modelsearch.index import AutocompleteField, BaseField, RelatedFields, SearchField

from accounts.languages import base_of
from kb.plain import plain
from kb.search.engine import Document

INNER = "#inner"
"""Ends the key of the document that holds what only some of a page's readers may read."""


def key_of(instance: Model) -> str:
    return key_for(type(instance), instance.pk)


def key_for(model: type[Model], pk: Any) -> str:
    """One key for a row of a multi-table family, whichever class it is read as."""
    return f"{get_model_root(model)._meta.label_lower}:{pk}"


def pk_of(key: str) -> str:
    return key.removesuffix(INNER).rpartition(":")[2]


def kind_of(model: type[Model]) -> str:
    return f"kind:{model._meta.label_lower}"


def inner_kind_of(model: type[Model]) -> str:
    return f"inner:{model._meta.label_lower}"


def family_of(model: type[Model]) -> list[type[Model]]:
    """The model and all its concrete ancestors: a search of pages finds guides."""
    return [model, *model._meta.get_parent_list()]


def keys_of(instance: Model) -> tuple[str, str]:
    """Of the instance's own document and of the one with its inner text."""
    key = key_of(instance)
    return key, f"{key}{INNER}"


def changes_of(instance: Any) -> dict[str, Document | None]:
    """The instance's documents by their keys. None: there must be none."""
    return dict(zip(keys_of(instance), (document_of(instance), inner_document_of(instance)), strict=True))


def document_of(instance: Any) -> Document:
    texts: dict[str, str] = {}
    completions: dict[str, str] = {}
    for name, kind, text in texts_of(instance):
        target = completions if kind is AutocompleteField else texts
        target[name] = f"{target[name]} {text}" if name in target else text
    return Document(
        key=key_of(instance),
        tags=[*map(kind_of, family_of(type(instance))), *getattr(instance, "search_tags", list)()],
        language=language_of(instance),
        texts=texts,
        completions=completions,
    )


def inner_document_of(instance: Any) -> Document | None:
    """A document of its own: nothing of it may weigh in the hits of those who may not read it."""
    inner_texts: dict[str, Any] = getattr(instance, "inner_texts", dict)()
    texts = {name: plain(text) for name, text in inner_texts.items() if text}
    if not texts:
        return None
    tags = [*map(inner_kind_of, family_of(type(instance))), *getattr(instance, "search_tags", list)()]
    return Document(key=key_of(instance) + INNER, tags=tags, language=language_of(instance), texts=texts)


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
