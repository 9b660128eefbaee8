"""From a lesson's file to a page's content: what the whole build and the preview share."""

import math
from collections.abc import Iterable
from pathlib import Path

import nbformat
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File

from lecture_site.checks import one_source
from lecture_site.paths import ROOT
from lecture_site.run import execution, schedule
from lecture_site.support.faults import PageFault
from lecture_site.support.shelf import Shelf, write_atomically
from lecture_site.text import course
from lecture_site.text.course import CourseLesson
from lecture_site.text.lesson import Lesson

WAITING = "waiting"
"""Folder of the notebooks of lessons that have not run yet."""


class TypedNumberError(PageFault):
    """A number on a page that no run has computed."""


def kept_folder(config: MkDocsConfig) -> Path:
    """Folder of what is kept from build to build."""
    return Path(config.config_file_path).parent / ".cache" / "site"


def is_served(config: MkDocsConfig) -> bool:
    """Whether the site is built to be looked at while it is written."""
    return bool(config.extra.get("served"))


def has_edition(config: MkDocsConfig) -> bool:
    """Whether the course is to be printed as one PDF: ``edition`` under ``extra``."""
    return bool(config.extra.get("edition"))


def is_notebook(file: File) -> bool:
    """Whether a page is a lesson's notebook."""
    return (file.abs_src_path or "").endswith(".ipynb")


def is_waiting(file: File, config: MkDocsConfig) -> bool:
    """Whether a page is the notebook of a lesson that has not run yet."""
    return Path(file.abs_src_path or "").is_relative_to(kept_folder(config) / WAITING)


def source_uri(uri: str) -> str:
    """Where a reader finds the source of a page; MkDocs would make a page of an ending in md."""
    return f"sources/{uri}.txt"


def read_course(config: MkDocsConfig) -> list[CourseLesson]:
    """Read the lessons in the order of the navigation; what has not changed is not read again.

    Raises
    ------
    course.CourseError
        If a lesson cannot be put on the map.
    """
    return course.read_course(config.nav or [], Path(config.docs_dir))


def check_typed(config: MkDocsConfig, only: Iterable[Path] | None = None) -> None:
    """Hold pages, scripts and drawings to the rule that no number is typed by hand.

    Parameters
    ----------
    config : MkDocsConfig
        The site's settings.
    only : iterable of Path, optional
        Files to read; all if not given.

    Raises
    ------
    TypedNumberError
        If a number has no source.
    """
    paths = one_source.read_files(config) if only is None else only
    typed = one_source.check_pages(Path(config.docs_dir), paths)
    if typed:
        raise TypedNumberError("\n".join(typed))


def execute(
    lessons: dict[str, Lesson], config: MkDocsConfig, patience: float = math.inf
) -> dict[str, Path]:
    """Write all lessons as executed notebooks; run those whose results are not kept.

    Parameters
    ----------
    lessons : dict of str to Lesson
        Lessons by their address in the folder of the pages.
    config : MkDocsConfig
        The site's settings.
    patience : float, optional
        Seconds. A lesson that is expected to run longer is not run: its notebook says so in the
        places of its results.

    Returns
    -------
    dict of str to Path
        The notebooks by the same address.

    Raises
    ------
    LessonError
        If a lesson fails.
    OSError
        If results cannot be kept.
    """
    kept = kept_folder(config)
    shelf = Shelf(kept / "lessons")
    soon, late = [], []
    for lesson in lessons.values():
        is_soon = schedule.expected_seconds(lesson, ROOT, shelf) <= patience
        (soon if is_soon else late).append(lesson)
    results = schedule.run_lessons(soon, ROOT, shelf) | schedule.kept_results(late, ROOT, shelf)
    notebooks = {}
    for uri, lesson in lessons.items():
        found = results.get(lesson.path)
        done = execution.compose(lesson, execution.not_yet(lesson) if found is None else found)
        folder = kept / (WAITING if found is None else "notebooks")
        notebook = nbformat.writes(done).encode()
        notebooks[uri] = folder / Path(uri).with_suffix(".ipynb")
        if not notebooks[uri].is_file() or notebooks[uri].read_bytes() != notebook:
            write_atomically(notebooks[uri], notebook)
    return notebooks
