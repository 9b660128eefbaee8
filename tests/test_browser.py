"""The browser of the tests is found or installed, and its lack is said, never passed over."""

import json
import subprocess
import tempfile
from pathlib import Path

import pytest

from lecture_site.pdf import browser


def program(path: Path, script: str = "") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(0o755)
    return path


@pytest.fixture
def bare(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A machine with nothing on its PATH, no applications and nothing of Playwright's."""
    folder = tmp_path / "bin"
    folder.mkdir()
    monkeypatch.setenv("PATH", str(folder))
    monkeypatch.delenv("PLAYWRIGHT_BROWSERS_PATH", raising=False)
    monkeypatch.setattr(browser, "APPLICATIONS", (tmp_path / "Applications",))
    monkeypatch.setattr(browser, "OWN", tmp_path / "own")
    monkeypatch.setattr(browser, "PLAYWRIGHT_FOLDERS", (tmp_path / "playwright",))
    monkeypatch.setattr(browser, "KNOWN", tmp_path / "browser.json")
    return folder


@pytest.fixture
def opens(bare: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every program opens pages but those that say that they do not."""
    monkeypatch.setattr(
        browser, "fault_of", lambda path: "a hint" if "hint" in path.read_text() else None
    )


def test_a_browser_of_the_machine_is_taken(
    bare: Path, opens: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(subprocess, "run", lambda *_, **__: pytest.fail("nothing to install"))
    found = program(bare / "google-chrome")
    assert browser.provide_browser() == found


def test_one_that_opens_no_page_is_passed_by(bare: Path, opens: None) -> None:
    program(bare / "chromium-browser", "echo hint: install the snap")
    found = program(bare / "google-chrome")
    assert browser.provide_browser() == found


def test_one_that_opens_no_page_says_why(bare: Path) -> None:
    hint = program(bare / "chromium-browser", "echo 'requires the chromium snap' >&2; exit 1")
    told = browser.fault_of(hint)
    assert told is not None
    assert "requires the chromium snap" in told
    assert not browser.KNOWN.exists()


def test_one_that_opens_a_page_is_remembered_wherever_temporary_files_are(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = browser.provide_browser()
    monkeypatch.setattr(browser, "KNOWN", tmp_path / "browser.json")
    folder = tmp_path / ("long" * 30)
    folder.mkdir()
    monkeypatch.setenv("TMPDIR", str(folder))
    monkeypatch.setattr(tempfile, "tempdir", None)
    browser.keep_socket_paths_short()
    assert browser.fault_of(real) is None
    assert json.loads(browser.KNOWN.read_text())[0] == str(real)
    monkeypatch.setattr(subprocess, "run", lambda *_, **__: pytest.fail("it is known"))
    assert browser.fault_of(real) is None


LINUX = "chrome-linux64/chrome"
SHELL = "chrome-headless-shell-linux64/chrome-headless-shell"
TESTING = "Google Chrome for Testing"
MAC = f"chrome-mac-arm64/{TESTING}.app/Contents/MacOS/{TESTING}"
MAC_SHELL = "chrome-headless-shell-mac-arm64/chrome-headless-shell"


@pytest.mark.parametrize(
    ("there", "taken"),
    [
        ([f"chromium-1255/{LINUX}"], 0),
        (["chromium_headless_shell-1255/chrome-linux/headless_shell"], 0),
        ([f"chromium_headless_shell-999/{SHELL}", f"chromium_headless_shell-1255/{SHELL}"], 1),
        ([f"chromium-1255/{LINUX}", f"chromium_headless_shell-1300/{SHELL}"], 1),
        ([f"chromium-1255/{MAC}"], 0),
        (["chromium-1100/chrome-mac/Chromium.app/Contents/MacOS/Chromium"], 0),
        ([f"chromium_headless_shell-1255/{MAC_SHELL}"], 0),
        ([f"chromium-999/{MAC}", f"chromium_headless_shell-1255/{MAC_SHELL}"], 1),
        (["chromium-tip-of-tree-1400/chrome-linux/chrome", f"chromium-5/{LINUX}"], 1),
    ],
)
def test_playwrights_programs_are_found_and_the_newest_is_taken(
    bare: Path, tmp_path: Path, there: list[str], taken: int
) -> None:
    programs = [program(tmp_path / "playwright" / name) for name in there]
    assert next(browser.candidates()) == programs[taken]


def test_a_macs_application_is_found(bare: Path, tmp_path: Path) -> None:
    inside = "Applications/Google Chrome.app/Contents/MacOS/Google Chrome"
    found = program(tmp_path / inside)
    assert list(browser.candidates()) == [found]


def test_root_on_debian_installs_the_package_and_it_is_said_before(
    bare: Path, opens: None, monkeypatch, capsys
) -> None:
    monkeypatch.setattr("os.geteuid", lambda: 0)
    target = bare / "chromium"
    asked = []

    def run(command, **_):
        asked.append((command, capsys.readouterr().out))
        program(target)
        return subprocess.CompletedProcess(command, 0, "", "")

    program(bare / "apt-get")
    monkeypatch.setattr(subprocess, "run", run)
    assert browser.provide_browser() == target
    assert [command for command, _ in asked] == [*browser.DEBIAN]
    assert "outside this folder" in asked[0][1]


def test_playwrights_own_is_the_last_resort_and_stays_inside(
    bare: Path, opens: None, monkeypatch, capsys
) -> None:
    monkeypatch.setattr("os.geteuid", lambda: 1000)
    program(bare / "apt-get")
    asked = []

    def run(command, env, **_):
        asked.append(command)
        folder = Path(env["PLAYWRIGHT_BROWSERS_PATH"])
        program(folder / "chromium_headless_shell-1" / SHELL)
        return subprocess.CompletedProcess(command, 0, "", "")

    monkeypatch.setattr(subprocess, "run", run)
    assert browser.provide_browser().is_relative_to(browser.OWN)
    assert asked == [browser.PLAYWRIGHT]
    assert str(browser.OWN) in capsys.readouterr().out


def test_what_was_tried_is_told(bare: Path, opens: None, monkeypatch) -> None:
    monkeypatch.setattr("os.geteuid", lambda: 0)
    program(bare / "chromium-browser", "hint")
    program(bare / "apt-get", "echo 'Could not resolve the mirror' >&2; exit 100")
    monkeypatch.setattr(browser, "PLAYWRIGHT", ("/bin/sh", "-c", "echo refused >&2; exit 1"))
    with pytest.raises(browser.BrowserError) as error:
        browser.provide_browser()
    for part in ("apt-get install chromium", "a hint", "Could not resolve the mirror", "refused"):
        assert part in str(error.value)
