# Everything runs from .venv, which each target makes or mends by itself. `make help` lists the targets.

.DEFAULT_GOAL := help
.PHONY: help demo test check format bench pictures lock clean

python := .venv/bin/python
runtime := @scripts/setup requirements.lock
development := @scripts/setup requirements-dev.lock

help: ## this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-10s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

demo: ## the whole product in a browser tab, without a Slack account
	$(runtime)
	@exec $(python) -m bot demo $(ARGS)

test: ## all tests; some of them: make test ARGS="tests/test_approval.py -k winner"
	$(development)
	@scripts/programs
	@$(python) -m pytest --numprocesses auto --maxprocesses 4 --dist loadfile --no-loadscope-reorder $(ARGS)

check: ## format, lint, types, direction of imports
	$(development)
	$(python) -m ruff format --check .
	$(python) -m ruff check .
	$(python) -m mypy
	.venv/bin/lint-imports --no-logo

format: ## put the code into shape
	$(development)
	$(python) -m ruff format .
	$(python) -m ruff check --fix .

bench: ## measure speed on this machine
	$(development)
	@$(python) -m bench $(ARGS)

pictures: ## take the README's pictures again
	$(development)
	@scripts/programs
	@$(python) -m scripts.pictures $(ARGS)

lock: ## write the lock files from pyproject.toml (UPGRADE=1: newest of everything)
	$(development)
	@scripts/lock

clean: ## remove what the targets made (not your .env, not your databases)
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
