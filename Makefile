# Two commands do everything: `make export` and `make test`. Both set up .venv first.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
# One more than there are cores: some wait, for a browser, a kill or Java.
WORKERS := $(shell expr $$(getconf _NPROCESSORS_ONLN) + 1)

.PHONY: setup export site test check style types arrows faces assets browser docs bench figures lock clean

setup: $(VENV)/.ready

$(VENV)/.ready: requirements-dev.txt pyproject.toml
	$(PYTHON) -m venv --clear $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check $$(grep '^uv==' requirements-dev.txt)
	$(BIN)/uv pip install --quiet --python $(BIN)/python -r requirements-dev.txt
	$(BIN)/uv pip install --quiet --python $(BIN)/python --no-build-isolation --no-deps -e .
	touch $@

# Validate data/, then write every table as CSV and Parquet to build/export/.
export: setup
	$(BIN)/overseas-stations validate
	$(BIN)/overseas-stations export --out build/export

# The explorer: its assets built anew by Vite, then the site in build/site/.
site: setup
	$(BIN)/python tools/explorer.py
	$(BIN)/overseas-stations site build --out build/site

# Style, types, import arrows, fresh generated files, then the tests.
test: check browser
	$(BIN)/python -m pytest -n $(WORKERS) --dist loadfile --no-loadscope-reorder --durations=25

check: setup
	@$(MAKE) --no-print-directory --jobs=2 style types arrows faces assets

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

assets:
	$(BIN)/python tools/explorer.py --check

# The browser that the explorer's tests drive: Debian's, unless one is there.
browser:
	@command -v chromium > /dev/null || \
	  (apt-get update -qq && apt-get install -y -qq --no-install-recommends chromium fonts-dejavu-core fonts-noto-cjk)

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

# The figures of docs/performance.md; and Spark beside DuckDB on a million rows, which CI spares.
bench: setup
	SPARK_ROWS=1000000 $(BIN)/python -m pytest tests/test_spark.py -k many_damaged_rows
	$(BIN)/python bench/cold_start.py
	$(BIN)/python bench/validation.py
	$(BIN)/python bench/diff.py
	$(BIN)/python bench/large.py
	$(BIN)/python bench/desk.py
	$(BIN)/python bench/explorer_readers.py
	$(BIN)/python bench/explorer_search.py
	$(BIN)/python bench/explorer_hundredfold.py
	$(BIN)/python bench/explorer_first_view.py

# Resolve requirements-dev.txt anew from pyproject.toml.
lock: setup
	$(BIN)/uv pip compile pyproject.toml --extra validate --extra spark --extra pandas --extra polars --extra places --extra plot --extra release --group dev --universal --python-version 3.11 --no-header --upgrade -o requirements-dev.txt

clean:
	rm -rf $(VENV) build dist
