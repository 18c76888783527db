# One command a job. A fresh machine needs Python 3.11 with venv and, for the pages' tests, Debian's
# chromium, which `make test` installs when it is missing.
PYTHON ?= python3
VENV   ?= .venv
BIN    := $(VENV)/bin
OUT    ?= out
FILE   ?=
NAME   ?= speed
PORT   ?= 8000
export OMP_NUM_THREADS ?= 1

.DEFAULT_GOAL := help
.PHONY: help demo test lint bench soak serve clean venv requirements chromium

help:  ## this list
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):[^#]*## */  make \1\t/' | expand -t 20

# The stamp changes with the lists, so an environment is brought up to date once and then left alone.
$(BIN)/.ready: requirements/dev.txt pyproject.toml
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/dev.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	touch $@

venv: $(BIN)/.ready  ## the environment, from the hashed lists

demo: $(BIN)/.ready  ## read the samples, print what was read, write pages, fill a store to look around in
	$(BIN)/dragoman read samples/*.txt
	@rm -rf $(OUT)/demo
	$(BIN)/dragoman read samples/*.txt --format html --out $(OUT)/demo/
	$(BIN)/dragoman add samples/*.txt samples/year.jsonl --store $(OUT)/demo/store
	$(BIN)/dragoman chronology --store $(OUT)/demo/store --actor ECU --recipient PER --since 2024-10 --limit 12
	@echo
	@echo "The same articles as pages to open in a browser:"
	@ls -d $(CURDIR)/$(OUT)/demo/*.html | sed 's/^/  /'
	@echo
	@echo "A store of them, with a generated year of two countries sliding into crisis. To look around in it:"
	@echo "  make serve        (or $(BIN)/dragoman serve --store $(OUT)/demo/store)"
	@echo "and open http://127.0.0.1:$(PORT)/"

chromium:  ## Debian's browser, for the tests of the pages
	@command -v chromium >/dev/null 2>&1 || { \
	  if [ "$$(id -u)" = 0 ]; then as=; else as=sudo; fi; \
	  $$as apt-get update -qq && \
	  $$as env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium fonts-dejavu-core >/dev/null; }

test: $(BIN)/.ready chromium  ## the whole suite
	$(BIN)/python -m pytest

lint: $(BIN)/.ready  ## ruff and mypy
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

bench: $(BIN)/.ready  ## a benchmark: make bench NAME=speed FILE=articles.jsonl
	@test -n "$(FILE)" || { echo "name a file: make bench NAME=$(NAME) FILE=articles.jsonl"; exit 2; }
	$(BIN)/python -m benchmarks.$(NAME) $(FILE)

soak: $(BIN)/.ready  ## what a store outlives: 50 killed processes, two writers and three readers (10 minutes)
	$(BIN)/python -m benchmarks.soak

$(OUT)/demo/store:
	@$(MAKE) demo

serve: $(BIN)/.ready | $(OUT)/demo/store  ## the reading room on the demo's store at http://127.0.0.1:PORT, on this machine only
	$(BIN)/dragoman serve --store $(OUT)/demo/store --port $(PORT)

requirements:  ## write the hashed lists anew from pyproject.toml, keeping pins that still fit
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet pip-tools
	for extra in "base" "dev --extra bulk --extra dev"; do set -- $$extra; list=$$1; shift; \
	  $(BIN)/pip-compile --quiet --strip-extras --allow-unsafe --generate-hashes --no-header \
	    --no-emit-index-url --no-emit-trusted-host --no-emit-find-links --no-emit-options \
	    --constraint requirements/constraints.txt "$$@" --output-file requirements/$$list.txt pyproject.toml || exit 1; \
	done

clean:  ## what the other targets made, except the environment
	rm -rf $(OUT) build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis
	find src tests benchmarks training -name __pycache__ -type d -prune -exec rm -rf {} +
