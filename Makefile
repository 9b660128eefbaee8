.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
BIN := .venv/bin
# MkDocs is pinned below 2; its theme's notice about that is known.
export NO_MKDOCS_2_WARNING := 1
ADDRESS ?= 127.0.0.1:8000
# A build of one commit carries that commit's date, so two builds are the same.
export SOURCE_DATE_EPOCH ?= $(shell git log -1 --format=%ct 2>/dev/null || echo 315532800)

.PHONY: help data browser serve build test check lint types audit bench clean-cache clean

help: ## This list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "make %-11s %s\n", $$1, $$2}'

.venv/.ready: requirements.lock package-lock.json pyproject.toml src/lecture_site/setup.sh
	@src/lecture_site/setup.sh

data: .venv/.ready ## Find or fetch the pictures of Fashion-MNIST, checked by SHA-256
	@$(BIN)/python -m keras_labs.fashion_data

serve: data browser ## Set up, build, and serve on http://127.0.0.1:8000 with live reload (ADDRESS=host:port)
	@$(BIN)/python -m lecture_site.serving --address $(ADDRESS)

build: data browser ## Set up and build the site into site/, and the course as one PDF
	@$(BIN)/python -m lecture_site.building

browser: .venv/.ready ## Find or install the Chromium that prints the course and opens pages for the tests
	@$(BIN)/python -m lecture_site.browser

test: data browser ## Set up, build, and run every test
	$(BIN)/python -m pytest

lint: .venv/.ready ## Style of the code
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: .venv/.ready ## Types of the code
	$(BIN)/pyright

audit: build browser ## Measure every page in a browser: weight, reach, validity, speed
	@$(BIN)/python -m lecture_site.audit site

bench: data browser ## Time the builds against stock mkdocs-jupyter (half an hour, on an idle machine)
	@$(BIN)/python -m lecture_site.bench

check: lint types test ## Style, types and tests

clean-cache: ## Remove kept results and the built site; what was installed or fetched stays
	rm -rf .cache/site site .site.new .site.old

clean: ## Remove all that was installed, cached or built
	rm -rf .venv .cache node_modules site .site.new .site.old
