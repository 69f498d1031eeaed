"""Loads the demo from fixtures/: three invented municipalities with people, pages and tickets."""
