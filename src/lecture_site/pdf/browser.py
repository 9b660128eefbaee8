"""A Chromium for the tests and the printed edition: found, or else installed.

Sought on the PATH, among a Mac's applications, and where Playwright keeps its own. One that is
there need not start (Ubuntu's ``chromium-browser`` may be a mere hint, a snap may not see the
folder of its profile), so it is taken only after it has opened a page. If there is none, Debian's
package is installed where that is allowed, outside this folder; else Playwright fetches its own
into ``.cache``. ``python -m lecture_site.pdf.browser`` does this and says which one it took; with
``--look`` it installs none.
"""

import argparse
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from lecture_site.paths import CACHE
from lecture_site.support.shelf import write_atomically
from lecture_site.support.temporary import keep_socket_paths_short

OWN = CACHE / "playwright"
KNOWN = CACHE / "browser.json"
"""Which program has opened a page; it is tried again when it has changed."""
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
APPLICATIONS = (Path("/Applications"), Path.home() / "Applications")
APPLICATION_NAMES = ("Chromium", "Google Chrome")
PLAYWRIGHT_FOLDERS = (
    Path.home() / ".cache" / "ms-playwright",
    Path.home() / "Library" / "Caches" / "ms-playwright",
)
REVISION = re.compile(r"chromium(?:_headless_shell)?-(\d+)")
PROGRAMS = ("*/chrome", "*/headless_shell", "*/chrome-headless-shell", "*/*.app/Contents/MacOS/*")
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
TRIAL = """
import sys
from playwright.sync_api import Error, sync_playwright
with sync_playwright() as playwright:
    try:
        browser = playwright.chromium.launch(executable_path=sys.argv[1], args=sys.argv[2:])
        browser.new_page().set_content("<p>")
        browser.close()
    except Error as error:
        sys.exit(error.message)
"""
TRIAL_SECONDS = 120


class BrowserError(RuntimeError):
    """No browser was found, and none could be installed."""


def candidates() -> Iterator[Path]:
    """Find what may be a Chromium or Chrome, the best first.

    Yields
    ------
    Path
        Programs: of the PATH, of a Mac's applications, then Playwright's, the newest first.
    """
    for name in NAMES:
        found = shutil.which(name)
        if found:
            yield Path(found)
    for folder in APPLICATIONS:
        for name in APPLICATION_NAMES:
            program = folder / f"{name}.app" / "Contents" / "MacOS" / name
            if program.is_file():
                yield program
    named = os.environ.get("PLAYWRIGHT_BROWSERS_PATH")
    for folder in [Path(named)] if named else [OWN, *PLAYWRIGHT_FOLDERS]:
        yield from _of_playwright(folder)


def _of_playwright(folder: Path) -> list[Path]:
    """Return the programs in a folder of Playwright's, the newest revision first."""
    revisions = {
        place: int(match[1])
        for place in (folder.iterdir() if folder.is_dir() else ())
        if (match := REVISION.fullmatch(place.name))
    }
    return [
        program
        for place in sorted(revisions, key=lambda place: (-revisions[place], place.name))
        for pattern in PROGRAMS
        for program in sorted(place.glob(pattern))
        if program.is_file()
    ]


def fault_of(program: Path) -> str | None:
    """Try whether a program opens a page, with the profile that Playwright gives it.

    Parameters
    ----------
    program : Path
        A Chromium, perhaps.

    Returns
    -------
    str or None
        What is wrong with it; None if it opens pages.
    """
    seen = program.stat()
    mark = [str(program), seen.st_mtime_ns, seen.st_size]
    if KNOWN.is_file() and json.loads(KNOWN.read_text(encoding="utf-8")) == mark:
        return None
    command = (sys.executable, "-c", TRIAL, str(program), *FLAGS)
    try:
        done = subprocess.run(
            command, capture_output=True, text=True, timeout=TRIAL_SECONDS, check=False
        )
    except subprocess.TimeoutExpired:
        return f"it opened no page within {TRIAL_SECONDS} s"
    if done.returncode != 0:
        return done.stderr.strip()
    write_atomically(KNOWN, json.dumps(mark).encode())
    return None


def _find(tried: list[str]) -> Path | None:
    """Return the first program that opens a page; note what is wrong with those before it."""
    for program in candidates():
        fault = fault_of(program)
        if fault is None:
            return program
        tried.append(f"{program} does not open a page:\n{fault}")
    return None


def find_browser() -> Path:
    """Find a Chromium that opens a page.

    Raises
    ------
    BrowserError
        If there is none; the message says what was tried.
    """
    keep_socket_paths_short()
    tried: list[str] = []
    found = _find(tried)
    if found is None:
        raise BrowserError("\n".join(["no Chromium was found that opens a page", *tried]))
    return found


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
    keep_socket_paths_short()
    tried: list[str] = []
    found = _find(tried)
    if found:
        return found
    debian = shutil.which("apt-get") and os.geteuid() == 0
    own = os.environ.get("PLAYWRIGHT_BROWSERS_PATH") or str(OWN)
    ways = [(DEBIAN, "outside this folder, as a package of this system")] if debian else []
    for commands, where in [*ways, ((PLAYWRIGHT,), f"in {own}")]:
        print(
            "The PDF and the tests need a Chromium, and none here opens a page. Installing one, "
            f"{where}: {' '.join(commands[-1])} …",
            flush=True,
        )
        for command in commands:
            fixed = {"DEBIAN_FRONTEND": "noninteractive", "PLAYWRIGHT_BROWSERS_PATH": own}
            ended = subprocess.run(
                command, env={**os.environ, **fixed}, capture_output=True, text=True, check=False
            )
            if ended.returncode != 0:
                tried.append(f"{' '.join(command)}:\n{(ended.stderr or ended.stdout).strip()}")
                break
        else:
            found = _find(tried)
            if found:
                return found
    raise BrowserError(
        "no Chromium was found that opens a page, and none could be installed.\nInstall one by "
        "hand, for instance 'apt-get install chromium', so that it is on the PATH.\nTried:\n"
        + "\n".join(tried)
    )


def main() -> None:
    """Provide a browser, or only look for one, and say which."""
    parser = argparse.ArgumentParser(prog="lecture_site.pdf.browser", description="Find a browser.")
    parser.add_argument("--look", action="store_true", help="install none")
    look = parser.parse_args().look
    try:
        program = provide_browser() if not look else find_browser()
    except BrowserError as error:
        sys.exit(str(error))
    version = subprocess.run([program, "--version"], capture_output=True, text=True, check=True)
    print(f"Browser: {program} ({version.stdout.strip()})")


if __name__ == "__main__":
    main()
