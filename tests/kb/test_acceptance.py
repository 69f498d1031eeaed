"""The search library's own tests of a backend, passed by ours in a process and settings of their own."""

import os
import re
import subprocess
import sys

TESTS = 120
SECONDS = 240


def test_backend_passes_the_librarys_own_tests() -> None:
    command = [sys.executable, "-m", "django", "test", "tests.foreign.backend_acceptance"]
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "tests.foreign.settings"}
    # No outside input: the command is fixed.
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=SECONDS, check=False)
    assert done.returncode == 0, done.stderr[-4000:]
    assert re.search(rf"Ran {TESTS} tests .*\n\nOK\n", done.stderr), done.stderr[-4000:]
