"""Lessons run at once, the longest first, and what happened is told in a table."""

import asyncio
import re
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from conftest import ROOT
from lecture_site.run import keys, schedule
from lecture_site.run.apart import next_lesson
from lecture_site.run.execution import Results
from lecture_site.support.shelf import Shelf
from lecture_site.text.lesson import Lesson, LessonError, read_lesson
from test_lesson_source import FRONT


def lesson(folder: Path, stem: str, body: str) -> Lesson:
    path = folder / f"{stem}.md"
    path.write_text(FRONT + body, encoding="utf-8")
    return read_lesson(path)


def results(seconds: float) -> Results:
    return Results([], [], [0.0, 0.0, seconds], {}, [])


@pytest.fixture
def order(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Run nothing; note in which order lessons begin and end.

    A second named in a cell is a hundred turns of the loop, so that a slow machine changes nothing.
    """
    noted: list[str] = []

    async def execute(lesson: Lesson, tell: schedule.Tell) -> Results:
        noted.append(f"{lesson.path.stem} begins")
        seconds = float(re.findall(r"takes\(([\d.]+)\)", lesson.source)[0])
        for _ in range(round(100 * seconds)):
            await asyncio.sleep(0)
        noted.append(f"{lesson.path.stem} ends")
        return Results([], [], [0.0, 0.0, seconds], {}, [])

    monkeypatch.setattr(schedule, "execute", execute)
    monkeypatch.setattr(schedule, "KERNELS_AT_ONCE", 2)
    return noted


def test_the_longest_begin_first(tmp_path: Path, order: list[str]) -> None:
    shelf = Shelf(tmp_path / "kept")
    seconds = {"a": 0.1, "b": 0.4, "c": 0.2}
    first = [lesson(tmp_path, n, f"```python\ntakes({s})\n```\n") for n, s in seconds.items()]
    schedule.run_lessons(first, ROOT, shelf)
    order.clear()
    again = [lesson(tmp_path, n, f"```python\ntakes({s}0)\n```\n") for n, s in seconds.items()]
    schedule.run_lessons(again, ROOT, shelf)
    assert order == ["b begins", "c begins", "c ends", "a begins", "a ends", "b ends"]


def test_with_no_run_to_go_by_those_with_tensorflow_begin_first(
    tmp_path: Path, order: list[str]
) -> None:
    plain = lesson(tmp_path, "plain", "```python\ntakes(0.1)\n```\n")
    heavy = lesson(tmp_path, "heavy", "```python\nimport keras_labs.history\ntakes(0.1)\n```\n")
    schedule.run_lessons([plain, heavy], ROOT, Shelf(tmp_path / "kept"))
    assert order[0] == "heavy begins"


def test_beside_a_preview_what_is_looked_at_comes_first_then_the_shortest(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path / "kept")
    bodies = {"long": "1\n```\n\n```python\n2", "short": "1", "heavy": "import keras_labs.history"}
    waiting = [lesson(tmp_path, n, f"```python\n{b}\n```\n") for n, b in bodies.items()]
    picked = []
    for asked in ("heavy", "", ""):
        picked.append(next_lesson(waiting, asked, shelf))
        waiting.remove(picked[-1])
    assert [each.path.stem for each in picked] == ["heavy", "short", "long"]
    shelf.put("short.seconds", b"30")
    assert next_lesson([*picked], "none", shelf).path.stem == "long"


def test_what_is_kept_does_not_run(tmp_path: Path, order: list[str]) -> None:
    shelf = Shelf(tmp_path / "kept")
    one = lesson(tmp_path, "one", "```python\ntakes(0)\n```\n")
    first = schedule.run_lessons([one], ROOT, shelf)
    assert len(order) == 2
    assert schedule.run_lessons([one], ROOT, shelf) == first
    assert len(order) == 2


def test_all_faults_are_told_and_good_results_are_kept(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path / "kept")
    bad = [lesson(tmp_path, n, f"```python\nraise OSError('{n}')\n```\n") for n in ("one", "two")]
    good = lesson(tmp_path, "good", "```python\nprint(1)\n```\n")
    with pytest.raises(LessonError, match=r"one\.md(.|\n)*two\.md|two\.md(.|\n)*one\.md"):
        schedule.run_lessons([*bad, good], ROOT, shelf)
    assert list(schedule.run_lessons([good], ROOT, shelf)) == [good.path]


def test_the_table_says_what_ran_what_was_kept_and_what_failed(tmp_path: Path) -> None:
    lessons = [lesson(tmp_path, n, "```python\n1\n```\n") for n in ("one", "two", "three")]
    kept = {lessons[0].path: results(1)}
    fresh = {lessons[1].path: results(2.5)}
    rows = schedule.summary(lessons, kept, fresh, 3.25).splitlines()
    assert re.fullmatch(r"one +kept", rows[1])
    assert re.fullmatch(r"two +2\.5 +1 +1: 2\.5 s", rows[2])
    assert re.fullmatch(r"three +failed", rows[3])
    assert rows[4].startswith("1 run in 3.2 s (2.5 s of cells")


def test_what_a_run_has_looked_for_and_is_another_now_makes_it_run_again(
    tmp_path: Path, order: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A package that its run did not ask for, such as a new tool, does not."""
    installed = {"numpy": "2.0", "tool": "1.0"}
    monkeypatch.setattr(keys, "installed", lambda names, _: {n: installed.get(n) for n in names})
    monkeypatch.setattr(
        schedule, "execute", partial(_sought, execute=schedule.execute, names=["numpy", "absent"])
    )
    shelf = Shelf(tmp_path / "kept")
    one = lesson(tmp_path, "one", "```python\ntakes(0)\n```\n")
    for change, runs in [
        ({}, 1),
        ({"tool": "2.0"}, 1),
        ({"numpy": "2.1"}, 2),
        ({"absent": "1"}, 3),
    ]:
        installed |= change
        for _ in range(2):
            schedule.run_lessons([one], ROOT, shelf)
        assert len(order) == 2 * runs, change


async def _sought(
    lesson: Lesson, tell: schedule.Tell, *, execute: Any, names: list[str]
) -> Results:
    return replace(await execute(lesson, tell), sought=names)


def test_a_file_that_the_key_does_not_cover_is_named_with_its_cell(tmp_path: Path) -> None:
    data = tmp_path / "data.txt"
    data.write_text("1")
    one = lesson(tmp_path, "one", f"```python\n1\n```\n\n```python\nopen({str(data)!r})\n```\n")
    with pytest.raises(LessonError, match=r"one\.md:17: cell 2: .*could get stale") as caught:
        schedule.run_lessons([one], ROOT, Shelf(tmp_path / "kept"))
    assert str(data) in str(caught.value)


def test_a_file_that_a_cell_writes_beside_its_lesson_is_refused_with_its_name(
    tmp_path: Path,
) -> None:
    one = lesson(tmp_path, "one", "```python\nopen('left.txt', 'w')\n```\n")
    with pytest.raises(LessonError, match=r"one\.md:13: cell 1, line 1 failed:\n.*left\.txt"):
        schedule.run_lessons([one], ROOT, Shelf(tmp_path / "kept"))
    assert not (tmp_path / "left.txt").exists()


def test_results_that_cannot_be_kept_are_an_error_that_names_their_place(
    tmp_path: Path, order: list[str]
) -> None:
    (tmp_path / "kept").write_text("in the way")
    one = lesson(tmp_path, "one", "```python\ntakes(0)\n```\n")
    with pytest.raises(OSError, match=r"cannot be kept.*kept"):
        schedule.run_lessons([one], ROOT, Shelf(tmp_path / "kept"))
