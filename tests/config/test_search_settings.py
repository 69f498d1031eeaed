"""SEARCH_URL chooses where the index is."""

from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from config.settings.search import OWN, SERVERS, search_backends

FOLDER = Path("index")


def test_nothing_means_our_own_index() -> None:
    assert search_backends("", FOLDER) == {"default": {"BACKEND": OWN, "FOLDER": FOLDER, "AUTO_UPDATE": True}}


def test_database_means_no_index() -> None:
    assert search_backends("database", FOLDER) == {"default": {"BACKEND": "wagtail.search.backends.database"}}


@pytest.mark.parametrize("kind", SERVERS)
def test_server_gets_its_address_and_our_analysis(kind: str) -> None:
    chosen = search_backends(f"{kind}+https://kim:hemligt@search.example.se:9200", FOLDER)["default"]
    assert chosen["BACKEND"] == f"wagtail.search.backends.{kind}"
    assert chosen["URLS"] == ["https://kim:hemligt@search.example.se:9200"]
    analysis = chosen["INDEX_SETTINGS"]["settings"]["analysis"]
    assert analysis["filter"]["grams_and_stem"]["filters"] == ["grams", "no_edges,swedish_stem"]


@pytest.mark.parametrize("url", ["whoosh", "opensearch3", "opensearch3+ftp://x", "solr+https://x", "https://x"])
def test_unknown_address_is_refused_without_repeating_it(url: str) -> None:
    with pytest.raises(ImproperlyConfigured) as error:
        search_backends(url, FOLDER)
    assert "SEARCH_URL must be empty" in str(error.value)
