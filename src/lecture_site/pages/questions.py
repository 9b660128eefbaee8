"""Questions that a page asks: the form goes between the question's fold and its answer.

A writer asks in a fold ``??? question "…"``; the cell behind it (tag ``exercise``) leaves the form.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path

import nbformat
from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers import PythonLexer
from turbohtml import Comment, Element

from lecture_site.support import tree
from lecture_site.support.tree import HtmlError

LIST = "questions"
"""The comment in whose place all questions of the course are listed."""
CELL = ".cell--exercise"
REMEDY = "a cell of the tag exercise stands behind the fold '??? question \"…\"' that it grades"


@dataclass(frozen=True, slots=True)
class Asked:
    """What a lesson asks.

    Attributes
    ----------
    title : str
        The lesson's.
    address : str
        Where it is, as seen from a page.
    names : list of (str, str)
        Name and digest of each question.
    """

    title: str
    address: str
    names: list[tuple[str, str]]


def attach(article: Element, lesson: str, *, can_run: bool) -> None:
    """Join the questions of an executed lesson with their forms and answers.

    Parameters
    ----------
    article : Element
        The page's content, with the outputs of its cells.
    lesson : str
        The lesson's name.
    can_run : bool
        Whether readers can run code: if not, a question that asks for code has its answer alone.

    Raises
    ------
    HtmlError
        If a form has no question, a cell has no form, or two questions have one name.
    """
    names: set[str] = set()
    for cell in article.select(CELL):
        form, fold = cell.select_one("form"), _before(cell)
        name = (form.attr("data-name") if form is not None else "") or ""
        if form is None:
            raise HtmlError("a cell of the tag exercise ends with number(…), choose(…) or another")
        if fold is None or fold.tag != "details" or "question" not in (fold.attr("class") or ""):
            raise HtmlError(f"the question '{name}' has no words: {REMEDY}")
        if name in names:
            raise HtmlError(f"two questions of this page are called '{name}'")
        names.add(name)
        section = _section(form, fold, f"{lesson}/{name}", len(names))
        code = cell.select_one(".exercise-solution")
        if code is not None:
            fold.extend(_highlighted(code.text))
        if form.attr("data-kind") == "write" and not can_run:
            form.extract()
        fold.replace_with(section)
        section.extend([fold])
        cell.extract()


def _before(cell: Element) -> Element | None:
    node = cell.previous_sibling
    while node is not None and not isinstance(node, Element):
        node = node.previous_sibling
    return node


def _section(form: Element, fold: Element, key: str, number: int) -> Element:
    """Put question, form and answer together; formulas in a question have no name to be told by."""
    place = f"question-{form.attr('data-name')}"
    summary = fold.select_one("summary")
    if summary is None:
        raise HtmlError(f"the question '{key}' has no words: {REMEDY}")
    section = Element("section", {"class": "exercise", "id": place, "data-key": key})
    asked = Element("p", {"class": "exercise-question", "id": f"{place}-asked"})
    asked.extend([*summary.children])
    section.attrs["aria-label"] = f"문제 {number}"
    for options in form.select(".exercise-options"):
        options.attrs.update({"role": "radiogroup", "aria-labelledby": f"{place}-asked"})
    summary.extend([*tree.read("답과 풀이").children])
    form.extract()
    section.extend([asked, form])
    return section


def _highlighted(code: str) -> list:
    shown = highlight(code, PythonLexer(), HtmlFormatter(nowrap=True)).rstrip()
    return [*tree.read(f'<div class="highlight"><pre><code>{shown}\n</code></pre></div>').children]


def read(notebook: Path) -> list[tuple[str, str]]:
    """Read name and digest of the questions of an executed lesson."""
    found = []
    for cell in nbformat.read(notebook, as_version=4).cells:
        for output in cell.get("outputs", []):
            html = output.get("data", {}).get("text/html", "")
            if "exercise-form" in html:
                form = tree.read(html).select_one("form")
                if form is not None:
                    found.append((form.attr("data-name") or "", form.attr("data-digest") or ""))
    return found


def add_list(article: Element, lessons: Sequence[Asked]) -> None:
    """List all questions of the course where a page asks for it."""
    places = [
        node
        for node in article.descendants
        if isinstance(node, Comment) and node.data.strip() == LIST
    ]
    for place in places:
        rows = "".join(_row(lesson) for lesson in lessons if lesson.names)
        place.replace_with(*tree.read(f'<ul class="question-list">{rows}</ul>').children)


def _row(lesson: Asked) -> str:
    stem = lesson.address.rstrip("/").rpartition("/")[2]
    title = escape(lesson.title)
    links = "".join(
        f'<a href="{escape(lesson.address)}#question-{name}" data-key="{stem}/{name}" '
        f'data-digest="{digest}"><span>{title}, 문제 </span>{number}<span></span></a>'
        for number, (name, digest) in enumerate(lesson.names, start=1)
    )
    return f'<li><span>{title}</span><span class="question-links">{links}</span></li>'
