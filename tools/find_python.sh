# Which Python the project can use: for the scripts beside this one, which read it.

fits() { "$1" -c 'import sys; sys.exit(not (3, 12) <= sys.version_info[:2] < (3, 14))' >/dev/null 2>&1; }
runs() { "$1" -c 'import venv' >/dev/null 2>&1; }

# What .venv and node_modules were made for; the code is installed by its path.
for_python() { cat requirements.lock pyproject.toml && pwd; }
for_node() { cat package.json package-lock.json; }
is_made_for() { "$1" | cmp -s - "$2"; }

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
