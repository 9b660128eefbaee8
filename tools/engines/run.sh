#!/bin/sh
# Every page of a built site in Chromium, Firefox and WebKit; called by make engines.
# As root on Debian what is missing is installed first, outside this folder: the distribution's packages.
set -eu
cd "$(dirname "$0")/../.."

missing=""
command -v chromium >/dev/null || missing="$missing chromium"
command -v firefox-esr >/dev/null || command -v firefox >/dev/null || missing="$missing firefox-esr"
command -v WebKitWebDriver >/dev/null || missing="$missing webkit2gtk-driver"
[ -n "${DISPLAY:-}" ] || command -v xvfb-run >/dev/null || missing="$missing xvfb xauth"
if [ -n "$missing" ] && [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    printf 'Installing Debian packages:%s …\n' "$missing"
    export DEBIAN_FRONTEND=noninteractive
    # shellcheck disable=SC2086 # one word a package
    apt-get update -qq && apt-get install -y -qq $missing >/dev/null ||
        printf 'They could not be installed; what is here is tried.\n' >&2
fi

set -- .venv/bin/node tools/engines/main.mjs "$@"
if [ -z "${DISPLAY:-}" ] && command -v xvfb-run >/dev/null; then
    set -- xvfb-run -a -s '-screen 0 1600x1200x24' "$@"
fi
exec "$@"
