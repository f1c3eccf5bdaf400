# NutriPlan in two commands: `make run` and `make test`. Needs python3 (3.11 or newer), make, and a network for the first setup.
PY      ?= python3
VENV    := .venv
BIN     := $(VENV)/bin
PORT    ?= 8000
WORKERS ?= 2
export PIP_DISABLE_PIP_VERSION_CHECK := 1
export PYTHONDONTWRITEBYTECODE := 1

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help setup run test check bench bench-planner fixtures clean database browser

help: ## what can be done here
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 16

$(BIN)/python:
	@PY="$(PY)" VENV="$(VENV)" sh scripts/venv.sh

# What running needs, and what testing needs on top; made anew when the pins change.
$(VENV)/run.stamp: pyproject.toml constraints.txt | $(BIN)/python
	@echo "Installing what NutriPlan needs (a minute at most) ..."
	@$(BIN)/python -m pip install -qq --constraint constraints.txt --editable .
	@touch $@

$(VENV)/test.stamp: pyproject.toml constraints.txt $(VENV)/run.stamp
	@echo "Installing what the tests need ..."
	@$(BIN)/python -m pip install -qq --constraint constraints.txt --editable '.[dev]'
	@touch $@

database: $(VENV)/run.stamp
	@$(BIN)/python manage.py migrate --noinput --verbosity 0
	@$(BIN)/python manage.py load_data
	@$(BIN)/python manage.py create_roles > /dev/null

setup: database ## environment, dependencies, database, foods and dishes; safe to repeat

run: setup ## a 7-day plan and shopping list in the terminal, then the app on http://localhost:8000
	@$(BIN)/python manage.py plan --profile fixtures/profiles/man-45.json --days 7 --shopping
	@echo "NutriPlan answers on http://localhost:$(PORT)  (stop it with Ctrl+C)"
	@$(BIN)/gunicorn nutriplan.wsgi --bind 127.0.0.1:$(PORT) --workers $(WORKERS) --threads 4 --timeout 120 --log-level warning

browser:
	@PY="$(BIN)/python" sh scripts/browser.sh

test: $(VENV)/test.stamp browser ## every test, the real browser included
	@$(BIN)/python -m pytest -n auto --dist loadfile $(ARGS)

check: $(VENV)/test.stamp ## lint, types, walls between rooms, templates, migrations
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy .
	$(BIN)/lint-imports
	$(BIN)/djlint templates --check --lint
	$(BIN)/python manage.py makemigrations --check --dry-run
	$(BIN)/python manage.py check --fail-level WARNING

bench: $(VENV)/test.stamp ## honest figures, as ratios within one run
	@$(BIN)/python -m tests.bench

bench-planner: setup $(VENV)/test.stamp ## the planner against its aims, one exact model and other planners: 20 minutes, docs anew
	@$(BIN)/python -m tests.bench.planner_bench $(ARGS)

fixtures: $(VENV)/test.stamp ## rebuild fixtures/ from the official sources (needs the network)
	@PY="$(BIN)/python" sh scripts/fixtures.sh

clean: ## remove what can be made again; the database too
	rm -rf $(VENV) db.sqlite3* staticfiles build *.egg-info .mypy_cache .ruff_cache .pytest_cache .import_linter_cache
