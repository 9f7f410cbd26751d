# Everything lives in .venv/; nothing else on the machine is touched except, if missing, Chromium.
PYTHON ?= python3
BIN := .venv/bin
# Warnings are not counted under --quiet, so a strict build speaks.
STRICT ?=
export NO_MKDOCS_2_WARNING := 1

.PHONY: site serve check test lint links lock schema tables

site: .venv/ready
	$(BIN)/mkdocs build $(or $(STRICT),--quiet)

serve: .venv/ready
	$(BIN)/vlmatlas serve

check: .venv/ready
	$(BIN)/vlmatlas check

test: .venv/ready .venv/links lint
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

links: .venv/ready .venv/links
	$(BIN)/vlmatlas links --no-internal --external

schema: .venv/ready
	$(BIN)/vlmatlas schema

tables: .venv/ready
	$(BIN)/python scripts/build_tables.py

.venv/ready: requirements.lock pyproject.toml
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	touch $@

# The link checker is large and has no build for some systems, so that the site does without it.
.venv/links: .venv/ready requirements-links.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --only-binary :all: \
	  -r requirements-links.lock
	touch $@

lock: .venv/ready
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-annotate --no-header \
	  --no-emit-index-url --group site --group dev --group build pyproject.toml -o requirements.lock
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-annotate --no-header \
	  --no-emit-index-url --group links -o requirements-links.lock
