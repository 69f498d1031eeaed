"""The search engine: documents in, ranked keys out. No Django; the only code that knows Whoosh."""

from kb.search.engine.documents import Document
from kb.search.engine.index import EngineError, Hit, SearchIndex

__all__ = ["Document", "EngineError", "Hit", "SearchIndex"]
