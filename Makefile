# Everything lives in .venv/; nothing else on the machine is touched except, if missing, Chromium.
PYTHON ?= python3
BIN := .venv/bin
# Warnings are not counted under --quiet, so a strict build speaks.
STRICT ?=
export NO_MKDOCS_2_WARNING := 1

.PHONY: site serve check test lint lock schema tables

site: .venv/ready
	$(BIN)/mkdocs build $(or $(STRICT),--quiet)

serve: .venv/ready
	$(BIN)/vlmatlas serve

check: .venv/ready
	$(BIN)/vlmatlas check

test: .venv/ready lint
	$(BIN)/python scripts/find_chromium.py --install
	$(BIN)/pytest -n auto --dist loadgroup

lint: .venv/ready
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/vlmatlas check
	$(BIN)/vlmatlas schema --check
	$(BIN)/python scripts/build_tables.py --check

schema: .venv/ready
	$(BIN)/vlmatlas schema

tables: .venv/ready
	$(BIN)/python scripts/build_tables.py

.venv/ready: requirements.lock pyproject.toml
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	touch $@

lock: .venv/ready
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-annotate --no-header \
	  --no-emit-index-url --group site --group dev --group build pyproject.toml -o requirements.lock
