"""No page claims a day that nobody knows: it is asked for, committed, or today's."""

import os
import subprocess
from datetime import UTC, datetime
from pathlib import Path

import pytest
from mkdocs.utils import get_build_date

from lecture_site.build import dates

DAY = 86400


@pytest.fixture(autouse=True)
def unasked(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in os.environ if name.startswith(("GIT_", dates.VARIABLE))]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", "/dev/null")


def git(folder: Path, *arguments: str, day: str = "2025-03-04") -> None:
    identity = [
        f"GIT_{who}_{what}" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")
    ]
    when = {f"GIT_{who}_DATE": f"{day}T23:59:00+0000" for who in ("AUTHOR", "COMMITTER")}
    environment = {**os.environ, **dict.fromkeys(identity, "someone"), **when}
    subprocess.run(
        ["git", *arguments], cwd=folder, env=environment, check=True, capture_output=True
    )


def write(folder: Path, name: str, text: str = "글") -> None:
    (folder / name).parent.mkdir(parents=True, exist_ok=True)
    (folder / name).write_text(text, encoding="utf-8")


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """A project, committed on one day, and something that no page is made of on a later one."""
    folder = tmp_path / "강의 폴더"
    write(folder, "docs/index.md")
    write(folder, "mkdocs.yml")
    git(folder, "init", "--quiet")
    git(folder, "add", ".")
    git(folder, "commit", "--quiet", "--message", "pages")
    write(folder, "README.md")
    git(folder, "add", ".")
    git(folder, "commit", "--quiet", "--message", "no page", day="2025-05-06")
    return folder


def shown(folder: Path) -> str:
    with dates.dated(folder):
        return get_build_date()


def today() -> str:
    return f"{datetime.now(UTC):%Y-%m-%d}"


def test_the_day_on_which_what_the_pages_are_made_of_was_committed(clone: Path) -> None:
    assert shown(clone) == "2025-03-04"
    assert dates.VARIABLE not in os.environ


def test_what_was_edited_since_is_todays(clone: Path) -> None:
    write(clone, "docs/index.md", "다른 글")
    assert shown(clone) == today()
    git(clone, "checkout", "docs")
    write(clone, "docs/new.md")
    assert shown(clone) == today()


def test_without_git(clone: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    assert shown(clone) == today()


def test_without_a_commit(tmp_path: Path) -> None:
    write(tmp_path, "docs/index.md")
    git(tmp_path, "init", "--quiet")
    assert shown(tmp_path) == today()


def test_from_an_archive(clone: Path, tmp_path: Path) -> None:
    unpacked = tmp_path / "unpacked"
    unpacked.mkdir()
    git(clone, "archive", "--output", str(tmp_path / "pages.tar"), "HEAD")
    subprocess.run(["tar", "-xf", tmp_path / "pages.tar", "-C", unpacked], check=True)
    assert shown(unpacked) == today()


def test_in_a_folder_of_another_repository(clone: Path) -> None:
    write(clone, ".gitignore", "/inner/\n")
    write(clone, "inner/docs/index.md")
    assert shown(clone / "inner") == today()


def test_in_a_clone_of_another_owner(clone: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_TEST_ASSUME_DIFFERENT_OWNER", "1")  # Git's own way to try this.
    assert shown(clone) == today()


@pytest.mark.parametrize(
    ("asked", "day"),
    [("0", "1970-01-01"), ("1764000000", "2025-11-24"), (f"{2 * DAY - 1}", "1970-01-02")],
)
def test_the_day_that_is_asked_for(
    clone: Path, monkeypatch: pytest.MonkeyPatch, asked: str, day: str
) -> None:
    monkeypatch.setenv(dates.VARIABLE, asked)
    assert shown(clone) == day
    assert os.environ[dates.VARIABLE] == asked
    assert (dates.given_day() or 0) % DAY == 0


def test_an_empty_variable_asks_for_nothing(clone: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(dates.VARIABLE, "")
    assert shown(clone) == "2025-03-04"


@pytest.mark.parametrize("asked", ["yesterday", "1.5", "-1", "９", "9" * 20, "2025-01-01"])
def test_what_is_no_time_is_refused(monkeypatch: pytest.MonkeyPatch, asked: str) -> None:
    monkeypatch.setenv(dates.VARIABLE, asked)
    with pytest.raises(dates.DateError, match="SOURCE_DATE_EPOCH must be a number of seconds"):
        dates.given_day()
