# `make` lists the targets. VENV, PORT and DATA may be given: make demo PORT=8080 DATA=/srv/demo
SHELL := /bin/bash
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
MAKEFLAGS += --no-print-directory

VENV ?= .venv
PORT ?= 8000
DATA ?= var/demo
WORKERS ?= 2
export PYTHONUTF8 := 1
export UV_PYTHON_DOWNLOADS := never
# A hundred processes start: what one has compiled the others need not compile again.
unexport PYTHONDONTWRITEBYTECODE

BIN := $(abspath $(VENV))/bin
PYTHON_BIN := $(BIN)/python
PYTEST := $(BIN)/python -m pytest -n $(WORKERS)
FONTS := var/fonts
ROOMS := hetian_titles accounts campaigns applications review payments documents
LOCK := uv pip compile --quiet --upgrade --universal --python-version 3.11 --generate-hashes --no-header --no-annotate

SIGNING := var/signing

.PHONY: help demo test check format lock test-pg test-sqlite test-browser test-deployment prepare-demo prepare-test bench-submit bench-scans bench-paper screenshots gallery golden translations fonts \
	check-format check-lint check-templates check-imports check-house check-migrations check-types

help: ## List the targets
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F':.*## ' '{printf "  make %-16s %s\n", $$1, $$2}'

# ---- the two commands

demo: prepare-demo ## Set up and run the portal with a demo campaign at http://127.0.0.1:8000 (PORT, DATA)
	@exec $(PYTHON_BIN) -m scripts.demo --data "$(DATA)" --port "$(PORT)"

test: prepare-test ## Set up and run every check and test (at most 15 minutes on 2 cores)
	@$(MAKE) check
	@$(MAKE) test-pg
	@$(MAKE) test-sqlite
	@$(MAKE) test-browser
	@$(MAKE) test-deployment

# ---- parts of `make test`

CHECKS := check-format check-lint check-templates check-imports check-house check-migrations check-types

check: prepare-test ## Format, lint, types, import contracts, house rules, migrations, translations
	@$(MAKE) --keep-going --jobs=2 --output-sync $(CHECKS)

check-format:
	$(BIN)/ruff format --check --quiet .

check-lint:
	$(BIN)/ruff check --quiet .

check-templates:
	$(BIN)/djlint --lint --quiet templates

check-imports:
	$(BIN)/lint-imports --no-logo

check-house:
	$(PYTHON_BIN) -m scripts.house

check-migrations:
	DJANGO_SETTINGS_MODULE=hetian_titles.settings.test $(PYTHON_BIN) manage.py makemigrations --check --dry-run

check-types:
	$(BIN)/mypy --no-error-summary

# Whole files, the longest first: what a file plays, draws or reads for all its tests it does once.
test-pg: prepare-test ## Unit and integration tests on a PostgreSQL and Redis of their own
	$(PYTHON_BIN) -m tests.services $(PYTEST) --dist loadfile --no-loadscope-reorder tests --ignore=tests/browser --ignore=tests/deployment

# What reviewers, employers and the sweep do on SQLite, and what must hold there, every rehearsal plays and checks.
NOT_ON_SQLITE := browser deployment documents scans rules permissions review invariants \
	applications/employer applications/sweep applications/papers applications/applicant/test_hostile_uploads.py applications/applicant/test_viruses.py \
	applications/applicant/test_checks.py applications/applicant/test_ofd.py applications/masking/test_blind_copies.py applications/transfers/test_memory.py \
	campaigns/test_clause_table.py test_query_budgets.py test_print_budgets.py test_english.py test_catalogue.py test_languages.py

test-sqlite: prepare-test ## The same tests on SQLite, but for those that another database answers alike
	$(PYTEST) tests $(addprefix --ignore=tests/,$(NOT_ON_SQLITE))

# Both wait more than they work: for a browser, for processes. So more of them run side by side than there are cores.
test-browser: prepare-test ## Journeys in Debian's chromium
	$(PYTHON_BIN) -m tests.services $(PYTEST) -n 3 --dist worksteal tests/browser

test-deployment: prepare-test ## The processes of production, natively, with production settings
	$(PYTEST) -n 4 --dist loadfile --no-loadscope-reorder tests/deployment

# ---- upkeep

format: prepare-test ## Format the code and mend what can be mended
	$(BIN)/ruff check --fix --quiet . ; $(BIN)/ruff format --quiet .

screenshots: prepare-test ## Take the pictures of README from a fresh demonstration
	@$(PYTHON_BIN) -m scripts.screenshots docs/pictures

gallery: prepare-demo ## Set every paper with ordinary and with extreme data, to be looked at in var/gallery
	@$(PYTHON_BIN) -m documents.gallery var/gallery

golden: prepare-test ## Keep what every paper looks like now: the pictures that the tests compare with
	@$(PYTHON_BIN) -m tests.documents.golden

bench-submit: prepare-test ## Measure how long submitting holds its row lock (200 submissions of 20 files)
	@$(PYTHON_BIN) -m tests.services --durable $(PYTHON_BIN) -m tests.bench.submit

bench-scans: prepare-test ## Hold the scan checks against 600 labelled pages that served no tuning
	@DJANGO_SETTINGS_MODULE=hetian_titles.settings.test $(PYTHON_BIN) -m tests.bench.scans

bench-paper: prepare-test ## Measure what papers cost beside WeasyPrint's documentation, typst and chromium (BENCH="--count 20")
	@scripts/python-packages "$(VENV)" requirements-bench.lock
	@$(PYTHON_BIN) -m tests.bench.paper $(BENCH)

lock: ## Compile the lock files anew (needs uv)
	$(LOCK) --allow-unsafe -o requirements-pip.lock requirements-pip.in
	$(LOCK) -o requirements.lock requirements.in
	$(LOCK) -o requirements-ocr.lock requirements-ocr.in
	$(LOCK) -o requirements-dev.lock requirements-dev.in
	$(LOCK) -o requirements-bench.lock requirements-bench.in
	$(LOCK) --no-deps --python-version 3.12 -o requirements-ofd.lock requirements-ofd.in
	npm install --package-lock-only

# ---- preparations, each done once

LOCK_demo := requirements-ocr.lock
LOCK_test := requirements-dev.lock

prepare-demo prepare-test: prepare-%:
	@scripts/system-packages $*
	@$(MAKE) --jobs=3 ofd-$* node-packages-$* polygons-$* translations
	@test -d $(SIGNING) || $(PYTHON_BIN) -m documents.signing.development $(SIGNING)

python-packages-demo python-packages-test: python-packages-%:
	@scripts/python-packages "$(VENV)" $(LOCK_$*)

ofd-demo ofd-test: ofd-%: python-packages-%
	@scripts/ofd "$(BIN)/python" var/ofd

node-packages-demo node-packages-test: node-packages-%:
	@scripts/node-packages $*

fonts:
	@scripts/fonts "$(FONTS)"

polygons-demo polygons-test: polygons-%: fonts python-packages-%
	@[ "$(FONTS)/polygons" -nt documents/polygons.py ] || { $(PYTHON_BIN) -m documents.polygons "$(FONTS)" && touch "$(FONTS)/polygons"; }

translations: $(patsubst %.po,%.mo,$(wildcard locale/*/LC_MESSAGES/*.po))
	@:

locale/%.mo: locale/%.po
	msgfmt --check --output-file=$@ $<
