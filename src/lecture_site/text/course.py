"""The course as a reader meets it: which lessons, in which order, how long each takes."""

import difflib
import math
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from lecture_site.support.faults import PageFault
from lecture_site.text.fences import Fence, Piece, Prose, split
from lecture_site.text.page import page_files, read_page

CHARACTERS_PER_MINUTE = 500
"""Hangul and Latin letters a student reads in a minute of attentive reading."""
SECONDS_PER_CODE_LINE = 4
SECONDS_PER_FORMULA = 15
SECONDS_PER_FIGURE = 20
FOLDER = "lessons"
GENERATED = "reference/"
"""Folder of the pages that are made of the code's docstrings, in English, and lie nowhere."""
HEADING = re.compile(r"^# (?P<title>.+?)(?: *\{#.*\})?$", re.MULTILINE)
OVERVIEWS = ("index", "README")
"""Stems that MkDocs takes for the address of their folder."""


class CourseError(PageFault):
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


def is_generated(uri: str) -> bool:
    """Whether a page is made of the code: what is asked of the Korean pages is not asked of it."""
    return uri.startswith(GENERATED)


def pages_of(nav: Any) -> list[str]:
    """Return the addresses that a navigation names, in their order."""
    if isinstance(nav, str):
        return [nav]
    children = nav.values() if isinstance(nav, dict) else nav
    return [uri for child in children for uri in pages_of(child)]


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
    pieces = split(Path("source"), source, 0)
    fences = [piece for piece in pieces if isinstance(piece, Fence)]
    shown = [fence.code for fence in fences if not fence.tags]
    figures = sum("picture" in fence.code for fence in fences)
    body = _prose(pieces)
    formulas = len(re.findall(r"\$\$.*?\$\$", body, re.DOTALL))
    prose = re.sub(r"\$\$.*?\$\$|\{\{.*?\}\}|<[^>]+>|\]\([^)]*\)", "", body, flags=re.DOTALL)
    seconds = (
        60 * len(re.findall(r"\w", prose)) / CHARACTERS_PER_MINUTE
        + SECONDS_PER_CODE_LINE * sum(code.count("\n") + 1 for code in shown)
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
        If the navigation names a page that is not there, or a lesson twice, or not every lesson; or
        if a lesson lacks its heading or its description, or builds on none that stands before it.
    LessonError
        If a lesson's source is faulty.
    """
    found = {path.relative_to(docs).as_posix(): path for path in page_files(docs)}
    named = [uri for uri in pages_of(nav) if uri.endswith(".md") and "://" not in uri]
    for uri in named:
        if uri not in found and not is_generated(uri):
            near = difflib.get_close_matches(uri, found, 1)
            hint = f"; is it {near[0]}?" if near else ""
            raise CourseError(f"mkdocs.yml: 'nav' names {uri}, which is not in {docs}{hint}")
        if named.count(uri) > 1:
            raise CourseError(f"mkdocs.yml: 'nav' names {uri} twice")
    for uri, path in found.items():
        if _is_lesson(uri) and uri not in named:
            raise CourseError(
                f"{path}: not in 'nav' of mkdocs.yml, so no reader finds it: add {uri}"
            )
    lessons: list[CourseLesson] = []
    for uri in filter(_is_lesson, named):
        path = found[uri]
        if path.parent != docs / FOLDER or path.stem in OVERVIEWS:
            raise CourseError(
                f"{path}: a lesson lies in {docs / FOLDER} itself, by a name of its own"
            )
        seen = path.stat()
        lesson = _read_lesson(path, seen.st_mtime_ns, seen.st_size)
        _check_requires(path, lesson, [each.stem for each in lessons])
        lessons.append(lesson)
    return lessons


def _is_lesson(uri: str) -> bool:
    return uri.startswith(f"{FOLDER}/")


def _check_requires(path: Path, lesson: CourseLesson, before: list[str]) -> None:
    for stem in lesson.requires:
        if stem not in before:
            line = read_page(path).front.lines["requires"]
            raise CourseError(
                f"{path}:{line}: 'requires' names '{stem}', which is none of the lessons before "
                f"this one in 'nav': {', '.join(before) or 'there are none'}"
            )


@cache
def _read_lesson(path: Path, _mtime_ns: int, _size: int) -> CourseLesson:
    """Read a lesson, once for each time and size that its file has had."""
    page = read_page(path)
    text = page.source[page.front.end :]
    heading = HEADING.search(_prose(split(path, text, 0)))
    if heading is None or "description" not in page.front.data:
        missing = "a heading '# …'" if heading is None else "a 'description:' in its front matter"
        raise CourseError(f"{path}: {missing} is needed for the map of the course")
    if "{{" in heading["title"]:
        raise CourseError(
            f"{path}: the heading '{heading[0]}' names the lesson on the map of the course, where "
            "no value of its run stands: name it without one"
        )
    return CourseLesson(
        stem=path.stem,
        title=heading["title"],
        summary=page.front.data["description"],
        minutes=reading_minutes(text),
        requires=tuple(page.front.data.get("requires", ())),
    )


def _prose(pieces: Iterable[Piece]) -> str:
    return "".join(piece.text for piece in pieces if isinstance(piece, Prose))
