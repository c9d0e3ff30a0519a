# Greenroom. `make run` tries it, `make test` tests it; both install what they need into .venv.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet --quiet install --retries 10

# A half-made .venv is no .venv: each step leaves a stamp when it is complete.
MADE := $(VENV)/made.stamp
RUNTIME := $(VENV)/runtime.stamp
DEV := $(VENV)/dev.stamp
# Tests that kill and starve whole stacks run by themselves, two at a time: most of their time is
# waiting. The others run in as many processes as there are cores, at most four: they keep them busy.
ALONE := tests/faults tests/flow tests/workers/test_pool.py
TESTERS ?= auto
SOURCES := moderation service workers ops bench tests

.PHONY: run test check bench eval soak lock translations clean chromium
.DELETE_ON_ERROR:

run: $(RUNTIME)
	@exec $(BIN)/greenroom up

test: $(DEV) chromium
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/pytest -n $(TESTERS) --maxprocesses 4 --dist worksteal $(addprefix --ignore=,$(ALONE))
	$(BIN)/pytest -n 2 --dist worksteal $(ALONE)

check: $(DEV)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

bench: $(DEV)
	$(BIN)/python -m bench
	$(BIN)/python -m bench.reading

# The default policy over labelled comments, which are no part of the repository.
DATA ?= ../shared/data
eval: $(DEV)
	$(BIN)/python -m bench.accuracy "$(DATA)" --write docs/accuracy.md

# The long forms (docs/reliability.md): random kills, then every test marked `soak`.
SEEDS ?= 10
SECONDS ?= 60
soak: $(DEV)
	$(BIN)/python -m tests.faults.soak --seeds $(SEEDS) --seconds $(SECONDS)
	$(BIN)/pytest -m soak -s

$(MADE):
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { \
	  echo "Greenroom needs Python 3.11 or newer; $(PYTHON) is $$($(PYTHON) --version 2>&1)." >&2; \
	  echo "Name another with: make PYTHON=/path/to/python3.11 ..." >&2; exit 1; }
	@$(PYTHON) -m venv $(VENV) || { \
	  echo "$(PYTHON) cannot make a virtual environment: on Debian and Ubuntu, install python3-venv." >&2; \
	  exit 1; }
	@touch $@

$(RUNTIME): $(MADE) requirements.lock pyproject.toml
	@echo "Installing Greenroom into $(VENV) (once; a minute or so) ..."
	@$(PIP) --require-hashes -r requirements.lock
	@$(PIP) --no-deps --no-build-isolation -e .
	@touch $@

$(DEV): $(MADE) requirements-dev.lock pyproject.toml
	@echo "Installing Greenroom and its test tools into $(VENV) (once; a minute or so) ..."
	@$(PIP) --require-hashes -r requirements-dev.lock
	@$(PIP) --no-deps --no-build-isolation -e .
	@touch $@

# The browser tests drive the system's Chromium.
SUDO := $(shell [ "$$(id -u)" = 0 ] || echo sudo -n)
chromium:
	@[ -x /usr/bin/chromium ] || { \
	  echo "Installing Chromium for the browser tests ..."; \
	  $(SUDO) apt-get update -qq && \
	  DEBIAN_FRONTEND=noninteractive $(SUDO) apt-get install -qq -y --no-install-recommends chromium \
	    >/dev/null; } || { \
	  echo "The browser tests need /usr/bin/chromium, and it cannot be installed from here." >&2; \
	  echo "Install your system's chromium package (as root: apt-get install chromium)." >&2; exit 1; }

# Both locks hold pins and hashes for every platform, and no index's address.
UV = $(shell command -v $(BIN)/uv || command -v uv)
COMPILE = $(UV) pip compile --quiet --universal --python-version 3.11 --generate-hashes \
  --no-emit-index-url --no-emit-find-links --no-annotate --no-header
lock:
	@[ -n "$(UV)" ] || { echo "make lock needs uv: pip install uv" >&2; exit 1; }
	echo 'setuptools>=80' | $(COMPILE) pyproject.toml - -o requirements.lock
	$(COMPILE) --extra dev pyproject.toml -o requirements-dev.lock

# The texts of the pages as they are now, in every language's catalogue. What is new there
# has no translation yet, what is gone is dropped. `NEW=fr` begins one.
NEW ?=
TRANSLATIONS ?= service/translations
translations:
	@texts=$$(mktemp) && trap 'rm -f "$$texts"' EXIT && \
	$(BIN)/pybabel --quiet extract --mapping-file pyproject.toml --keyword marked --keyword Problem:2 \
	  --add-location file --sort-by-file --no-wrap --omit-header -o "$$texts" . && \
	$(BIN)/pybabel --quiet update -D greenroom -i "$$texts" -d $(TRANSLATIONS) --no-wrap \
	  --no-fuzzy-matching --ignore-obsolete --ignore-pot-creation-date \
	  $(if $(NEW),--locale $(NEW) --init-missing)

clean:
	rm -rf $(VENV) build *.egg-info .pytest_cache .mypy_cache .ruff_cache .hypothesis bench/out
	find $(SOURCES) -name __pycache__ -type d -prune -exec rm -rf {} +
