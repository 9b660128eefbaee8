"""Run the lessons whose results are not kept, some at once, and tell how it goes.

On a terminal a line for each running lesson moves with its cells; in a log each lesson leaves one
line when it has ended. Either way a table at the end says what ran, what was kept and how long the
cells took.
"""

import asyncio
import json
import logging
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from functools import partial
from pathlib import Path
from typing import NamedTuple

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from lecture_site.run import keys
from lecture_site.run.execution import Results, Tell, execute
from lecture_site.support.cpus import usable_cpus
from lecture_site.support.shelf import Shelf
from lecture_site.text.lesson import Lesson, LessonError

KERNELS_AT_ONCE = usable_cpus()
HEAVY = "keras_labs"
"""Lessons that reach this package are taken to run long until a run has told how long."""
log = logging.getLogger("mkdocs.lecture")


class Done(NamedTuple):
    """What has become of a lesson that ran: its results, or the fault of its page."""

    lesson: Lesson
    outcome: Results | LessonError


type Next = Callable[[list[Lesson]], Lesson]
"""Picks the lesson that is to run next, of those that wait."""


def run_lessons(lessons: list[Lesson], root: Path, shelf: Shelf) -> dict[Path, Results]:
    """Give every lesson its results: kept ones if nothing has changed that could change them.

    Parameters
    ----------
    lessons : list of Lesson
        The lessons.
    root : Path
        The project's top folder.
    shelf : Shelf
        Where results are kept; those of a lesson as soon as it has ended.

    Returns
    -------
    dict of Path to Results
        Results by the lesson's file.

    Raises
    ------
    LessonError
        If lessons fail: all faults of all of them, after the others have ended.
    OSError
        If results cannot be kept.
    """
    kept = kept_results(lessons, root, shelf)
    waiting = [lesson for lesson in lessons if lesson.path not in kept]
    if not waiting:
        return kept
    longest = partial(max, key=lambda lesson: expected_seconds(lesson, root, shelf))
    started = time.perf_counter()
    done: list[Done] = []
    run_waiting(waiting, root, shelf, longest, done.append)
    fresh = {each.path: found for each, found in done if isinstance(found, Results)}
    log.info("\n%s", summary(lessons, kept, fresh, time.perf_counter() - started))
    faults = [found for _, found in done if isinstance(found, LessonError)]
    if faults:
        raise LessonError("\n\n".join(map(str, faults)))
    return {lesson.path: (kept | fresh)[lesson.path] for lesson in lessons}


def kept_results(lessons: list[Lesson], root: Path, shelf: Shelf) -> dict[Path, Results]:
    """Return the results that are kept and still hold, by the lesson's file."""
    machine = keys.machine_digest()
    found = {
        each.path: _load(shelf, keys.lesson_key(each, root, machine), root) for each in lessons
    }
    return {path: results for path, results in found.items() if results is not None}


def run_waiting(
    lessons: list[Lesson], root: Path, shelf: Shelf, pick: Next, tell: Callable[[Done], None]
) -> None:
    """Run lessons, as many at once as there are CPUs, and keep their results.

    Parameters
    ----------
    lessons : list of Lesson
        The lessons.
    root : Path
        The project's top folder.
    shelf : Shelf
        Where results are kept.
    pick : callable
        Asked for the next lesson whenever there is room for one.
    tell : callable
        Called when a lesson has ended, well or not.

    Raises
    ------
    OSError
        If results cannot be kept.
    """
    machine = keys.machine_digest()
    waiting = [*lessons]

    async def work() -> None:
        while waiting:
            lesson = pick(waiting)
            waiting.remove(lesson)
            name = keys.lesson_key(lesson, root, machine)
            try:
                with _shown(progress, lesson) as shown:
                    results = await execute(lesson, shown)
                _check_used(lesson, results, root)
            except LessonError as error:
                tell(Done(lesson, error))
                continue
            kept = {"results": asdict(results), "installed": keys.installed(results.sought, root)}
            shelf.put(name, json.dumps(kept, ensure_ascii=False).encode())
            shelf.put(_seconds_name(lesson), str(sum(results.seconds)).encode())
            tell(Done(lesson, results))

    async def work_all() -> None:
        async with asyncio.TaskGroup() as group:
            for _ in range(KERNELS_AT_ONCE):
                group.create_task(work())

    try:
        with _progress() as progress:
            asyncio.run(work_all())
    except* OSError as group:
        raise group.exceptions[0] from None


def _load(shelf: Shelf, name: str, root: Path) -> Results | None:
    """Results that are kept, unless a package that their run has looked for is another now."""
    data = shelf.get(name)
    if data is None:
        return None
    kept = json.loads(data)
    if keys.installed(kept["installed"], root) != kept["installed"]:
        return None
    return Results(**kept["results"])


def _seconds_name(lesson: Lesson) -> str:
    return f"{lesson.path.stem}.seconds"


def expected_seconds(lesson: Lesson, root: Path, shelf: Shelf) -> float:
    """Tell how long the last run of a lesson took; guess if there was none.

    In a whole build the longest is to start first, so that it does not end alone; in a preview the
    shortest, so that something is to be seen.
    """
    last = shelf.get(_seconds_name(lesson))
    if last is not None:
        return float(last)
    modules = keys.lesson_modules(lesson, root)
    heavy = any(path.parent.name == HEAVY for path in modules)
    return 1000.0 * heavy + len(lesson.notebook.cells)


def _check_used(lesson: Lesson, results: Results, root: Path) -> None:
    """Hold a run to its key: what it has used and the key does not cover could make it stale."""
    covered = {str(path.resolve()) for path in keys.lesson_modules(lesson, root)}
    unseen = [(place, path) for path, place in results.used.items() if path not in covered]
    if unseen:
        raise LessonError(
            f"{unseen[0][0]}: the results depend on files that the lesson's imports do not show, "
            "so they could get stale: import modules by name, and keep data in a module:\n"
            + "\n".join(f"  {path}  ({place})" for place, path in unseen)
        )


def _progress() -> Progress:
    console = Console(stderr=True)
    return Progress(
        TextColumn("{task.description:<22}"),
        BarColumn(bar_width=24),
        TextColumn("cell {task.completed} of {task.total}"),
        TimeElapsedColumn(),
        console=console,
        transient=True,
        disable=not console.is_terminal,
    )


@contextmanager
def _shown(progress: Progress, lesson: Lesson) -> Iterator[Tell]:
    """Show a running lesson: a line that moves on a terminal, a line at its end in a log."""
    row = progress.add_task(lesson.path.stem, total=None)
    started = time.perf_counter()

    def tell(number: int, count: int) -> None:
        progress.update(row, completed=number, total=count)

    try:
        yield tell
    finally:
        progress.remove_task(row)
    if progress.disable:
        log.info("Executed %s in %.1f s", lesson.path.name, time.perf_counter() - started)


def summary(
    lessons: list[Lesson], kept: dict[Path, Results], fresh: dict[Path, Results], wall: float
) -> str:
    """Write the table of a build's lessons.

    Parameters
    ----------
    lessons : list of Lesson
        All lessons in the order of the table.
    kept, fresh : dict of Path to Results
        Results from the shelf, and those of this build; a lesson in neither has failed.
    wall : float
        Seconds from the first start to the last end.
    """
    lines = [f"{'lesson':24}{'seconds':>8}{'cells':>7}  slowest cell"]
    for lesson in lessons:
        results = fresh.get(lesson.path)
        if results is None:
            state = "kept" if lesson.path in kept else "failed"
            lines.append(f"{lesson.path.stem:24}{state:>8}")
            continue
        cells = [
            seconds
            for cell, seconds in zip(lesson.notebook.cells, results.seconds, strict=True)
            if cell.cell_type == "code"
        ]
        slowest = f"{cells.index(max(cells)) + 1}: {max(cells):.1f} s" if cells else ""
        lines.append(f"{lesson.path.stem:24}{sum(results.seconds):8.1f}{len(cells):7}  {slowest}")
    spent = sum(sum(results.seconds) for results in fresh.values())
    lines.append(
        f"{len(fresh)} run in {wall:.1f} s ({spent:.1f} s of cells, at most {KERNELS_AT_ONCE} "
        f"lessons at once), {len(kept)} kept"
    )
    return "\n".join(lines)
