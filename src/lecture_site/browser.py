"""A Chromium for the tests and the printed edition: found, or else installed.

Sought on the PATH; else Debian's package is installed, where that is allowed; else Playwright
fetches its own. ``python -m lecture_site.browser`` does this and says which one it took.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
FLAGS = (
    # The sandbox needs rights that root in a container lacks; only pages of this site are opened.
    "--no-sandbox",
    # Silence: the browser asks nobody for anything but the page.
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
DEBIAN = (("apt-get", "update", "-qq"), ("apt-get", "install", "-y", "-qq", "chromium"))
PLAYWRIGHT = (sys.executable, "-m", "playwright", "install", "--only-shell", "chromium")


class BrowserError(RuntimeError):
    """No browser was found, and none could be installed."""


def find_browser() -> Path | None:
    """Find a Chromium or Chrome on this machine.

    Returns
    -------
    Path or None
        The program: of the PATH, else Playwright's own; None if there is neither.
    """
    for name in NAMES:
        found = shutil.which(name)
        if found:
            return Path(found)
    with sync_playwright() as playwright:
        own = Path(playwright.chromium.executable_path)
    # Playwright names the full browser; with --only-shell it installs a smaller one beside it.
    shells = sorted(own.parents[2].glob("chromium_headless_shell-*/*/*headless*shell"))
    return own if own.exists() else next(reversed(shells), None)


def provide_browser() -> Path:
    """Find a Chromium, or install one: Debian's for root where there is apt, else Playwright's.

    Returns
    -------
    Path
        The program.

    Raises
    ------
    BrowserError
        If there is none and none could be installed; the message says what was tried.
    """
    found = find_browser()
    if found:
        return found
    tried = []
    debian = shutil.which("apt-get") and os.geteuid() == 0
    for commands in ([DEBIAN] if debian else []) + [(PLAYWRIGHT,)]:
        print(f"No Chromium here; installing one: {' '.join(commands[-1])} …", flush=True)
        for command in commands:
            ended = subprocess.run(
                command,
                env={**os.environ, "DEBIAN_FRONTEND": "noninteractive"},
                capture_output=True,
                text=True,
                check=False,
            )
            if ended.returncode != 0:
                tried.append(f"{' '.join(command)}:\n{(ended.stderr or ended.stdout).strip()}")
                break
        found = find_browser()
        if found:
            return found
    raise BrowserError(
        "no Chromium was found, and none could be installed.\nInstall one by hand, for instance "
        "'apt-get install chromium', so that it is on the PATH.\nTried:\n" + "\n".join(tried)
    )


def main() -> None:
    """Provide a browser, and say which."""
    try:
        program = provide_browser()
    except BrowserError as error:
        sys.exit(str(error))
    version = subprocess.run([program, "--version"], capture_output=True, text=True, check=True)
    print(f"Browser: {program} ({version.stdout.strip()})")


if __name__ == "__main__":
    main()
