# Needs python3 (3.11 or newer, with venv) and make; everything else goes into .venv.

PYTHON ?= python3
# More arguments for pytest: make test ARGS="-k search"
ARGS ?=

VENV := .venv
RUN  := $(VENV)/bin/python
PIP  := $(RUN) -m pip --disable-pip-version-check --quiet --quiet

# A stamp is touched when its step has succeeded, so that a step cut short is done again.
CREATED  := $(VENV)/.created
RUN_TIME := $(VENV)/.run-time
DEV      := $(VENV)/.dev

# An installation cut short can leave a package that only looks installed: start afresh.
UNFINISHED := $(VENV)/.unfinished
ifneq ($(wildcard $(UNFINISHED)),)
$(shell rm -rf $(VENV))
endif

.DEFAULT_GOAL := help
# How many inputs make fuzz tries on each reader
FUZZ ?= 10000

.PHONY: help site serve check verify fetch inbox record publishable test test-quick style types fuzz bench
.PHONY: chromium hooks audit lock clean
.DELETE_ON_ERROR:

help: ## show this list
	@echo 'make …'
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/\1\t\2/p' $(MAKEFILE_LIST) | expand -t 13 | sed 's/^/  /'

site: $(RUN_TIME) ## build the site into site/
	@$(RUN) -m builder build

serve: $(RUN_TIME) ## build, show the site on this machine, rebuild and reload on change
	@$(RUN) -m builder serve

check: $(RUN_TIME) ## list what is wrong with the content and what the archive noticed in it
	@$(RUN) -m builder check

verify: site ## build the site, and hold every page of it against its original, word by word
	@$(RUN) -m builder verify

# The day of the look, how many reports at most, whether held ones are looked at, too:
# make fetch ON=2026-03-15 LIMIT=12 CORRECTIONS=yes
LIMIT ?=
CORRECTIONS ?=
fetch: $(RUN_TIME) ## put new reports from their publishers' pages into content/inbox/ (ON=2026-03-15)
	@$(RUN) -m builder fetch --report fetched.md $(if $(ON),--looked '$(ON)') \
		$(if $(LIMIT),--limit '$(LIMIT)') $(if $(CORRECTIONS),--corrections)

# A file, or a folder: make inbox INBOX=report.pdf
INBOX ?= content/inbox
inbox: $(RUN_TIME) ## convert what waits in content/inbox/; what to check stands in inbox-report.md
	@$(RUN) -m builder add --move --report inbox-report.md '$(INBOX)'

# The day on which what is new is published: make record ON=2026-03-15
ON ?=
record: $(RUN_TIME) ## enter what is new in the ledger of published addresses (ON=2026-03-15)
	@$(RUN) -m builder record $(if $(ON),--on '$(ON)') $(if $(wildcard site/log/checkpoint),--site site)

publishable: $(RUN_TIME) ## build the site with all its files, or nothing if a page differs from its original
	@$(RUN) -m builder build --strict
	@$(RUN) -m builder database
	@$(RUN) -m builder akoma-ntoso

test: style types chromium ## check style and types, run every test (ARGS="-k search" for some)
	@echo 'Tests'
	@$(PYTEST) $(ARGS)

test-quick: style types ## check style and types, run the tests of single modules, in a minute
	@echo 'Tests'
	@$(PYTEST) tests/unit $(ARGS)

# As many tests side by side as there are processors
PYTEST := $(RUN) -m pytest --quiet --numprocesses auto --dist worksteal

# .pre-commit-config.yaml runs the same on what a commit changes.
style: $(DEV)
	@echo 'Style'
	@$(RUN) -m ruff check --quiet
	@$(RUN) -m ruff format --check --quiet || { echo 'Not formatted; run: $(RUN) -m ruff format'; exit 1; }
	@told=$$($(VENV)/bin/oxlint --deny-warnings 2>&1) || { echo "$$told"; exit 1; }
	@$(VENV)/bin/codespell
	@told=$$($(VENV)/bin/zizmor --offline --no-progress --quiet --persona auditor .github 2>&1) || { echo "$$told"; exit 1; }

types: $(DEV)
	@echo 'Types'
	@$(RUN) -m mypy --no-error-summary

hooks: $(DEV) ## check style and types of what you commit, before each commit
	@$(VENV)/bin/pre-commit install

fuzz: $(DEV) ## try 10,000 new inputs on each reader, some minutes long; keep those that fail
	@$(RUN) -m pytest --quiet --fuzz $(FUZZ) tests/integration/test_fuzzed.py $(ARGS)

chromium: $(DEV) # a browser for the tests: finds one, else installs one
	@browser=$$($(RUN) tests/support/chromium.py) && echo "Browser: $$browser"

bench: $(DEV) ## measure builds of invented archives; the table stands in docs/performance.md
	@$(RUN) benchmarks/bench.py $(ARGS)

audit: $(DEV) ## ask PyPI whether a locked version has a known fault
	@$(RUN) -m pip_audit --strict --disable-pip --require-hashes -r requirements-dev.txt

# Versions already locked stay as they are; make lock UPGRADE=--upgrade takes the newest.
UPGRADE ?=
COMPILE  = $(RUN) -m uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	--no-emit-index-url --no-emit-find-links --custom-compile-command 'make lock' $(UPGRADE)
lock: $(CREATED) ## write the lock files anew from pyproject.toml (UPGRADE=--upgrade for newer versions)
	@$(PIP) install uv
	@$(COMPILE) pyproject.toml --output-file requirements.txt
	@$(COMPILE) pyproject.toml --extra dev --constraints requirements.txt --output-file requirements-dev.txt
	@echo 'requirements.txt and requirements-dev.txt are up to date with pyproject.toml.'

clean: ## remove everything that make has made
	@rm -rf site .site-* dist .cache/archive inbox-report.md fetched.md test-results
	@rm -rf $(VENV) .mypy_cache .pytest_cache .ruff_cache .hypothesis netlify/tool/node_modules
	@rmdir .cache 2>/dev/null || true
	@find builder tests benchmarks -name __pycache__ -prune -exec rm -rf {} +

$(CREATED):
	@command -v $(PYTHON) >/dev/null || { echo '$(PYTHON) is not installed. It needs Python 3.11 or newer (Debian: apt install python3 python3-venv).'; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "Python 3.11 or newer is needed; $(PYTHON) is $$($(PYTHON) --version 2>&1). Name another one: make PYTHON=python3.12 …"; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || \
		{ echo '$(PYTHON) lacks venv. Install it (Debian: apt install python3-venv) and try again.'; exit 1; }
	@echo 'Creating $(VENV)'
	@rm -rf $(VENV)
	@$(PYTHON) -m venv $(VENV)
	@touch $@

define install
	@echo 'Installing $<'
	@touch $(UNFINISHED)
	@$(PIP) install --require-hashes -r $<
	@rm $(UNFINISHED)
	@touch $@
endef

$(RUN_TIME): requirements.txt $(CREATED)
	$(install)

$(DEV): requirements-dev.txt $(RUN_TIME)
	$(install)
