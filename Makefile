# Everything a developer or an evaluator calls. Needs Python 3.11 or newer, make and git; the rest is installed.
PYTHON := $(shell scripts/find_python.sh)
SETUP = $(PYTHON) scripts/setup.py
BIN := .venv/bin
DJANGO = DATABASE_URL=sqlite:///:memory: DJANGO_SETTINGS_MODULE=dangjian.config.settings $(BIN)/python -m django

# Bytecode lies in .venv, also where the machine tells Python to write none: without any, each of the hundreds of
# processes that tests start compiles Django and the platform anew, which takes half of their time.
export PYTHONPYCACHEPREFIX := $(CURDIR)/.venv/bytecode
unexport PYTHONDONTWRITEBYTECODE

.PHONY: run test bench check lint types imports translations migrations build catalogue lock regions format clean

run:  ## The platform with the model city at http://127.0.0.1:8000
	@$(SETUP) demo
	@exec $(BIN)/dangjian serve

test:  ## Every check beside every test on SQLite, then those that open a database on PostgreSQL
	@$(SETUP) messages --dev
	@$(BIN)/python scripts/test.py

bench:  ## Speed against the bare minimum, written to docs/performance.md
	@$(SETUP) messages --dev
	@$(BIN)/python scripts/bench.py

check: lint types imports translations migrations  ## What needs no database

lint:
	@$(SETUP) environment --dev
	@$(BIN)/ruff check --quiet
	@$(BIN)/ruff format --quiet --check

types:
	@$(SETUP) environment --dev
	@$(BIN)/mypy --no-error-summary

imports:
	@$(SETUP) environment --dev
	@$(BIN)/lint-imports --no-logo

translations:
	@$(SETUP) environment --dev
	@$(BIN)/python scripts/messages.py check

migrations:
	@$(SETUP) environment --dev
	@$(DJANGO) makemigrations --check --dry-run
	@$(DJANGO) check --fail-level WARNING

build:  ## A wheel in dist/ that carries the built front end and translations
	@$(SETUP) messages
	@$(BIN)/python -m hatchling build --target wheel

catalogue:  ## The pages of docs/catalogue/ anew, after a change of figures, rules, actions or permissions
	@$(SETUP) messages --dev
	@$(BIN)/python scripts/catalogue.py

lock:  ## The hash-checked lists of packages anew, after a change of requirements/*.in or frontend/package.json
	@$(SETUP) environment --dev
	@scripts/lock.sh

regions:  ## The table of regions anew, after a change of requirements/regions.in and make lock
	@$(SETUP) environment --dev
	@$(BIN)/python -m pip install --quiet --upgrade --require-hashes --no-deps --target var/regions --requirement requirements/regions.txt
	@$(BIN)/python scripts/regions.py var/regions

format:  ## Lets ruff mend what it can
	@$(SETUP) environment --dev
	@$(BIN)/ruff check --quiet --fix
	@$(BIN)/ruff format --quiet

clean:  ## Removes what set-up, build and tests made, but not the database in var/
	rm -rf .venv dist frontend/node_modules src/dangjian/ui/static/ui/build
	rm -rf .mypy_cache .pytest_cache .ruff_cache .hypothesis .import_linter_cache
	find src tests -name '*.mo' -delete
	find src tests scripts -name __pycache__ -type d -prune -exec rm -rf {} +
