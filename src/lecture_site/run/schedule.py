"""Run the lessons whose results are not kept, some at once, and tell how it goes.

On a terminal a line for each running lesson moves with its cells; in a log each lesson leaves one
line when it has ended. Either way a table at the end says what ran, what was kept and how long the
cells took.
"""

import asyncio
import json
import logging
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path

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
    machine = keys.machine_digest()
    names = {each.path: keys.lesson_key(each, root, machine) for each in lessons}
    found = {path: _load(shelf, name, root) for path, name in names.items()}
    kept = {path: results for path, results in found.items() if results is not None}
    waiting = [lesson for lesson in lessons if lesson.path not in kept]
    if not waiting:
        return kept
    waiting.sort(key=lambda lesson: _expected_seconds(lesson, root, shelf), reverse=True)
    started = time.perf_counter()
    try:
        fresh, faults = asyncio.run(_run_all(waiting, root, shelf, names))
    except* OSError as group:
        raise group.exceptions[0] from None
    log.info("\n%s", summary(lessons, kept, fresh, time.perf_counter() - started))
    if faults:
        raise LessonError("\n\n".join(map(str, faults)))
    return {lesson.path: (kept | fresh)[lesson.path] for lesson in lessons}


async def _run_all(
    lessons: list[Lesson], root: Path, shelf: Shelf, names: dict[Path, str]
) -> tuple[dict[Path, Results], list[LessonError]]:
    places = asyncio.Semaphore(KERNELS_AT_ONCE)
    fresh: dict[Path, Results] = {}
    faults: list[LessonError] = []

    async def run(lesson: Lesson) -> None:
        async with places:
            try:
                with _shown(progress, lesson) as tell:
                    results = await execute(lesson, tell)
                _check_used(lesson, results, root)
            except LessonError as error:
                faults.append(error)
                return
        fresh[lesson.path] = results
        kept = {"results": asdict(results), "installed": keys.installed(results.sought, root)}
        shelf.put(names[lesson.path], json.dumps(kept, ensure_ascii=False).encode())
        shelf.put(_seconds_name(lesson), str(sum(results.seconds)).encode())

    with _progress() as progress:
        async with asyncio.TaskGroup() as group:
            for lesson in lessons:
                group.create_task(run(lesson))
    return fresh, faults


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


def _expected_seconds(lesson: Lesson, root: Path, shelf: Shelf) -> float:
    """How long the last run took; a guess if there was none. The longest is to start first."""
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
