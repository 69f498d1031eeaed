"""How well and how fast does the search find, on a set of documents and questions, and beside stock engines?

python -m benchmarks.search --docs FILE --queries FILE [--language sv|en] [--pad-to N] [--peers] [--json]

Files hold one JSON object a line: documents `id`, `text` and optionally `title`; queries `query` and `relevant`, the
ids of the documents that answer it. Ids are numbers or strings, compared as strings. The last line printed is one
JSON object; without --json a table comes before it. A bad line ends the run with code 2. Times are CPU times.
"""

import argparse
import json
import sys
from collections.abc import Callable
from pathlib import Path

from benchmarks.search.engines import Engine, FullText, Ours, StockWhoosh, Tantivy
from benchmarks.search.files import BadLine, padded, read_documents, read_queries
from benchmarks.search.measure import Measurement, measured

PEERS: dict[str, Callable[[str], Engine]] = {"fts5": FullText, "whoosh_stock": StockWhoosh, "tantivy": Tantivy}
OURS = "skolstod"


def main() -> None:
    options = parse()
    try:
        documents = read_documents(options.docs)
        queries = read_queries(options.queries)
    except (BadLine, OSError) as error:
        print(error, file=sys.stderr)
        raise SystemExit(2) from error
    documents = padded(documents, options.pad_to)
    ours = measured(Ours(options.language), documents, queries)
    peers = {
        name: measured(make(options.language), documents, queries)
        for name, make in (PEERS if options.peers else {}).items()
    }
    if not options.json:
        print(table({OURS: ours, **peers}))
    result = {**ours, "n_docs": len(documents), "n_queries": len(queries)}
    if options.peers:
        result["peers"] = peers
    print(json.dumps(result))


def parse() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--docs", type=Path, required=True, help="JSON lines: id, text, optionally title")
    parser.add_argument("--queries", type=Path, required=True, help="JSON lines: query, relevant")
    parser.add_argument("--language", choices=["sv", "en"], default="sv")
    parser.add_argument("--pad-to", type=positive, default=0, help="add documents of the set's own sentences")
    parser.add_argument("--peers", action="store_true", help="also measure SQLite FTS5, stock Whoosh and Tantivy")
    parser.add_argument("--json", action="store_true", help="no table")
    return parser.parse_args()


def positive(typed: str) -> int:
    if not typed.isdecimal() or int(typed) == 0:
        raise argparse.ArgumentTypeError(f"{typed!r} is not a number of documents")
    return int(typed)


def table(results: dict[str, Measurement]) -> str:
    """One line a figure, one column an engine."""
    lines = ["".join([" " * 18, *(f"{name:>14}" for name in results)])]
    for figure in next(iter(results.values())):
        lines.append("".join([f"{figure:18}", *(f"{result[figure]:>14.3f}" for result in results.values())]))
    return "\n".join(lines)


if __name__ == "__main__":
    main()
