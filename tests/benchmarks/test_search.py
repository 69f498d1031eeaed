"""The search benchmark: exact figures on a set that can be reckoned by hand, and clear words about bad lines."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks.search.files import Text, padded, read_documents, read_queries
from benchmarks.search.measure import percentile

DOCUMENTS = [
    {"id": 1, "text": "Logga in med BankID. Byt telefon först!"},
    {"id": "b", "title": "Frånvaro", "text": "Anmäl frånvaro innan skoldagen börjar.\u2028Ring annars."},
    {"id": 3, "text": "Skolans nät \x01 och skrivare 😀", "title": None},
]
QUERIES = [
    {"query": "frånvaro", "relevant": ["b"]},
    {"query": "logga in", "relevant": ["1", "unknown"]},
    {"query": "logga in", "relevant": [3]},
    {"query": "", "relevant": [1]},
]
FIGURES = {
    *("mrr10", "recall1", "recall5", "zero", "hits_p50", "index_s", "index_mb"),
    *("query_cpu_ms_p50", "query_cpu_ms_p95"),
}


def write(path: Path, rows: list[object], *, head: str = "", tail: str = "\n\n") -> Path:
    path.write_text(head + "\n".join(row if isinstance(row, str) else json.dumps(row) for row in rows) + tail, "utf-8")
    return path


def run(*arguments: object) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "benchmarks.search", *map(str, arguments)]
    environment = {"PATH": "/nowhere"}  # no Django settings, no broker, no other tool
    return subprocess.run(command, capture_output=True, text=True, check=False, env=environment)


def result(*arguments: object) -> dict[str, object]:
    return json.loads(run(*arguments).stdout.splitlines()[-1])


def test_figures_are_those_reckoned_by_hand(tmp_path: Path) -> None:
    docs = write(tmp_path / "docs", DOCUMENTS, head="\ufeff")
    queries = write(tmp_path / "queries", QUERIES, tail="\r\n \n")
    found = result("--docs", docs, "--queries", queries, "--json")
    assert {name: found[name] for name in ("mrr10", "recall1", "recall5", "zero", "n_docs", "n_queries")} == {
        "mrr10": 0.5,
        "recall1": 0.375,
        "recall5": 0.375,
        "zero": 0.5,
        "n_docs": 3,
        "n_queries": 4,
    }
    assert set(found) == FIGURES | {"n_docs", "n_queries"}


def test_peers_are_measured_by_the_same_figures_and_ranking_is_the_same_each_time(tmp_path: Path) -> None:
    docs, queries = write(tmp_path / "docs", DOCUMENTS), write(tmp_path / "queries", QUERIES)
    first, second = (result("--docs", docs, "--queries", queries, "--pad-to", 40, "--peers") for _ in range(2))
    assert set(first["peers"]) == {"fts5", "whoosh_stock", "tantivy"}
    assert all(set(peer) == FIGURES for peer in first["peers"].values())
    assert (first["n_docs"], first["peers"]["tantivy"]["mrr10"]) == (40, second["peers"]["tantivy"]["mrr10"])
    assert all(first[name] == second[name] for name in ("mrr10", "recall1", "recall5", "zero", "hits_p50"))


def test_table_stands_before_the_last_line_unless_only_json_is_wanted(tmp_path: Path) -> None:
    docs, queries = write(tmp_path / "docs", DOCUMENTS), write(tmp_path / "queries", QUERIES)
    assert len(run("--docs", docs, "--queries", queries, "--json").stdout.splitlines()) == 1
    lines = run("--docs", docs, "--queries", queries).stdout.splitlines()
    assert [line.split()[0] for line in lines[:2]] == ["skolstod", "mrr10"]


@pytest.mark.parametrize(
    ("line", "complaint"),
    [
        ("{not json", "not JSON"),
        ("[1]", "not a JSON object"),
        ('{"text": "no id"}', "ids must be"),
        ('{"id": true, "text": "x"}', "ids must be"),
        ('{"id": 9}', "`text` must be a string"),
        ('{"id": 9, "text": 4}', "`text` must be a string"),
        ('{"id": 9, "text": "x", "title": 4}', "`title` must be a string"),
        ('{"id": "1", "text": "taken"}', "taken"),
    ],
)
def test_bad_document_line_ends_the_run_with_its_number(tmp_path: Path, line: str, complaint: str) -> None:
    docs, queries = write(tmp_path / "docs", [*DOCUMENTS, line]), write(tmp_path / "queries", QUERIES)
    ended = run("--docs", docs, "--queries", queries)
    assert (ended.returncode, ended.stdout) == (2, "")
    assert f"{docs}:4: " in ended.stderr
    assert complaint in ended.stderr


@pytest.mark.parametrize(
    "line", ['{"query": "x"}', '{"query": "x", "relevant": []}', '{"query": "x", "relevant": 1}', '{"relevant": [1]}']
)
def test_bad_query_line_ends_the_run_with_its_number(tmp_path: Path, line: str) -> None:
    docs, queries = write(tmp_path / "docs", DOCUMENTS), write(tmp_path / "queries", [line])
    ended = run("--docs", docs, "--queries", queries)
    assert (ended.returncode, ended.stdout) == (2, "")
    assert f"{queries}:1: " in ended.stderr


def test_missing_and_empty_files_end_the_run(tmp_path: Path) -> None:
    docs, empty = write(tmp_path / "docs", DOCUMENTS), write(tmp_path / "empty", [])
    for queries in (tmp_path / "missing", empty, tmp_path):
        ended = run("--docs", docs, "--queries", queries)
        assert (ended.returncode, ended.stdout, "Traceback" in ended.stderr) == (2, "", False)


def test_padding_adds_documents_of_known_sentences_under_new_ids(tmp_path: Path) -> None:
    known = [Text("pad0", "", "Ett. Två!"), Text("x", "", "Tre?")]
    added = padded(known, 50)[2:]
    assert (len(added), padded(known, 50)[2:], padded(known, 1)) == (48, added, known)
    assert {word for text in added for word in text.text.split()} == {"Ett.", "Två!", "Tre?"}
    assert len({text.id for text in [*known, *added]}) == 50


def test_lone_surrogates_and_line_separators_are_read_as_text(tmp_path: Path) -> None:
    docs = write(tmp_path / "docs", ['{"id": 1, "text": "a\\ud800b \\u0000"}', '{"id": "\\ud801", "text": ""}'])
    assert [document.text for document in read_documents(docs)] == ["a?b \x00", ""]
    queries = write(tmp_path / "queries", ['{"query": "a", "relevant": [1, "\\ud801"]}'])
    assert read_queries(queries)[0].relevant == {"1", "\ud801"}
    assert result("--docs", docs, "--queries", queries, "--peers", "--json")["mrr10"] == 1.0


def test_percentile_is_the_nearest_rank() -> None:
    assert [percentile([4.0, 1.0, 3.0, 2.0], share) for share in (25, 50, 95)] == [1.0, 2.0, 4.0]
