#!/bin/sh
# Run everything with the oldest versions that pyproject.toml allows, so that its bounds stay true.
# The lock is put back whatever happens; the next make sets up from it again.
set -eu
cd "$(dirname "$0")/.."

cp requirements.lock .cache/requirements.lock
trap 'mv .cache/requirements.lock requirements.lock' EXIT
trap 'exit 130' INT TERM HUP
.venv/bin/uv pip compile --quiet --resolution lowest-direct --universal --python-version 3.12 \
    --generate-hashes --no-emit-index-url --all-extras pyproject.toml -o requirements.lock
.venv/bin/python tools/versions.py
make check
