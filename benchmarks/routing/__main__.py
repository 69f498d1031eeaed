"""How well are texts routed by the product's text model, or by its guides alone?

python -m benchmarks.routing --train FILE --test FILE [--sizes 50,200,1000] [--peers] [--out-of-scope FILE] [--json]
python -m benchmarks.routing --kb DOCS --queries FILE [--exclude-own] [--json]

Files hold one JSON object a line: texts `text` and `label` (out of scope: `text`); documents `id`, `text`, `label` and
optionally `title`; queries `query`, `label`, `relevant`. Each size is drawn ten times without replacement (seeds 0 to
9), `all` is trained once. From rows that the product refuses to train on (under 20, one class, copies of one text, no
word) nothing is learnt but how frequent the classes are, each counted once more than it was seen. The last line printed
is one JSON object; without --json a table comes before it. A bad line ends the run with code 2. Times are CPU times.
"""

import argparse
import json
import sys
import warnings
from pathlib import Path
from typing import Any

from benchmarks.routing.files import read_asked, read_knowledge, read_labelled, read_texts
from benchmarks.routing.guides import measured_guides
from benchmarks.routing.measure import Measurement, measured_sizes
from benchmarks.routing.routers import FastText, Majority, Ours
from benchmarks.search.files import BadLine

PEERS = {"fasttext": FastText, "majority": Majority}
SIZES = [50, 200, 1000]


def main() -> None:
    warnings.filterwarnings("ignore", message="The number of unique classes")  # a test of a few rows is a test, too
    options = parse()
    try:
        result = guides_alone(options) if options.kb else text_model(options)
    except (BadLine, OSError) as error:
        print(error, file=sys.stderr)
        raise SystemExit(2) from error
    print(json.dumps(result))


def text_model(options: argparse.Namespace) -> dict[str, Any]:
    train, test = read_labelled(options.train), read_labelled(options.test)
    strange = read_texts(options.out_of_scope) if options.out_of_scope else []
    sizes = [size for size in options.sizes if size <= len(train)]
    result: dict[str, Any] = {"sizes": measured_sizes(Ours, train, test, sizes, strange)}
    if options.peers:
        result["peers"] = {
            name: {"sizes": measured_sizes(make, train, test, sizes, strange)} for name, make in PEERS.items()
        }
    if not options.json:
        for name, figures in {"skolstod": result, **result.get("peers", {})}.items():
            print(table(name, figures["sizes"]))
    return result


def guides_alone(options: argparse.Namespace) -> dict[str, Any]:
    return measured_guides(read_knowledge(options.kb), read_asked(options.queries), exclude_own=options.exclude_own)


def table(name: str, sizes: dict[str, Measurement]) -> str:
    """One line a figure, one column a size."""
    lines = ["".join([f"{name:20}", *(f"{size:>10}" for size in sizes)])]
    for figure in next(iter(sizes.values())):
        cells = [figures[figure] for figures in sizes.values()]
        lines.append(
            "".join([f"  {figure:18}", *(f"{'-' if cell is None else format(cell, '.4f'):>10}" for cell in cells)])
        )
    return "\n".join([*lines, ""])


def parse() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--train", type=Path, help="JSON lines: text, label")
    parser.add_argument("--test", type=Path, help="JSON lines: text, label")
    parser.add_argument("--sizes", type=sizes_of, default=SIZES, help="how many training rows are drawn: 50,200,1000")
    parser.add_argument("--peers", action="store_true", help="also measure fastText and the majority")
    parser.add_argument("--out-of-scope", type=Path, help="JSON lines: text; what belongs to no class")
    parser.add_argument("--kb", type=Path, help="JSON lines: id, text, label, optionally title")
    parser.add_argument("--queries", type=Path, help="JSON lines: query, label, relevant")
    parser.add_argument("--exclude-own", action="store_true", help="documents that hold the answer may not vote")
    parser.add_argument("--json", action="store_true", help="no table")
    options = parser.parse_args()
    if not (options.kb and options.queries) and not (options.train and options.test):
        parser.error("give --train and --test, or --kb and --queries")
    return options


def sizes_of(typed: str) -> list[int]:
    parts = typed.split(",")
    if not all(part.isdecimal() and int(part) for part in parts):
        raise argparse.ArgumentTypeError(f"{typed!r} is not a list of numbers")
    return [int(part) for part in parts]


if __name__ == "__main__":
    main()
