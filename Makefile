# `make help` lists what there is. A fresh machine needs python3, python3-venv, make and ca-certificates.

PYTHON ?= python3
BIN := .venv/bin
PORT ?= 5000
HOST ?=
WORKERS ?= 3

.DEFAULT_GOAL := help
.PHONY: help install run test soak lint bench screens lock backup

help: ## What can be done here
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-8s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

install: .venv/installed ## The packages that running needs, pinned, into .venv

.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed: make PYTHON=python3.11 …")'
	$(PYTHON) -m venv .venv

.venv/installed: requirements.txt | .venv/bin/python
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt
	@touch $@

.venv/installed-dev: requirements-dev.txt | .venv/bin/python
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.txt
	@touch $@ .venv/installed

run: .venv/installed ## The board in demo mode on 127.0.0.1:5000 (PORT=… HOST=…), with its data kept in instance/
	@exec $(BIN)/python -m board.commands.running "$(HOST)" "$(PORT)"

test: .venv/installed-dev ## Every test: on SQLite and on PostgreSQL, or (of pages) on one of them by turns
	@$(BIN)/python -m tests.machine
	$(BIN)/python -m pytest -n $(WORKERS) --dist worksteal

soak: .venv/installed-dev ## Every test on both databases that `make test` deals to one; the full numbers of races, kills, properties
	@$(BIN)/python -m tests.machine
	$(BIN)/python -m pytest -n $(WORKERS) --dist worksteal --undealt -m "soak or dealt"

lint: .venv/installed-dev ## Style, types, import order, templates
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo
	$(BIN)/djlint templates --lint --quiet

bench: .venv/installed-dev ## Speed as ratios; writes bench/README.md
	$(BIN)/python -m bench

screens: .venv/installed-dev ## Pictures of the main pages anew, into docs/screens
	$(BIN)/python -m tests.screens

lock: .venv/installed-dev ## Pin requirements*.in anew
	$(BIN)/uv pip compile -q --universal --generate-hashes --python-version 3.11 --no-emit-index-url --no-header requirements.in -o requirements.txt
	$(BIN)/uv pip compile -q --universal --generate-hashes --python-version 3.11 --no-emit-index-url --no-header requirements-dev.in -o requirements-dev.txt

backup: .venv/installed ## A copy of the demo database beside it
	DEMO=true $(BIN)/flask --app app backup instance/backup-$$(date +%Y%m%d-%H%M%S).sqlite
