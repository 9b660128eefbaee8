#!/bin/sh
# Set up everything the project needs inside its own folder: .venv (Python and Node) and node_modules.
# Called by make; safe to call again. PYTHON=/path/to/python chooses the interpreter.
set -eu
cd "$(dirname "$0")/../.."

fits() { "$1" -c 'import sys; sys.exit(not (3, 12) <= sys.version_info[:2] < (3, 14))' >/dev/null 2>&1; }
runs() { "$1" -c 'import venv' >/dev/null 2>&1; }
fail() { printf '\nSet-up stopped: %s\n' "$1" >&2; exit 1; }

find_python() {
    for candidate in "${PYTHON:-}" python3.13 python3.12 python3 python \
        "${PYENV_ROOT:-$HOME/.pyenv}"/versions/3.13*/bin/python \
        "${PYENV_ROOT:-$HOME/.pyenv}"/versions/3.12*/bin/python; do
        if [ -n "$candidate" ] && fits "$candidate"; then
            printf '%s\n' "$candidate"
            return
        fi
    done
}

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

if [ -x .venv/bin/python ] && ! fits .venv/bin/python; then rm -rf .venv; fi
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

[ -x .venv/bin/uv ] || install_uv .venv
printf 'Installing the locked Python packages (TensorFlow among them; about a minute the first time) …\n'
VIRTUAL_ENV="$PWD/.venv" .venv/bin/uv pip sync --require-hashes requirements.lock ||
    fail "uv could not install requirements.lock. Is the network there? Is there 3 GB of room on the disk?"
VIRTUAL_ENV="$PWD/.venv" .venv/bin/uv pip install --quiet --no-deps --no-build-isolation --editable .

printf 'Installing the locked fonts and the typesetter (npm) …\n'
PATH="$PWD/.venv/bin:$PATH" npm ci --no-audit --no-fund --loglevel=error ||
    fail "npm could not install package-lock.json. Is the network there?"
touch .venv/.ready
printf 'Set-up is complete.\n'
