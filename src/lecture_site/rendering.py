"""Between mkdocs-jupyter and MkDocs: take the Markdown out of its wrapping, keep outputs aside.

Outputs are finished HTML. They wait outside while the page's Markdown is rendered, so that no
Markdown rule touches a figure or a printed array, and return to their places afterwards.
"""

import html
import platform
import re
from datetime import datetime
from importlib.metadata import version

from figures.diagrams.course_map import MapLesson
from figures.diagrams.course_map import course_map as diagram
from lecture_site.course import CourseLesson
from lecture_site.particles import choose

WRAPPING = re.compile(r'<script type="text/markdown">\n(.*?)\n</script>', re.DOTALL)
OUTPUT = re.compile(r"<stash>(.*?)</stash>", re.DOTALL)
PLACE = re.compile(r'<div data-output="(\d+)"></div>')


def unwrap(rendered: str) -> str:
    """Return the Markdown that the lesson template has wrapped."""
    found = WRAPPING.search(rendered)
    if found is None:
        raise ValueError("mkdocs-jupyter did not render the lesson by the project's own template")
    return found[1]


def set_aside(markdown: str) -> tuple[str, list[str]]:
    """Replace each cell's outputs by a mark; return the text and the outputs."""
    outputs: list[str] = []

    def mark(match: re.Match[str]) -> str:
        outputs.append(match[1])
        return f'<div data-output="{len(outputs) - 1}"></div>'

    return OUTPUT.sub(mark, markdown), outputs


def put_back(page: str, outputs: list[str]) -> str:
    """Put the outputs back in the places of their marks, each exactly once."""
    marks = [int(match[1]) for match in PLACE.finditer(page)]
    if marks != list(range(len(outputs))):
        raise ValueError(f"{len(outputs)} outputs, but these marks in the page: {marks}")
    return PLACE.sub(lambda m: f'<div class="cell-output">{outputs[int(m[1])]}</div>', page)


def lesson_line(lesson: CourseLesson, number: int, count: int) -> str:
    """Write the line under a lesson's heading: its place in the course and its reading time."""
    return (
        f'<p class="lesson-line">레슨 {number} / {count}'
        f"<span> · </span>읽는 데 약 {lesson.minutes}분</p>"
    )


def provenance(page: str, date: datetime, source: str, errata: str) -> str:
    """Say at the foot of an executed page when and with what it was computed.

    Parameters
    ----------
    page : str
        The page's HTML with its outputs.
    date : datetime
        Date of the build.
    source, errata : str
        Addresses of the page's source and of the errata, relative to the page.

    Returns
    -------
    str
        HTML of one line.
    """
    numpy = version("numpy")
    outputs, claims = page.count('<div class="cell-output">'), page.count('class="claim"')
    return (
        f'<p class="provenance"><time datetime="{date:%Y-%m-%d}">'
        f"{date.year}년 {date.month}월 {date.day}일</time>에 "
        f"Python {platform.python_version()}, NumPy {numpy}{choose(numpy, '으로', '로')} "
        "계산했습니다. "
        f"출력 {outputs}개, 확인한 문장 {claims}개."
        f'<span class="on-screen"> <a href="{source}">이 페이지의 원본</a>'
        f' · <a href="{errata}">정오표</a></span></p>'
    )


def course_map(lessons: list[CourseLesson]) -> str:
    """Draw the map of the course for the home page."""
    drawn = [
        MapLesson(x.stem, x.title, x.minutes, f"lessons/{x.stem}/", x.requires) for x in lessons
    ]
    drawing = diagram(drawn)
    label = html.escape(drawing.alt)
    return f'<nav class="course-map" aria-label="{label}">{drawing.svg}</nav>'
