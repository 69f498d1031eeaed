"""How well and how fast does the search find? `python -m benchmarks.search --help` says how to ask."""
