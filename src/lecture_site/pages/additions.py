"""What the project itself puts on a page: the map of the course, and the lines about a page."""

import platform
from collections.abc import Sequence
from datetime import datetime
from html import escape
from importlib.metadata import version

from turbohtml import Comment, Element, Text

from figures.diagrams.course_map import MapLesson
from figures.diagrams.course_map import course_map as diagram
from lecture_site.support import tree
from lecture_site.support.tree import HtmlError
from lecture_site.text.course import CourseLesson
from lecture_site.text.particles import choose

COURSE_MAP = "course-map"
"""The comment that stands on a page in the place of the map of the course."""


def add_lesson_line(article: Element, lesson: CourseLesson, number: int, count: int) -> None:
    """Say under a lesson's heading where in the course it is and how long reading it takes.

    Raises
    ------
    HtmlError
        If the page has no heading.
    """
    heading = article.select_one("h1")
    if heading is None:
        raise HtmlError("a lesson needs a heading '# …'")
    line = tree.read(
        f'<p class="lesson-line">레슨 {number} / {count}'
        f"<span> · </span>읽는 데 약 {lesson.minutes}분</p>"
    )
    heading.insert_after(Text("\n"), *line.children)


def add_provenance(
    article: Element, date: datetime, source: str, notebook: str, errata: str
) -> None:
    """Say at the foot of an executed page when and with what it was computed.

    Parameters
    ----------
    article : Element
        The page's content with its outputs.
    date : datetime
        Date of the build.
    source, notebook, errata : str
        Addresses of the page's source, of its executed notebook (the script has the same name) and
        of the errata, relative to the page.
    """
    numpy = version("numpy")
    outputs, claims = len(article.select(".cell-output")), len(article.select(".claim"))
    line = tree.read(
        f'<p class="provenance"><time datetime="{date:%Y-%m-%d}">'
        f"{date.year}년 {date.month}월 {date.day}일</time>에 "
        f"Python {platform.python_version()}, NumPy {numpy}{choose(numpy, '으로', '로')} "
        "계산했습니다. "
        f"출력 {outputs}개, 확인한 문장 {claims}개."
        f'<span class="on-screen"> <a href="{escape(source)}">이 페이지의 원본</a>'
        f' · <a href="{escape(notebook)}" download>노트북</a>'
        f' · <a href="{escape(notebook.removesuffix(".ipynb"))}.py" download>Python 파일</a>'
        f' · <a href="{escape(errata)}">정오표</a></span></p>'
    )
    article.extend([*line.children])


def add_course_map(article: Element, lessons: Sequence[CourseLesson]) -> None:
    """Draw the map of the course where a page asks for it."""
    places = [
        node
        for node in article.descendants
        if isinstance(node, Comment) and node.data.strip() == COURSE_MAP
    ]
    if not places:
        return
    drawn = [
        MapLesson(x.stem, x.title, x.minutes, f"lessons/{x.stem}/", x.requires) for x in lessons
    ]
    drawing = diagram(drawn)
    label = escape(drawing.alt)
    for place in places:
        nav = f'<nav class="course-map" aria-label="{label}">{drawing.svg}</nav>'
        place.replace_with(*tree.read(nav).children)
