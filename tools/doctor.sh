#!/bin/sh
# Say what this machine has and lacks for the project, a line each; called by make, changes nothing.
# Exit with 1 if something is missing that make cannot fetch by itself.
set -eu
cd "$(dirname "$0")/.."
. tools/find_python.sh

lacks=0
ok() { printf 'ok       %s\n' "$1"; }
note() { printf 'note     %s\n' "$1"; }
missing() { printf 'missing  %s\n' "$1"; lacks=$((lacks + 1)); }
has() { command -v "$1" >/dev/null 2>&1; }

ROOM_GB=4 # TensorFlow and all, once installed, and the downloads beside it
PACKAGE=uv

system="$(uname -s) $(uname -m)"
case "$system" in
"Linux x86_64" | "Linux aarch64" | "Darwin arm64") ok "system: $system" ;;
*) missing "system: TensorFlow brings nothing for $system; Linux (x86_64, aarch64) and macOS (arm64) work" ;;
esac

python=$(find_python)
older=
for candidate in python3 python; do
    if [ -z "$older" ] && runs "$candidate"; then older=$candidate; fi
done
if [ -n "$python" ]; then
    ok "Python: $("$python" --version 2>&1), $python"
elif [ -n "$older" ]; then
    note "Python: only $("$older" --version 2>&1); make fetches 3.13 into this folder"
else
    missing "Python 3.12 or 3.13: 'pyenv install 3.13', or 'apt-get install python3.13 python3.13-venv'"
fi
python=${python:-$older}
if [ -n "$python" ]; then
    if "$python" -c 'import venv, ensurepip' >/dev/null 2>&1; then
        ok "Python's venv and pip"
    else
        missing "Python's venv: on Debian and Ubuntu 'apt-get install python3-venv'"
    fi
fi

if has make; then ok "make"; else missing "make: 'apt-get install make', or on macOS 'xcode-select --install'"; fi
if has git; then ok "git"; else note "git: not here; pages then tell the day on which they were built"; fi

if [ -w . ]; then ok "this folder can be written to"; else missing "the right to write to $PWD: clone it to a folder of your own"; fi

is_set_up=
if [ -x .venv/bin/python ] && is_made_for for_python .venv/.ready 2>/dev/null &&
    is_made_for for_node node_modules/.ready 2>/dev/null; then is_set_up=1; fi
if [ -n "$is_set_up" ]; then
    ok "Python's packages, Node and the fonts: as the locks ask for, so no network is needed"
else
    note "Python's packages, Node and the fonts: 'make setup' fetches them into this folder"
    free=$(($(df -Pk . | awk 'NR == 2 { print $4 }') / 1024 / 1024))
    if [ "$free" -ge "$ROOM_GB" ]; then
        ok "disk: $free GB free"
    else
        missing "disk: $ROOM_GB GB are needed and $free GB are free"
    fi
    if [ -z "$python" ]; then
        note "network: not tried without Python"
    elif "$python" -m pip --disable-pip-version-check --timeout 15 --retries 1 index versions "$PACKAGE" >/dev/null 2>&1; then
        ok "network: pip reaches its package index"
    else
        missing "network: pip does not reach its package index ('$python -m pip index versions $PACKAGE' says why)"
    fi
    if has npm && ! npm view pretendard version >/dev/null 2>&1; then
        missing "network: npm does not reach its registry ('npm view pretendard version' says why)"
    fi
fi

browser=
if [ -n "$is_set_up" ]; then
    browser=$(.venv/bin/python -m lecture_site.pdf.browser --look 2>/dev/null) || browser=
else
    for name in chromium chromium-browser google-chrome google-chrome-stable; do
        if [ -z "$browser" ] && has "$name"; then browser="Browser: $name (tried once all is installed)"; fi
    done
fi
if [ -n "$browser" ]; then
    ok "$browser"
else
    note "Browser: no Chromium; 'make serve' needs none, 'make build' and 'make test' install one and say so first"
fi

if [ "$lacks" -gt 0 ]; then
    printf '\n%s missing.\n' "$lacks"
    exit 1
fi
printf '\nNothing is missing.\n'
