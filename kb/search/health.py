"""Is the index there and readable?"""

from kb.search.backend import SearchBackend
from kb.search.engine import EngineError


def probe_index() -> str | None:
    try:
        SearchBackend.current().engine.count()
    except EngineError:
        return "the search index cannot be read; the database answers searches"
    return None
