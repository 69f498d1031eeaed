"""A worker announces in a file until when its present job may run; the supervisor ends a worker that overstays.

A file, because a worker that hangs in compiled code answers neither signals nor the database.
"""

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

VARIABLE = "SKOLSTOD_DEADLINE_FILE"


@contextmanager
def announced(seconds: float) -> Iterator[None]:
    file = os.environ.get(VARIABLE)
    if file is None:
        yield
        return
    path = Path(file)
    path.write_text(str(time.time() + seconds), encoding="ascii")
    try:
        yield
    finally:
        path.unlink(missing_ok=True)


def overstayed(path: Path) -> bool:
    """Whether the worker that announces in `path` should have ended its job by now."""
    try:
        return time.time() > float(path.read_text(encoding="ascii"))
    except (FileNotFoundError, ValueError):
        return False
