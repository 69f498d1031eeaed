"""Runs every query against an engine and tells how well and how fast it answered."""

import tempfile
import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from statistics import fmean

from benchmarks.search.engines import Engine
from benchmarks.search.files import Query, Text

Measurement = dict[str, float]
MEGABYTE = 1e6


def measured(engine: Engine, documents: Sequence[Text], queries: Sequence[Query]) -> Measurement:
    """Every query runs once, as visitors' do: nothing is warmed up but by the queries before.

    Engines know documents by keys that stand in the order of the ids, so that equal scores are in that order and ids
    may hold any character.
    """
    ids = sorted(document.id for document in documents)
    keys = {one: f"{place:09}" for place, one in enumerate(ids)}
    documents = [replace(document, id=keys[document.id]) for document in documents]
    with tempfile.TemporaryDirectory(prefix="skolstod-search-") as name:
        folder = Path(name) / "index"
        folder.mkdir()
        began = time.process_time()
        engine.build(documents, folder)
        index_seconds = time.process_time() - began
        size = sum(file.stat().st_size for file in folder.rglob("*") if file.is_file())
        found: list[list[str]] = []
        milliseconds: list[float] = []
        for query in queries:
            began = time.process_time()
            hits = engine.search(query.text)
            milliseconds.append((time.process_time() - began) * 1000)
            found.append([ids[int(key)] for key in hits])
        engine.close()
    ranks = [rank(query, hits) for query, hits in zip(queries, found, strict=True)]
    return {
        "mrr10": fmean(1 / place if place and place <= 10 else 0.0 for place in ranks),
        "recall1": fmean(recall(query, hits, 1) for query, hits in zip(queries, found, strict=True)),
        "recall5": fmean(recall(query, hits, 5) for query, hits in zip(queries, found, strict=True)),
        "zero": fmean(place is None for place in ranks),
        "hits_p50": percentile([len(hits) for hits in found], 50),
        "index_s": index_seconds,
        "index_mb": size / MEGABYTE,
        "query_cpu_ms_p50": percentile(milliseconds, 50),
        "query_cpu_ms_p95": percentile(milliseconds, 95),
    }


def rank(query: Query, ids: Sequence[str]) -> int | None:
    """The place of the first relevant document, from 1; None if none was found."""
    return next((place for place, one in enumerate(ids, 1) if one in query.relevant), None)


def recall(query: Query, ids: Sequence[str], first: int) -> float:
    """Which share of the relevant documents is among the first."""
    return len(query.relevant.intersection(ids[:first])) / len(query.relevant)


def percentile(values: Sequence[float], share: int) -> float:
    """The value that `share` per cent of the values do not exceed (nearest rank)."""
    return sorted(values)[max(0, -(-len(values) * share // 100) - 1)]
