"""The search engine: documents in, ranked keys out. No Django; the only code that knows Whoosh."""

from kb.search.engine.documents import Document
from kb.search.engine.index import EngineError, Hit, SearchIndex
from kb.search.engine.snippets import Piece, snippet

__all__ = ["Document", "EngineError", "Hit", "Piece", "SearchIndex", "snippet"]
