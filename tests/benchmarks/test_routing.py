"""The routing benchmark: figures for any valid file, of however many or few classes, and clear words about others."""

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from benchmarks.routing.__main__ import main
from benchmarks.routing.files import Asked, Labelled, read_asked, read_labelled
from benchmarks.routing.routers import FastText, Majority, Ours
from benchmarks.search.files import BadLine

WORDS = ["lösenord", "wifi", "skrivare", "betyg", "frånvaro", "omdöme", "mat", "buss", "schema", "nyckel"]
FIGURES = {
    *("accuracy", "macro_f1", "log_loss", "ece", "coverage98", "accuracy_covered98"),
    *("train_cpu_s", "predict_ms", "predict_batch_ms", "model_mb"),
}
ONLY_ALL = 999
"""A size that no file here has, so that nothing is drawn."""

DOCUMENTS = [
    {"id": 1, "title": "Wifi", "text": "Så kopplar du datorn till skolans wifi.", "label": "technical"},
    {"id": 2, "text": "Vem får använda wifi på lektionen?", "label": "pedagogical"},
]
QUESTION = {"query": "wifi", "label": "technical", "relevant": [1]}

Run = Callable[..., dict]


def write(path: Path, rows: list[object]) -> Path:
    path.write_text("\n".join(row if isinstance(row, str) else json.dumps(row) for row in rows) + "\n", "utf-8")
    return path


def tickets(labels: list[object]) -> list[object]:
    texts = [f"{WORDS[number % 10]} {WORDS[number % 7]} krånglar {number}" for number in range(len(labels))]
    return [{"text": text, "label": label} for text, label in zip(texts, labels, strict=True)]


@pytest.fixture
def result(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs the command with --json and reads what it prints."""

    def run(*arguments: object) -> dict:
        monkeypatch.setattr(sys, "argv", ["routing", *map(str, arguments), "--json"])
        main()
        return json.loads(capsys.readouterr().out)

    return run


def test_any_size_of_draw_is_measured_also_of_more_classes_than_rows(tmp_path: Path, result: Run) -> None:
    """40 classes: 25 rows have no class of five; 12 rows are too few for the product."""
    train = write(tmp_path / "train", tickets([number % 40 for number in range(50)]))
    test = write(tmp_path / "test", tickets([number % 45 for number in range(20)]))
    found = result("--train", train, "--test", test, "--sizes", f"1,12,25,{ONLY_ALL}")
    assert list(found["sizes"]) == ["1", "12", "25", "all"]
    assert all(set(figures) == FIGURES for figures in found["sizes"].values())


def test_draws_that_lack_a_rare_class_are_measured(tmp_path: Path, result: Run) -> None:
    train, test = write(tmp_path / "train", tickets(["a"] * 27 + ["b"] * 3)), write(tmp_path / "test", tickets(["a"]))
    found = result("--train", train, "--test", test, "--sizes", "20,25")
    assert [found["sizes"][size]["accuracy"] for size in ("20", "25", "all")] == [1.0] * 3


@pytest.mark.parametrize(
    "rows",
    [
        tickets(["a"]),
        tickets(["a"] * 24),
        [{"text": "", "label": number % 2} for number in range(24)],
        [{"text": "__label__9 __label__x", "label": number % 3} for number in range(24)],
        tickets(["a"] * 21 + ["b"] * 3),
    ],
    ids=["one row", "one class", "no words", "one text", "rare class"],
)
def test_peers_and_what_is_out_of_scope_are_measured_on_odd_files(
    tmp_path: Path, result: Run, rows: list[object]
) -> None:
    path, strange = write(tmp_path / "rows", rows), write(tmp_path / "strange", [{"text": "😀"}])
    found = result("--train", path, "--test", path, "--sizes", ONLY_ALL, "--peers", "--out-of-scope", strange)
    assert set(found["peers"]) == {"fasttext", "majority"}
    for sizes in (found["sizes"], *(peer["sizes"] for peer in found["peers"].values())):
        assert set(sizes) == {"all"}
        assert set(sizes["all"]) == FIGURES | {"auroc_oos"}


def test_router_that_cannot_be_trained_says_how_frequent_classes_are_smoothed() -> None:
    router = Ours()
    router.train([Labelled("wifi", "a"), Labelled("nät", "a"), Labelled("betyg", "b")], ["a", "b", "c"])
    assert router.probabilities(["wifi", ""]) == pytest.approx(np.array([[3, 2, 1]] * 2) / 6)
    assert router.out_of_fold.shape == (3, 3)
    assert router.megabytes == 0.0
    router.answer("wifi")


def test_majority_is_as_frequent_as_it_was_seen() -> None:
    router = Majority()
    router.train([Labelled("wifi", "a"), Labelled("betyg", "b")], ["a", "b", "c"])
    assert router.probabilities([""]).tolist() == [[0.5, 0.5, 0.0]]


def test_fasttext_answers_out_of_fold_for_each_row_of_rare_classes() -> None:
    router, examples = FastText(), [Labelled(f"{word} krånglar", word) for word in WORDS for _ in range(2)]
    router.train(examples, WORDS)
    assert router.out_of_fold.shape == (20, 10)
    assert router.out_of_fold.sum(axis=1) == pytest.approx(np.ones(20), abs=1e-3)


def refused(*arguments: object) -> str:
    """What is said of a bad line: alone, with code 2."""
    command = [sys.executable, "-m", "benchmarks.routing", *map(str, arguments)]
    environment = {"PATH": "/nowhere"}  # no Django settings, no other tool
    ended = subprocess.run(command, capture_output=True, text=True, check=False, env=environment)
    assert (ended.returncode, ended.stdout) == (2, "")
    return ended.stderr


def test_bad_line_ends_the_run_with_its_number(tmp_path: Path) -> None:
    train = write(tmp_path / "train", [*tickets(["a", "b"]), '{"text": "x"}'])
    assert refused("--train", train, "--test", train) == f"{train}:3: `label` must be a string or a number\n"


def test_question_whose_documents_are_no_list_ends_the_run_with_its_number(tmp_path: Path) -> None:
    docs, asked = (
        write(tmp_path / "docs", DOCUMENTS),
        write(tmp_path / "asked", [QUESTION, {**QUESTION, "relevant": 5}]),
    )
    complaint = f"{asked}:2: `relevant` must be a list with at least one id\n"
    assert refused("--kb", docs, "--queries", asked, "--exclude-own") == complaint


@pytest.mark.parametrize("relevant", [None, 5, "12", [], {"1": 2}, True])
def test_only_a_list_of_ids_says_which_documents_hold_the_answer(tmp_path: Path, relevant: object) -> None:
    path = write(tmp_path / "asked", [QUESTION, {**QUESTION, "relevant": relevant}])
    with pytest.raises(BadLine, match=":2: `relevant` must be a list with at least one id"):
        read_asked(path)


def test_missing_list_of_documents_is_refused(tmp_path: Path) -> None:
    path = write(tmp_path / "asked", [{"query": "wifi", "label": "a"}])
    with pytest.raises(BadLine, match=":1: `relevant` must be a list"):
        read_asked(path)


@pytest.mark.parametrize("relevant", [[[1]], [None], [True]])
def test_documents_are_known_by_numbers_or_strings(tmp_path: Path, relevant: object) -> None:
    path = write(tmp_path / "asked", [{**QUESTION, "relevant": relevant}])
    with pytest.raises(BadLine, match=":1: ids must be"):
        read_asked(path)


def test_ids_of_documents_are_read_whole(tmp_path: Path) -> None:
    path = write(tmp_path / "asked", [{**QUESTION, "relevant": [12, "b"]}])
    assert read_asked(path) == [Asked("wifi", "technical", frozenset({"12", "b"}))]


@pytest.mark.parametrize(
    ("written", "label"), [("1", "1"), ("1.0", "1"), ("-2.50", "-2.5"), ('"1.0"', "1.0"), ("1e2", "100"), ("0", "0")]
)
def test_numbers_are_labels_and_equal_ones_the_same(tmp_path: Path, written: str, label: str) -> None:
    path = write(tmp_path / "rows", [f'{{"text": "wifi", "label": {written}}}'])
    assert read_labelled(path) == [Labelled("wifi", label)]


@pytest.mark.parametrize("written", ["true", "null", '""', "NaN", "Infinity", "-Infinity", "[1]", "{}"])
def test_label_that_is_no_string_or_number_is_refused(tmp_path: Path, written: str) -> None:
    path = write(tmp_path / "rows", [f'{{"text": "wifi", "label": {written}}}'])
    with pytest.raises(BadLine, match=":1: `label` must be a string or a number"):
        read_labelled(path)


def test_guides_route_and_the_own_answer_can_be_taken_away(tmp_path: Path, result: Run) -> None:
    docs, asked = write(tmp_path / "docs", DOCUMENTS), write(tmp_path / "asked", [QUESTION])
    assert result("--kb", docs, "--queries", asked)["accuracy"] == 1.0
    assert result("--kb", docs, "--queries", asked, "--exclude-own")["accuracy"] == 0.0
