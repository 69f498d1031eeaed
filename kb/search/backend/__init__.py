"""The adapter between Wagtail's search (modelsearch) and our engine. Settings name this package as the backend."""

from kb.search.backend.adapter import SearchBackend

__all__ = ["SearchBackend"]
