# Everything runs from .venv, which each target makes or mends by itself. `make help` lists the targets.

.DEFAULT_GOAL := help
.PHONY: help demo test check format bench bench-large faults mutants pictures words events wheel lock audit clean

python := .venv/bin/python
showcase := @scripts/setup requirements-demo.lock
development := @scripts/setup requirements-dev.lock
deno := DENO_DIR=.venv/deno DENO_NO_UPDATE_CHECK=1 .venv/bin/deno

help: ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-11s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

demo: ## the whole product in a browser tab, without a Slack account
	$(showcase)
	@exec $(python) -m bot demo $(ARGS)

test: ## all tests; some of them: make test ARGS="tests/signup -k winner"
	$(development)
	@scripts/programs
	@PYTHONDONTWRITEBYTECODE= $(python) -m compileall -q bot blocks storage language demo
	@PYTHONDONTWRITEBYTECODE= $(python) -m pytest --numprocesses auto --dist worksteal $(ARGS)

check: ## format, lint, types, direction of imports; of the pages too
	$(development)
	$(python) -m ruff format --check .
	$(python) -m ruff check .
	$(python) -m mypy
	.venv/bin/lint-imports --no-logo
	$(deno) fmt --check
	$(deno) lint
	$(deno) check --quiet demo/page/js
	.venv/bin/djlint --lint --quiet bot demo

format: ## put the code into shape
	$(development)
	$(python) -m ruff format .
	$(python) -m ruff check --fix .
	$(deno) fmt

bench: ## measure speed on this machine
	$(development)
	@$(python) -m bench $(ARGS)

bench-large: ## 500 workspaces with a million contacts on PostgreSQL, five minutes (ARGS="--seconds 3600": an hour)
	$(development)
	@$(python) -m bench.large $(ARGS)

faults: ## try the fifteen faults at length, an hour (ARGS="F1 relay": only some; ARGS="--seed 7": the same again)
	$(development)
	@$(python) -m scripts.faults $(ARGS)

mutants: ## plant bugs, and list those that no test finds (ARGS="outbox": only some)
	$(development)
	@$(python) -m scripts.mutants $(ARGS)

pictures: ## a picture of everything people see, in pictures/ (ARGS=--readme: take the README's again)
	$(development)
	@scripts/programs
	@$(python) -m scripts.pictures $(ARGS)

words: ## write docs/words.txt, every text people can read
	$(development)
	@$(python) -m bot words --out docs/words.txt

events: ## write docs/events.md from the code
	$(development)
	@$(python) -m scripts.events

wheel: ## write the wheel, the product without its demo, into dist/
	$(development)
	@$(python) -m hatchling build --target wheel

lock: ## write the lock files from pyproject.toml (UPGRADE=1: newest of everything)
	$(development)
	@scripts/lock

audit: ## known advisories, licences and a list of everything installed (SBOM), in audit/
	$(development)
	@scripts/audit

clean: ## remove what the targets made (not your .env, not your databases)
	rm -rf .venv dist audit .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
