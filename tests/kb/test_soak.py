"""Four processes publish, two search, a rebuild comes in the middle: no update is lost and nothing fails."""

import json
import subprocess
import sys

import pytest

pytestmark = pytest.mark.slow

SECONDS = 60


def test_index_survives_everything_at_once() -> None:
    command = [sys.executable, "-m", "benchmarks.search_soak", "--seconds", str(SECONDS), "--json"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=600, check=False)
    result = json.loads(done.stdout.splitlines()[-1])
    faults = {name: result[name] for name in ("lost", "stale", "errors")}
    assert faults == {"lost": 0, "stale": 0, "errors": 0}, done.stderr[-4000:]
    assert (result["saves"] > 0, result["searches"] > 0, result["rebuilds"]) == (True, True, 1)
