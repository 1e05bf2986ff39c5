# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Needs git, make and Python 3.11 or later; fetches the rest into .venv. The steps themselves are
# Python, in tests/tools/. Paths are relative throughout: the folder's name may contain spaces.

PYTHON ?= python3
PORT ?= 8080
SEEDS ?= 20000

VENV := .venv
PY := $(VENV)/bin/python
CHECK := $(PY) -m tests.tools.check
# Compiles nothing: most of what pip installs is never imported.
PIP := $(PY) -m pip install -qq --no-compile --disable-pip-version-check

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.SUFFIXES:

.PHONY: help
help: ## Say what can be made
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1|\2/p' Makefile | awk -F'|' '{ printf "%-18s %s\n", $$1, $$2 }'
	@echo "PYTHON=python3.12 chooses the interpreter, PORT=8080 the emulator's port, SEEDS=20000 the soak's waits."

.PHONY: demo
demo: $(VENV)/.installed-demo ## Show the collection at work, against an emulated cloud
	@$(PY) -m tests.demo

.PHONY: test
test: $(VENV)/.installed ## Run every check, stop at the first failing one
	@$(CHECK)

.PHONY: lint docs-lint unit sdk playbooks sanity integration molecule build publish matrix releases
lint: $(VENV)/.installed ## Formatting, ruff, mypy, what is generated, yamllint, ansible-lint, shellcheck
	@$(CHECK) format ruff mypy generate yamllint ansible-lint shellcheck
docs-lint: $(VENV)/.installed ## Documentation of the plugins, changelog
	@$(CHECK) docs changelog
unit: $(VENV)/.installed ## Unit tests (ARGS="-k word" to choose)
	@$(CHECK) unit $(if $(ARGS),-- $(ARGS))
sdk: $(VENV)/.installed ## The official SDKs against the emulator
	@$(CHECK) sdk $(if $(ARGS),-- $(ARGS))
playbooks: $(VENV)/.installed ## Playbooks against the emulator
	@$(CHECK) playbooks $(if $(ARGS),-- $(ARGS))
sanity: $(VENV)/.installed ## ansible-test sanity, on the oldest and the newest Python found
	@$(CHECK) sanity
integration: $(VENV)/.installed ## The targets of ansible-test integration
	@$(CHECK) integration
molecule: $(VENV)/.installed ## The role's scenarios
	@$(CHECK) molecule
build: $(VENV)/.installed ## Build the artifact and look at what is in it
	@$(CHECK) build
publish: $(VENV)/.installed ## What Galaxy, a user's linter and a user's editor make of the artifact
	@$(CHECK) reuse build importer users-lint editors
releases: $(VENV)/.installed ## Playbooks on the other releases of ansible-core
	@$(CHECK) releases
matrix: $(VENV)/.installed ## Unit tests, waits and sanity on every supported ansible-core and Python found
	@$(CHECK) matrix sanity-everywhere

.PHONY: soak reliability
soak: $(VENV)/.installed ## Very many waits and examples, then docs/reliability.md (half an hour)
	@EDGEOPS_CDN_SEEDS=$(SEEDS) $(PY) -m tests.tools.reliability soak
reliability: $(VENV)/.installed ## Draw up docs/reliability.md from what the tests recorded last
	@$(PY) -m tests.tools.reliability

.PHONY: bench
bench: $(VENV)/.installed ## Measure it all against its rivals, write docs/benchmarks.md (half an hour, on a quiet machine)
	@$(PY) -m tests.benchmark $(ARGS)

.PHONY: emulator
emulator: $(VENV)/.installed-demo ## Run the emulated clouds, by hand, until Ctrl-C
	@$(PY) -m tests.emulator --port $(PORT)

.PHONY: coverage site recording
coverage: $(VENV)/.installed ## Which lines and branches of plugins/ the tests reach
	@$(CHECK) unit sdk playbooks molecule coverage
site: $(VENV)/.installed ## Build the documentation's site in .cache/site/html
	@$(CHECK) site
recording: $(VENV)/.installed ## Record the demo as docs/demo.svg, which the README shows
	@$(PY) -m tests.demo.recording

.PHONY: release
release: $(VENV)/.installed ## Commit, tag and build a release (VERSION=1.0.0); uploads nothing
	@$(PY) -m tests.tools.release $(VERSION)

.PHONY: format
format: $(VENV)/.installed ## Format the Python code, repair what ruff can
	@$(VENV)/bin/ruff check --fix-only --quiet .
	@$(VENV)/bin/ruff format .

.PHONY: generate
generate: $(VENV)/.installed ## Write what follows from declarations, names of modules and docs/parts
	@$(PY) -m tests.tools.generate

.PHONY: clean
clean: ## Remove everything that was fetched or made
	rm -rf $(VENV) .cache .ansible .hypothesis .mypy_cache .pytest_cache .ruff_cache tests/output
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

$(PY):
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	  echo "Python 3.11 or later is needed, and $(PYTHON) is not: try 'make PYTHON=python3.12 ...'." >&2; exit 1; }
	@$(PYTHON) -c 'import venv, ensurepip' || { \
	  echo "$(PYTHON) cannot make virtual environments: install its venv package (python3-venv)." >&2; exit 1; }
	@rm -rf $(VENV)
	@$(PYTHON) -m venv $(VENV)
	@# It needs a third of the time of the pip that comes with Python 3.11.
	@$(PIP) --upgrade 'pip >= 26, < 27'

$(VENV)/.installed-demo: tests/requirements-demo.txt | $(PY)
	@echo "Installing what the demo needs into $(VENV)"
	@$(PIP) -r tests/requirements-demo.txt
	@touch $@

$(VENV)/.installed: tests/requirements.txt tests/requirements-unit.txt tests/requirements-demo.txt | $(PY)
	@echo "Installing what the tests need into $(VENV) (half a minute)"
	@$(PIP) -r tests/requirements.txt
	@touch $@ $(VENV)/.installed-demo
