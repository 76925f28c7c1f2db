# make run     install, migrate, start, and say where the playground is
# make test    install what testing needs, and test
# make help    the rest

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check -qq
export PIP_NO_INPUT := 1

# Install what a lock names, with a dot every second, so that one sees it goes on.
define installed
printf 'Installing, a minute or two '; \
$(PIP) install --require-hashes -r $(1) & pip=$$!; trap 'kill $$pip; exit 130' INT TERM; \
while kill -0 $$pip 2>/dev/null; do printf .; sleep 1; done; \
wait $$pip && echo ' done.'
endef

.PHONY: help run setup test check docs test-clients test-cluster pictures month soak bench mutants lock sbom base-image clean
.DEFAULT_GOAL := help

help:  ## show this
	@sed -n 's/^\([a-z-]*\):.*## /\1: /p' $(MAKEFILE_LIST) | sort

run: $(VENV)/run.ok  ## install what running needs, and start
	@exec $(BIN)/careloop serve

setup: $(VENV)/run.ok  ## install what running needs
	@echo "Set up. Start it with: make run"

test: $(VENV)/dev.ok  ## run the tests
	$(BIN)/pytest -n 2 --dist loadfile --no-loadscope-reorder

check: $(VENV)/dev.ok  ## style, types, layers, words, generated docs, Dockerfile
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo
	$(BIN)/careloop content check
	$(BIN)/pytest -q tests/content/test_core_pack.py
	$(BIN)/python -m bot.publish.docs --check
	$(BIN)/hadolint Dockerfile

docs: $(VENV)/dev.ok  ## write the generated docs anew
	$(BIN)/python -m bot.publish.docs

test-clients: $(VENV)/dev.ok  ## real browsers and clients, and what starts many processes (installs Chromium)
	@tests/clients/install.sh
	$(BIN)/pytest -m "clients and not cluster"

test-cluster: $(VENV)/dev.ok  ## kills, restarts and replicas over pgqueuer
	$(BIN)/pytest -m "cluster and not soak"

month: $(VENV)/dev.ok  ## tell four weeks at a desk, lived through on a moved clock
	@$(BIN)/pytest -q -s -n 0 -m clients tests/bot/test_a_month_at_a_desk.py

soak: $(VENV)/dev.ok  ## a thousand kills, and 20 minutes of use (SOAK_MINUTES); takes a while
	$(BIN)/pytest -m soak

bench: $(VENV)/dev.ok  ## print measurements, and write docs/benchmarks.md; never red or green
	@$(BIN)/python -W ignore -m tests.bench

mutants: $(VENV)/mutants.ok  ## change the rules here and there, and count what no test notices
	$(BIN)/python tools/mutants.py

pictures: $(VENV)/dev.ok  ## take the pictures of the docs anew
	@tests/clients/install.sh
	$(BIN)/python -m tests.clients.pictures
	$(BIN)/python -m tests.clients.pictures_platforms

lock: $(VENV)/dev.ok  ## resolve the lock files anew
	@tools/lock.sh

sbom: $(VENV)/dev.ok  ## list what is installed with it, for whoever has to answer for it: dist/sbom.json
	@mkdir -p dist
	@$(BIN)/python -W ignore -m cyclonedx_py requirements requirements.lock --pyproject pyproject.toml \
		--mc-type application --output-reproducible --of JSON -o dist/sbom.json
	@echo "Wrote dist/sbom.json (CycloneDX), the same for the same lock."

base-image:  ## write the digest of today's base image into the Dockerfile; wants docker and a network
	@tools/pin_base.sh

clean:  ## remove what was installed, but no data
	rm -rf $(VENV) .pytest_cache .mypy_cache .ruff_cache .hypothesis

$(VENV)/python.ok:
	@command -v $(PYTHON) >/dev/null || \
		{ echo "Careloop needs Python 3.11 or newer, and there is no $(PYTHON). Install it, or: make PYTHON=/path/to/python3.11 $(MAKECMDGOALS)"; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "Careloop needs Python 3.11 or newer; this is $$($(PYTHON) -V 2>&1). Try: make PYTHON=python3.12 $(MAKECMDGOALS)"; exit 1; }
	@$(PYTHON) -c 'import venv, ensurepip' 2>/dev/null || \
		{ echo "This Python lacks venv. On Debian or Ubuntu: sudo apt install python3-venv"; exit 1; }
	@$(PYTHON) -m venv --clear $(VENV)
	@touch $@

# What is wanted of pip is in the locks, with hashes; the project itself needs nothing more.
$(VENV)/run.ok: $(VENV)/python.ok requirements.lock pyproject.toml
	@test -e $(VENV)/dev.ok || { $(call installed,requirements.lock); }
	@$(PIP) install --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/dev.ok: $(VENV)/python.ok requirements-dev.lock pyproject.toml
	@$(call installed,requirements-dev.lock)
	@$(PIP) install --no-deps --no-build-isolation -e .
	@touch $@ $(VENV)/run.ok

$(VENV)/mutants.ok: $(VENV)/dev.ok requirements-mutants.lock
	@$(call installed,requirements-mutants.lock)
	@touch $@
