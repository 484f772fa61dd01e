# Two commands are all a newcomer needs: make demo, make test.
PYTHON ?= python3
BIN := .venv/bin
.DEFAULT_GOAL := help
.PHONY: help demo replay test check format bench lock clean browser

help: ## list what there is
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-8s %s\n", $$1, $$2}'

demo: .venv/.runtime ## an edition that lives, with a Slack of its own, in the browser
	$(BIN)/python -m bot demo

replay: .venv/.runtime ## a whole edition in virtual time, checked on the wire; the report goes to out/
	$(BIN)/python -m bot demo --replay --out out

test: .venv/.dev browser ## every test
	$(BIN)/python -m pytest -n auto --dist worksteal

check: .venv/.dev ## lint, format, types, import order
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports

format: .venv/.dev ## put the code in the house's format
	$(BIN)/ruff check --fix
	$(BIN)/ruff format

bench: .venv/.dev ## what the solvers take beside the bare libraries, as Markdown tables
	@for name in matching introductions scoring intake; do $(BIN)/python -m benchmarks.$$name || exit 1; done

lock: ## pin every dependency anew, with hashes (needs uv)
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-emit-find-links --no-header pyproject.toml --group dev -o requirements-dev.lock
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-emit-find-links --no-header pyproject.toml -c requirements-dev.lock -o requirements.lock

clean: ## remove what was made
	rm -rf .venv out artefacts .mypy_cache .ruff_cache .pytest_cache .import_linter_cache

.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or newer is needed: make PYTHON=python3.12 …"; exit 1; }
	$(PYTHON) -m venv .venv

.venv/.runtime: requirements.lock | .venv/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	@touch $@

.venv/.dev: requirements-dev.lock | .venv/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.lock
	@touch $@

browser:
	@command -v chromium >/dev/null || sh tests/chromium.sh
