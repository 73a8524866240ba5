# The archive: `make run` and `make test` do everything on a fresh machine.
SHELL := /bin/bash
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
ARCHIVE := $(BIN)/archive
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet

.PHONY: help setup setup-dev run test check faults bench bench-relevance lock messages screenshots clean

help:
	@echo "make setup        make .venv and install the locked dependencies"
	@echo "make run          set up, load the sample into an empty archive, serve it"
	@echo "make test         set up and run every test"
	@echo "make check        style, types and import order"
	@echo "make bench        measure speed and memory"
	@echo "make bench-relevance [FILE=... JUDGEMENTS=...]  does what is looked for come first, by engine"
	@echo "make faults       end imports with kill -9, twenty times"
	@echo "make screenshots  take the README's pictures anew"
	@echo "make messages     collect the texts to translate"
	@echo "make lock         pin dependencies anew, with hashes (needs uv)"

$(VENV)/.run: requirements/run.lock pyproject.toml
	@bin/system-packages run
	@$(PYTHON) -c 'import ensurepip' 2>/dev/null || bin/system-packages venv
	@$(BIN)/python -m pip --version >/dev/null 2>&1 || { rm -rf $(VENV) && $(PYTHON) -m venv $(VENV); }
	@$(PIP) install --require-hashes -r requirements/run.lock
	@$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/.dev: requirements/dev.lock $(VENV)/.run
	@bin/system-packages test
	@$(PIP) install --require-hashes -r requirements/dev.lock
	@touch $@

setup: $(VENV)/.run

setup-dev: $(VENV)/.dev

run: setup
	@$(ARCHIVE) sample
	@$(ARCHIVE) account add archivist --role archivist --role reviewer --role describer --role administrator --if-missing
	@$(ARCHIVE) account add reviewer --role reviewer --if-missing
	@exec $(ARCHIVE) serve

test: setup-dev
	$(BIN)/python -m pytest

check: setup-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

faults: setup-dev
	KILLS=20 FILES=500 $(BIN)/python -m pytest -s tests/faults

bench: setup-dev
	$(BIN)/python -m bench

bench-relevance: setup-dev
	$(BIN)/python -m bench relevance $(if $(FILE),$(FILE) $(JUDGEMENTS))

LOCK := uv pip compile --quiet --generate-hashes --no-header --no-annotate --no-emit-index-url --python-version 3.11

lock:
	cd requirements && $(LOCK) run.in -o run.lock && $(LOCK) run.in dev.in -o dev.lock

messages: setup-dev
	$(BIN)/pybabel -q extract -F babel.cfg -k message -k _l -k lazy_gettext --no-location --sort-output \
	  --project "Image-caption archive" --version "" -o archive/web/translations/messages.pot archive

screenshots: setup-dev
	$(BIN)/python -m tests.screenshots docs/pictures

clean:
	rm -rf $(VENV) .pytest_cache .mypy_cache .ruff_cache build *.egg-info
