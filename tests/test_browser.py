"""The browser of the tests is found or installed, and its lack is said, never passed over."""

import subprocess
from pathlib import Path

import pytest

from lecture_site import browser


def program(folder: Path, name: str, script: str = "") -> Path:
    path = folder / name
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(0o755)
    return path


@pytest.fixture
def bare(tmp_path, monkeypatch):
    """A machine with nothing on its PATH and nothing of Playwright's."""
    folder = tmp_path / "bin"
    folder.mkdir()
    monkeypatch.setenv("PATH", str(folder))
    monkeypatch.setenv("PLAYWRIGHT_BROWSERS_PATH", str(tmp_path / "playwright"))
    return folder


def test_a_browser_of_the_machine_is_taken(bare, monkeypatch):
    monkeypatch.setattr(subprocess, "run", lambda *_, **__: pytest.fail("nothing to install"))
    found = program(bare, "google-chrome")
    assert browser.provide_browser() == found


def test_root_on_debian_installs_the_package(bare, monkeypatch, capsys):
    monkeypatch.setattr("os.geteuid", lambda: 0)
    target = bare / "chromium"
    program(bare, "apt-get", f'[ "$1" = update ] || {{ : >{target}; /bin/chmod +x {target}; }}')
    assert browser.provide_browser() == target
    assert "apt-get install" in capsys.readouterr().out


def test_playwrights_own_is_the_last_resort(bare, tmp_path, monkeypatch):
    monkeypatch.setattr("os.geteuid", lambda: 1000)
    program(bare, "apt-get")
    asked = []

    def run(command, **_):
        asked.append(command)
        shell = tmp_path / "playwright" / "chromium_headless_shell-1" / "linux" / "headless_shell"
        shell.parent.mkdir(parents=True)
        shell.touch()
        return subprocess.CompletedProcess(command, 0, "", "")

    monkeypatch.setattr(subprocess, "run", run)
    assert browser.provide_browser().name == "headless_shell"
    assert asked == [browser.PLAYWRIGHT]


def test_what_was_tried_is_told(bare, monkeypatch):
    monkeypatch.setattr("os.geteuid", lambda: 0)
    program(bare, "apt-get", "echo 'Could not resolve the mirror' >&2; exit 100")
    monkeypatch.setattr(browser, "PLAYWRIGHT", ("/bin/sh", "-c", "echo refused >&2; exit 1"))
    with pytest.raises(browser.BrowserError) as error:
        browser.provide_browser()
    for part in ("apt-get install chromium", "Could not resolve the mirror", "refused"):
        assert part in str(error.value)
