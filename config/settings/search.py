"""Where the search index is: a folder on this machine, or a server that several machines share.

`SEARCH_URL` chooses: nothing for the folder, `database` for none at all, or for example
`opensearch3+https://name:secret@search.example.se:9200`. The servers get an analysis that resembles our own: words
with marked edges, their 4-grams, and Swedish stems.
"""

from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

OWN: Final = "kb.search.backend"
SERVERS: Final = ("opensearch2", "opensearch3", "elasticsearch7", "elasticsearch8", "elasticsearch9")
INDEX_PREFIX: Final = "skolstod"
ANALYSIS: Final[dict[str, Any]] = {
    "char_filter": {"edges": {"type": "pattern_replace", "pattern": r"([\p{L}\p{N}]+)", "replacement": "_$1_"}},
    "filter": {
        "no_edges": {"type": "pattern_replace", "pattern": "_", "replacement": ""},
        "grams": {"type": "ngram", "min_gram": 4, "max_gram": 4, "preserve_original": False},
        "swedish_stem": {"type": "stemmer", "language": "swedish"},
        "grams_and_stem": {"type": "multiplexer", "filters": ["grams", "no_edges,swedish_stem"]},
    },
    "analyzer": {
        "default": {
            "type": "custom",
            "char_filter": ["edges"],
            "tokenizer": "standard",
            "filter": ["lowercase", "grams_and_stem"],
        }
    },
}


def search_backends(url: str, folder: Path) -> dict[str, dict[str, Any]]:
    """The setting WAGTAILSEARCH_BACKENDS. Raises ImproperlyConfigured for an address that names no known server."""
    if not url:
        return {"default": {"BACKEND": OWN, "FOLDER": folder, "AUTO_UPDATE": True}}
    if url == "database":
        return {"default": {"BACKEND": "wagtail.search.backends.database"}}
    kind, plus, address = url.partition("+")
    if kind not in SERVERS or not plus or urlsplit(address).scheme not in ("http", "https"):
        raise ImproperlyConfigured(
            f"SEARCH_URL must be empty, `database`, or begin with one of {', '.join(SERVERS)} and `+https://`."
        )
    return {
        "default": {
            "BACKEND": f"wagtail.search.backends.{kind}",
            "URLS": [address],
            "INDEX_PREFIX": f"{INDEX_PREFIX}_",
            "INDEX_SETTINGS": {"settings": {"analysis": ANALYSIS, "index": {"max_ngram_diff": 12}}},
            "ATOMIC_REBUILD": True,
        }
    }
