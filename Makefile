# Everything a newcomer needs. Requires python3 (3.11 or later) with venv, and make.

PYTHON ?= python3
PORT ?= 8000
VENV := .venv
RUN := $(VENV)/bin/python
MANAGE := $(RUN) manage.py
SYNCED := $(VENV)/.synced
FORK := $(VENV)/whoosh-ng

.DEFAULT_GOAL := help
.PHONY: help setup demo demo-data test test-faults test-search-fork test-postgres test-browser lint types format reset

LOCKING := tests/support tests/jobs tests/training tests/kb/upkeep tests/kb/test_local_notes.py \
           tests/triage/test_router.py tests/triage/test_targets.py tests/triage/test_pages_stages.py tests/triage/test_monitoring.py

help: ## Show what there is
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 16

setup: $(SYNCED) ## Make .venv and install what the lock names

$(SYNCED): uv.lock pyproject.toml
	@echo "Installing what uv.lock names into $(VENV) ..."
	@test -x $(VENV)/bin/python || $(PYTHON) -m venv $(VENV)
	@$(VENV)/bin/pip install --quiet --disable-pip-version-check uv
	@$(VENV)/bin/uv sync --frozen --quiet
	@touch $@

demo: setup ## Load the demo and run everything (PORT=8000)
	@echo "Preparing the database ..."
	@$(MANAGE) prepare --port $(PORT)
	@$(MAKE) --no-print-directory demo-data
	@BASE_URL=http://localhost:$(PORT) $(MANAGE) up --port $(PORT) --sign-in-names

demo-data:
	@test -e var/.demo-loaded || (echo "Loading the demo ..." \
	  && BASE_URL=http://localhost:$(PORT) $(MANAGE) load_demo \
	  && echo "Writing the search index ..." && $(MANAGE) rebuild_index \
	  && echo "Training the triage ..." && $(MANAGE) live_demo_weeks \
	  && touch var/.demo-loaded)

# Tests run side by side, one a core.
test test-postgres: export OPENBLAS_NUM_THREADS := 1

test: setup ## Run the tests
	@$(MANAGE) compile_messages
	@$(RUN) -m pytest -n auto -m "not slow and not browser"

test-faults: setup ## Run the tests that really wait: outages and soaks
	@$(MANAGE) compile_messages
	@$(RUN) -m pytest -m slow

test-search-fork: setup ## Run the tests of the search index on whoosh-ng, the way out if our Whoosh is given up
	@$(MANAGE) compile_messages
	@$(VENV)/bin/uv pip install --quiet --target $(FORK) --no-deps whoosh-ng==5.4.0
	@PYTHONPATH=$(FORK) $(RUN) -m pytest -n auto -p no:cacheprovider tests/kb/search tests/kb/test_acceptance.py tests/kb/test_rebuild.py

test-postgres: setup ## Run the tests of what locks and writes on PostgreSQL
	@$(MANAGE) compile_messages
	@$(RUN) -m tests.on_postgres -n auto -m "not slow and not browser" $(LOCKING)

test-browser: setup ## Run the browser tests (needs Chromium: apt-get install chromium)
	@$(MANAGE) compile_messages
	@$(RUN) -m pytest -m browser

lint: setup ## Lint and check the format of code and templates
	@$(RUN) -m ruff check .
	@$(RUN) -m ruff format --check .
	@$(VENV)/bin/djlint templates --lint --quiet

types: setup ## Check types
	@$(RUN) -m mypy .

format: setup ## Format the code
	@$(RUN) -m ruff check --fix --quiet .
	@$(RUN) -m ruff format .

reset: ## Delete the demo's data
	rm -rf var
