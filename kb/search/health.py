"""Is the index there and readable?"""

from kb.search.engine import EngineError
from kb.search.visitors import own_backend


def probe_index() -> str | None:
    """A search server has probes of its own."""
    backend = own_backend()
    try:
        if backend is not None:
            backend.engine.count()
    except EngineError:
        return "the search index cannot be read; the database answers searches"
    return None
