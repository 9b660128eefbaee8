"""What counts as written by a writer, and what an editor or a file manager left beside it."""

import os
import threading
from pathlib import Path
from queue import Queue

import pytest
from watchdog.observers.api import ObservedWatch

from lecture_site.build.watch import SourceEmitter
from lecture_site.text.sources import Sources, files_below, named_files

LEFT = (
    ".one.md.swp", ".one.md.un~", "4913", "5036", "one.md~", "one.md.swp",  # Vim
    "#one.md#", ".#one.md",  # Emacs
    "one.md___jb_tmp___", "one.md___jb_old___",  # JetBrains
    "one.md.Ab3dE6", "sedXy12Zz", "one.md.tmp.123.456", ".goutputstream-AB12CD",
    "one.md.sb-1f2e3d4c-AbCdEf", ".DS_Store", "._one.md", "Thumbs.db", "desktop.ini",
    "~$one.md", "one.md.bak", "one.md.orig", "one.md.rej", "tmpab12.part", "one.pyc",
)  # fmt: skip
WRITTEN = (
    "one.md",
    "그림.svg",
    "sedans.md",
    "4913.md",
    "data.json",
    "CNAME",
    "one.min.js",
    "공 백.md",
)


def write(path: Path, text: str = "글") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize("name", LEFT)
def test_what_is_left_beside_pages_is_nobodys(tmp_path: Path, name: str) -> None:
    write(tmp_path / "docs" / name)
    assert list(files_below(tmp_path / "docs")) == []


@pytest.mark.parametrize("name", WRITTEN)
def test_what_is_written_counts(tmp_path: Path, name: str) -> None:
    path = write(tmp_path / "docs" / "lessons" / name)
    assert list(files_below(tmp_path / "docs")) == [path]


@pytest.mark.parametrize("folder", [".ipynb_checkpoints", "__pycache__", ".git", "a/.hidden"])
def test_folders_of_programs_are_not_entered(tmp_path: Path, folder: str) -> None:
    write(tmp_path / folder / "one.md")
    assert list(files_below(tmp_path)) == []


def test_links_are_followed_but_not_in_a_circle_and_what_is_no_file_is_none(tmp_path: Path) -> None:
    docs, elsewhere = tmp_path / "docs", tmp_path / "elsewhere"
    write(elsewhere / "two.md")
    one = write(docs / "one.md")
    (docs / "linked").symlink_to(elsewhere)
    (docs / "round").symlink_to(docs)
    (docs / "up").symlink_to(tmp_path)
    (elsewhere / "back").symlink_to(docs)
    (docs / "broken.md").symlink_to("nowhere.md")
    (docs / "itself.md").symlink_to("itself.md")
    os.mkfifo(docs / "pipe.md")
    found = list(files_below(docs))
    assert one in found
    assert docs / "linked" / "two.md" in found
    assert {path.name for path in found} == {"one.md", "two.md"}
    assert len(found) < 10
    assert Sources([], [docs]).look().keys() == set(found)


def test_what_is_not_there_is_left_out(tmp_path: Path) -> None:
    assert Sources([tmp_path / "mkdocs.yml"], [tmp_path / "docs"]).look() == {}


def test_only_content_counts(tmp_path: Path) -> None:
    path = write(tmp_path / "one.md")
    sources = Sources([], [tmp_path])
    before = sources.look()
    os.utime(path, (1, 1))
    assert sources.look() == before
    write(tmp_path / "new").replace(path)
    assert sources.look() == before
    seen = path.stat()
    write(path, "말")  # As long, and as old.
    os.utime(path, ns=(seen.st_atime_ns, seen.st_mtime_ns))
    assert sources.look() != before


def test_a_file_or_folder_that_vanishes_meanwhile_is_left_out(tmp_path: Path) -> None:
    sources = Sources([tmp_path / "mkdocs.yml"], [tmp_path])
    ended = threading.Event()

    def disturb() -> None:
        while not ended.is_set():
            path = write(tmp_path / "lessons" / "one.md")
            path.unlink()
            path.parent.rmdir()

    thread = threading.Thread(target=disturb)
    thread.start()
    try:
        for _ in range(2000):
            assert sources.look().keys() <= {tmp_path / "lessons" / "one.md"}
    finally:
        ended.set()
        thread.join()


def test_files_that_pages_name_are_found(tmp_path: Path) -> None:
    page = write(
        tmp_path / "docs" / "one.md", '--8<-- "tests/test_a.py:part"\n\n`Makefile`, none.md'
    )
    named = {write(tmp_path / "tests" / "test_a.py"), write(tmp_path / "Makefile")}
    write(tmp_path / "README.md")
    assert named_files(tmp_path, [page]) == named


@pytest.fixture
def emitter(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> SourceEmitter:
    """What watches a folder with a page in it, after its first look."""
    monkeypatch.setattr("lecture_site.build.watch.SETTLE_SECONDS", 0.001)
    write(tmp_path / "one.md")
    watch = ObservedWatch(str(tmp_path), recursive=True)
    emitter = SourceEmitter(Sources([], [tmp_path]).look, Queue(), watch, timeout=0.001)
    emitter.queue_events(0)
    assert events(emitter) == 1
    return emitter


def events(emitter: SourceEmitter) -> int:
    count = 0
    while not emitter._event_queue.empty():
        emitter._event_queue.get()
        count += 1
    return count


def test_a_change_is_told_once(emitter: SourceEmitter, tmp_path: Path) -> None:
    emitter.queue_events(0)
    assert events(emitter) == 0
    write(tmp_path / "one.md", "고친 글")
    emitter.queue_events(0)
    emitter.queue_events(0)
    assert events(emitter) == 1
    (tmp_path / "one.md").unlink()
    emitter.queue_events(0)
    assert events(emitter) == 1


def test_a_file_that_is_moved_aside_and_written_anew_was_not_away(
    emitter: SourceEmitter, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "one.md").rename(tmp_path / "one.md~")
    looks, watched = [], emitter._look

    def look() -> dict[Path, str]:
        looks.append(watched())
        if len(looks) == 4:
            write(tmp_path / "one.md")
        return looks[-1]

    monkeypatch.setattr(emitter, "_look", look)
    emitter.queue_events(0)
    assert looks[0] == {}
    assert events(emitter) == 0
