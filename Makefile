# The only list of commands. A fresh machine needs Python 3 with pip, make and git; everything else is brought here.
SHELL := bash
.SHELLFLAGS := -euo pipefail -c
MAKEFLAGS += --no-print-directory
.DEFAULT_GOAL := help

# Where it is set, each process would compile two thousand modules anew: seven seconds instead of none.
unexport PYTHONDONTWRITEBYTECODE

BIN := .venv/bin
DONE := .venv/done
UV := .tools/bin/uv
CATALOGUES := $(wildcard voronka/*/locale/*/LC_MESSAGES/*.po)

.PHONY: help setup run test check bench bench-base e2e messages screenshots lock

help: ## this list
	@grep -hE '^[a-z0-9-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z0-9-]+):.*## /  make \1\t/' | expand -t 22

setup: $(DONE)/environment $(DONE)/vendor $(DONE)/messages ## install everything into this folder
	@:

run: setup ## start Voronka with the demo company (ARGS="--port 8001" and the like are passed on)
	@$(BIN)/voronka run --demo $(ARGS)

test: setup ## all tests, against the embedded database and again against one given by URL
	@$(BIN)/python -m tools.suite $(ARGS)

check: setup ## style, types, layers, templates, guards, translations
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/djlint --profile=jinja --lint --quiet --allow-empty-input voronka
	$(BIN)/python -m tools.messages check
	$(BIN)/check-jsonschema --builtin-schema vendor.compose-spec compose.yaml
	$(BIN)/pytest -q tests/architecture -m "not django_db" --ignore=tests/architecture/test_access_walk.py

bench: setup ## timings of the pages against the floor
	@$(BIN)/python -m bench $(ARGS)

bench-base: setup ## a base of a million persons to measure on: make bench ARGS=--big
	@$(BIN)/python -m bench.base $(ARGS)

e2e: setup ## the journeys in a real browser
	@$(BIN)/python -m tools.suite --browser $(ARGS)

messages: setup ## collect the texts to translate, then compile the translations
	@$(BIN)/python -m tools.messages update
	@$(BIN)/python -m tools.messages compile

screenshots: setup ## pictures of every screen in screenshots/, and of the guides in docs/guide
	@$(BIN)/python -m tools.suite --screenshots $(ARGS)

lock: $(UV) ## choose the newest allowed versions of all dependencies
	$(UV) pip compile -q --upgrade --universal --generate-hashes --no-header pyproject.toml -o requirements.lock
	$(UV) pip compile -q --upgrade --universal --generate-hashes --no-header pyproject.toml --group dev -o requirements-dev.lock

$(UV): scripts/install-uv
	@scripts/install-uv

$(DONE)/environment: $(UV) requirements-dev.lock pyproject.toml .python-version scripts/install-environment
	@scripts/install-environment
	@mkdir -p $(DONE) && touch $@

$(DONE)/vendor: $(DONE)/environment package-lock.json voronka/ui/vendor.py voronka/ui/icons.list scripts/install-vendor
	@scripts/install-vendor
	@touch $@

$(DONE)/messages: $(DONE)/environment $(CATALOGUES)
	@$(BIN)/python -m tools.messages compile
	@touch $@
