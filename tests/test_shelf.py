"""What is kept comes back as it was, or not at all."""

import logging
import os
from pathlib import Path

import pytest

from lecture_site.support.shelf import Shelf, prune, remove_parts, write_atomically


def test_what_was_put_comes_back(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path / "new" / "folder")
    assert shelf.get("a") is None
    shelf.put("a", b"one\ntwo\n")
    assert shelf.get("a") == b"one\ntwo\n"
    shelf.put("a", b"")
    assert shelf.get("a") == b""


@pytest.mark.parametrize("harm", ["cut", "flip", "empty"])
def test_a_damaged_entry_is_thrown_away_and_said(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, harm: str
) -> None:
    shelf = Shelf(tmp_path)
    shelf.put("a", b"one two three")
    data = (tmp_path / "a").read_bytes()
    harmed = {"cut": data[:-1], "flip": data[:-1] + b"E", "empty": b""}[harm]
    (tmp_path / "a").write_bytes(harmed)
    with caplog.at_level(logging.INFO, "mkdocs.lecture"):
        assert shelf.get("a") is None
    assert str(tmp_path / "a") in caplog.text
    assert not (tmp_path / "a").exists()


def test_a_write_that_fails_leaves_what_was_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a"
    write_atomically(path, b"old")

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fdopen", full)
    with pytest.raises(OSError, match=r"No space.*cannot be kept.*a'$"):
        write_atomically(path, b"new")
    assert [each.name for each in tmp_path.iterdir()] == ["a"]
    assert path.read_bytes() == b"old"


def test_what_was_longest_unused_goes_first(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path / "x")
    for age, name in [(300, "oldest"), (200, "older"), (100, "newest")]:
        shelf.put(name, b"x" * 935)  # 1,000 bytes with its digest and line break
        then = (tmp_path / "x" / name).stat().st_mtime - age
        os.utime(tmp_path / "x" / name, (then, then))
    assert shelf.get("oldest") is not None  # Use makes it the newest.
    prune(tmp_path, 2000)
    assert sorted(path.name for path in (tmp_path / "x").iterdir()) == ["newest", "oldest"]


def test_what_a_killed_build_left_half_written_is_removed(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path / "x")
    shelf.put("a", b"1")
    (tmp_path / "x" / "tmp123.part").write_bytes(b"hal")
    remove_parts(tmp_path)
    assert [path.name for path in (tmp_path / "x").iterdir()] == ["a"]
