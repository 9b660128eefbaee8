"""The course as a reader meets it: which lessons, in which order, how long each takes."""

import math
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from mkdocs.utils.meta import get_data

CHARACTERS_PER_MINUTE = 500
"""Hangul and Latin letters a student reads in a minute of attentive reading."""
SECONDS_PER_CODE_LINE = 4
SECONDS_PER_FORMULA = 15
SECONDS_PER_FIGURE = 20


class CourseError(ValueError):
    """A lesson that cannot be put on the map of the course."""


@dataclass(frozen=True, slots=True)
class CourseLesson:
    """A lesson on the map of the course.

    Attributes
    ----------
    stem : str
        File name without ending; the last part of its address.
    title : str
        Its heading.
    summary : str
        Its description, one sentence.
    minutes : int
        Estimated reading time.
    requires : tuple of str
        Stems of the earlier lessons that it builds on (``requires:`` in its front matter).
    """

    stem: str
    title: str
    summary: str
    minutes: int
    requires: tuple[str, ...]


def reading_minutes(source: str) -> int:
    """Estimate the reading time of a lesson from its Markdown.

    Parameters
    ----------
    source : str
        The page's Markdown with its cells, without front matter.

    Returns
    -------
    int
        Whole minutes, at least 1, by the rates above.
    """
    fences = re.findall(r"^```(.*?)\n(.*?)^```", source, re.DOTALL | re.MULTILINE)
    shown = [code for head, code in fences if "hide-input" not in head]
    figures = sum("picture" in code for _, code in fences)
    body = re.sub(r"^```.*?^```", "", source, flags=re.DOTALL | re.MULTILINE)
    formulas = len(re.findall(r"\$\$.*?\$\$", body, re.DOTALL))
    prose = re.sub(r"\$\$.*?\$\$|\{\{.*?\}\}|<[^>]+>|\]\([^)]*\)", "", body, flags=re.DOTALL)
    seconds = (
        60 * len(re.findall(r"\w", prose)) / CHARACTERS_PER_MINUTE
        + SECONDS_PER_CODE_LINE * sum(code.count("\n") for code in shown)
        + SECONDS_PER_FORMULA * formulas
        + SECONDS_PER_FIGURE * figures
    )
    return max(1, math.ceil(seconds / 60))


def read_course(nav: list[Any], docs: Path) -> list[CourseLesson]:
    """Read the lessons in the order of the navigation.

    Parameters
    ----------
    nav : list
        MkDocs' ``nav``.
    docs : Path
        The folder of the pages.

    Returns
    -------
    list of CourseLesson
        Every page under ``lessons/``.

    Raises
    ------
    CourseError
        If a lesson is not there, or lacks its heading or its description.
    """
    lessons = []
    for uri in _pages(nav):
        if not uri.startswith("lessons/"):
            continue
        try:
            seen = (docs / uri).stat()
        except FileNotFoundError:
            raise CourseError(
                f"mkdocs.yml: the navigation names {uri}, which is not in {docs}"
            ) from None
        lessons.append(_read_lesson(docs / uri, seen.st_mtime_ns, seen.st_size))
    return lessons


@cache
def _read_lesson(path: Path, _mtime_ns: int, _size: int) -> CourseLesson:
    """Read a lesson, once for each time and size that its file has had."""
    body, front = get_data(path.read_text(encoding="utf-8"))
    title = re.search(r"^# (.+?)(?: \{#.*\})?$", body, re.MULTILINE)
    if title is None or "description" not in front:
        missing = "a heading '# …'" if title is None else "a 'description:' in its front matter"
        raise CourseError(f"{path}: {missing} is needed for the map of the course")
    return CourseLesson(
        stem=path.stem,
        title=title[1],
        summary=front["description"],
        minutes=reading_minutes(body),
        requires=tuple(front.get("requires", ())),
    )


def _pages(nav: Any) -> list[str]:
    if isinstance(nav, str):
        return [nav]
    children = nav.values() if isinstance(nav, dict) else nav
    return [uri for child in children for uri in _pages(child)]
