"""The walls of the house: who may import whom, how long a file may be, what must stand beside an odd import."""

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
CODE = ("accounts", "benchmarks", "config", "jobs", "kb", "support", "tests", "training", "triage")
MAX_LINES = 400
FORBIDDEN_NAMES = {"core", "common", "utils", "helpers", "manager"}


def python_files(*folders: str) -> list[Path]:
    return [file for folder in folders for file in (ROOT / folder).rglob("*.py") if "migrations" not in file.parts]


def test_imports_obey_the_contracts() -> None:
    outcome = subprocess.run(
        [Path(sys.executable).with_name("lint-imports")], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert outcome.returncode == 0, outcome.stdout


def test_no_file_is_longer_than_400_lines() -> None:
    own = [*python_files(*CODE), *(ROOT / "templates").rglob("*.html"), *(ROOT / "static" / "css").glob("*.css")]
    assert {str(file): n for file in own if (n := len(file.read_text().splitlines())) > MAX_LINES} == {}


def test_no_module_has_a_name_that_says_nothing() -> None:
    assert [file for file in python_files(*CODE) if file.stem in FORBIDDEN_NAMES] == []


def test_import_inside_a_function_states_its_reason() -> None:
    """A cycle is a design question; a comment on the line, or above the group of imports, answers it."""
    assert [
        place
        for file in python_files("accounts", "config", "jobs", "kb", "support", "training", "triage")
        for place in silent_imports(file)
    ] == []


def silent_imports(file: Path) -> list[str]:
    text = file.read_text()
    lines = text.splitlines()
    functions = [node for node in ast.walk(ast.parse(text)) if isinstance(node, ast.FunctionDef)]
    numbers = {n.lineno for f in functions for n in ast.walk(f) if isinstance(n, ast.Import | ast.ImportFrom)}
    silent = []
    for number in sorted(numbers):
        first = number
        while first - 1 in numbers:
            first -= 1
        if not any("#" in line for line in lines[first - 2 : number]):
            silent.append(f"{file.relative_to(ROOT)}:{number}")
    return silent


def test_suppression_states_its_reason() -> None:
    pattern = re.compile(r"#\s*(noqa|type: ignore)[^#]*$")
    bare = [
        f"{file.relative_to(ROOT)}:{number}"
        for file in python_files(*CODE)
        for number, line in enumerate(file.read_text().splitlines(), 1)
        if pattern.search(line) and "pattern" not in line
    ]
    assert bare == []


def test_every_module_says_what_it_is_for() -> None:
    silent = [
        str(file.relative_to(ROOT))
        for file in python_files("accounts", "jobs", "kb", "support", "training", "triage", "config")
        if (text := file.read_text().strip())
        and not text.startswith(('"""', "#!"))
        and file.name not in {"apps.py", "__init__.py", "urls.py"}
    ]
    assert silent == []


def test_web_process_never_imports_scikit_learn() -> None:
    code = (
        "import os, sys; os.environ['DJANGO_SETTINGS_MODULE'] = 'config.settings.test';"
        "import config.wsgi; from django.urls import get_resolver; get_resolver().url_patterns;"
        "import triage.router, support.tasks, triage.tasks;"
        "print([name for name in ('sklearn', 'scipy', 'skops') if name in sys.modules])"
    )
    outcome = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert outcome.stdout.strip() == "[]"


@pytest.mark.parametrize("word", ["claude", "/work/", "registry.npmjs", "files.pythonhosted"])
def test_project_names_no_workplace(word: str) -> None:
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True).stdout.split(
        "\n"
    )
    texts = [
        ROOT / name for name in listed if name.endswith((".py", ".md", ".toml", ".html", ".css", ".js", "Makefile"))
    ]
    guilty = [file.name for file in texts if word in file.read_text().lower() and file != Path(__file__)]
    assert guilty == []
