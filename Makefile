# Two commands do everything: `make export` and `make test`. Both set up .venv first.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.PHONY: setup export test check style types arrows faces docs bench figures lock clean

setup: $(VENV)/.ready

$(VENV)/.ready: requirements-dev.txt pyproject.toml
	$(PYTHON) -m venv --clear $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements-dev.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-build-isolation --no-deps -e .
	touch $@

# Validate data/, then write every table as CSV and Parquet to build/export/.
export: setup
	$(BIN)/overseas-stations validate
	$(BIN)/overseas-stations export --out build/export

# Style, types, import arrows, fresh generated files, then the tests.
test: check
	$(BIN)/python -m pytest -n auto --dist loadfile --no-loadscope-reorder --durations=25

check: setup
	@$(MAKE) --no-print-directory --jobs=2 style types arrows faces

style:
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types:
	$(BIN)/mypy

arrows:
	$(BIN)/lint-imports

faces:
	$(BIN)/overseas-stations schema --check
	$(BIN)/overseas-stations fmt --check

# Bring what the docs say of the data up to it.
figures: setup
	$(BIN)/python tools/gazetteer.py
	$(BIN)/python tools/readme.py
	$(BIN)/python tools/country_pages.py
	$(BIN)/python tools/quality.py
	$(BIN)/python tools/rule_pages.py
	$(BIN)/python tools/differences.py
	$(BIN)/python tools/coverage_page.py
	$(BIN)/python tools/command_pages.py
	$(BIN)/python tools/notebooks.py

# The docs as a site in build/docs/, which needs no server; a warning is an error.
docs: setup
	$(BIN)/sphinx-build -q -W --keep-going -b html docs build/docs

bench: setup
	$(BIN)/python bench/cold_start.py
	$(BIN)/python bench/validation.py
	$(BIN)/python bench/diff.py
	$(BIN)/python bench/large.py
	$(BIN)/python bench/desk.py

# Resolve requirements-dev.txt anew from pyproject.toml.
lock:
	uv pip compile pyproject.toml --extra validate --extra spark --extra pandas --extra polars --extra places --extra plot --extra release --group dev --universal --python-version 3.11 --no-header --upgrade -o requirements-dev.txt

clean:
	rm -rf $(VENV) build dist
