# Ledgerhouse: every command a person needs. Only Python 3.11 (or 3.12) and this file are assumed.
SHELL := /bin/bash
.DEFAULT_GOAL := help
PYTHON ?= $(shell command -v python3.11 || command -v python3)
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
WORKERS ?= 2
ARGS ?=

.PHONY: help install run serve status test test-nightly bench lint lint-python lint-sql format docs lock clean

help: ## List the commands.
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 16

# The lock names every package with its version and hashes; uv installs it faster where present.
$(READY): requirements.lock pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit("Ledgerhouse needs Python 3.11 or 3.12; set PYTHON=/path/to/python3.11" if not (3, 11) <= sys.version_info[:2] < (3, 13) else 0)'
	$(PYTHON) -m venv $(VENV)
	if command -v uv >/dev/null; then \
	    uv pip install --quiet --compile-bytecode --python $(BIN)/python --require-hashes -r requirements.lock; \
	else \
	    $(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock; \
	fi
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	touch $(READY)

install: $(READY) ## Make the virtual environment from the hashed lock.

run: $(READY) ## Land, build, prove, project, publish; print the summary (demo company unless ARGS say otherwise).
	$(BIN)/ledgerhouse run $(ARGS)

serve: $(READY) ## Open the dashboards and the Dagster UI on loopback.
	$(BIN)/ledgerhouse serve $(ARGS)

status: $(READY) ## Show the published release and the state of the warehouse.
	$(BIN)/ledgerhouse status $(ARGS)

lint: $(READY) ## Format check, lint, types, import arrows, SQL form.
	$(MAKE) --jobs 2 --output-sync=target lint-python lint-sql

lint-python: $(READY)
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

lint-sql: $(READY)
	$(BIN)/sqlfluff lint --processes 2 dbt_project/models dbt_project/tests/*/assert_*.sql
	$(BIN)/sqlfluff lint --templater placeholder dashboards/queries

format: $(READY) ## Rewrite Python and SQL into the house form.
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .
	$(BIN)/sqlfluff fix --processes 2 dbt_project/models dbt_project/tests/*/assert_*.sql
	$(BIN)/sqlfluff fix --templater placeholder dashboards/queries

test: lint ## Lint, then the whole suite; at most 30 minutes on 2 cores.
	$(BIN)/pytest -n $(WORKERS) --dist loadgroup $(ARGS)

test-nightly: $(READY) ## The long campaigns: 100 kills, 20 seeds, 200 histories, a real Tryton.
	$(BIN)/pytest -n $(WORKERS) --dist loadgroup -m nightly $(ARGS)

bench: $(READY) ## Measure landing and building beside plain DuckDB, as ratios within one run.
	$(BIN)/python -m benchmarks $(ARGS)

docs: $(READY) ## Build the documentation site and the catalogue of models.
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-docs.lock
	$(BIN)/mkdocs build --strict

lock: ## Resolve pyproject.toml into the hashed locks (needs uv).
	uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-strip-extras --no-emit-index-url --no-header --extra dev pyproject.toml -o requirements.lock
	uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-strip-extras --no-emit-index-url --no-header --extra dev --extra docs -c requirements.lock pyproject.toml -o requirements-docs.lock

clean: ## Remove built things; data/ stays.
	rm -rf $(VENV) dbt_project/target dbt_project/logs site .mypy_cache .ruff_cache .pytest_cache
