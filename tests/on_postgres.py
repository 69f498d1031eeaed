"""Runs pytest against a PostgreSQL of its own: python -m tests.on_postgres [what pytest takes].

SQLite forgives what PostgreSQL does not, such as a lock that reaches across an outer join.
"""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

from benchmarks.stack import postgresql


def main() -> int:
    with tempfile.TemporaryDirectory(prefix="skolstod-postgres-") as folder, postgresql(Path(folder)) as address:
        environment = {**os.environ, "DATABASE_URL": address}
        return subprocess.call([sys.executable, "-m", "pytest", *sys.argv[1:]], env=environment)


if __name__ == "__main__":
    sys.exit(main())
