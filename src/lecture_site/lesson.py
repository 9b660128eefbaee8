"""A lesson's source: front matter, cells, and the values its prose takes from the run.

A lesson is jupytext Markdown. Its ```` ```python ```` fences are cells. Between them, prose and
formulas take numbers from the run by ``{{ expression:format }}``, where the inside is the inside of
an f-string field, evaluated in the page's kernel after the cell that stands before it. A particle
behind a number is written in both forms, ``{{ cost:.4f }}{을/를}``. ``{{ claim(condition) }}``
holds the sentence before it to the run.
"""

import ast
import re
from dataclasses import dataclass
from pathlib import Path

import jupytext
from nbformat import NotebookNode

PLACEHOLDER = re.compile(
    r"\{\{ (?P<field>.+?) ?\}\}"
    r"(?:(?P<closing>[$*`_]*)\{(?P<consonant>[가-힣]+)/(?P<vowel>[가-힣]+)\})?",
)
BARE_PARTICLE = re.compile(r"\{\{ [^}]*\}\}[$*`_]*(은|는|이|가|을|를|과|와|으로|로)(?![가-힣])")
KERNEL_MARK = "kernelspec:"


class LessonError(Exception):
    """A fault in a lesson; the message names the page, the place in it and what to do."""


@dataclass(frozen=True, slots=True)
class Lesson:
    """A lesson as it stands in its file.

    Attributes
    ----------
    path : Path
        The Markdown file.
    source : str
        Its text.
    notebook : NotebookNode
        The same as a notebook, not yet executed.
    """

    path: Path
    source: str
    notebook: NotebookNode

    @property
    def fields(self) -> list[list[str]]:
        """The placeholders of each cell in order; code cells have none."""
        return [
            [match["field"] for match in PLACEHOLDER.finditer(cell.source)]
            if cell.cell_type == "markdown"
            else []
            for cell in self.notebook.cells
        ]

    def line_of(self, fragment: str, occurrence: int = 0) -> int:
        """Line number (from 1) at which `fragment` stands for the given time in the file."""
        position = -1
        for _ in range(occurrence + 1):
            position = self.source.find(fragment, position + 1)
        return self.source.count("\n", 0, max(position, 0)) + 1


def is_lesson(path: Path) -> bool:
    """Whether a Markdown file has a kernel in its front matter, and so is run."""
    text = path.read_text(encoding="utf-8")
    front = re.match(r"---\n(.*?)\n---\n", text, re.DOTALL)
    return front is not None and KERNEL_MARK in front[1]


def read_lesson(path: Path) -> Lesson:
    """Read a lesson.

    Parameters
    ----------
    path : Path
        A Markdown file whose front matter names a kernel.

    Returns
    -------
    Lesson
        Source and cells. The page's own front matter (title, description) becomes the first
        Markdown cell, which is where mkdocs-jupyter looks for it.

    Raises
    ------
    LessonError
        If the file cannot be read as jupytext Markdown, a cell or a placeholder is not Python, a
        placeholder has no end on its line, or a particle behind a computed value stands in one form
        only.
    """
    source = path.read_text(encoding="utf-8")
    try:
        notebook = jupytext.reads(source, fmt="md")
    except Exception as error:
        raise LessonError(f"{path}: not readable as jupytext Markdown: {error}") from error
    for number, cell in enumerate(notebook.cells):
        # Identifiers drawn at random would make two builds differ.
        cell.id = f"cell-{number}"
        if cell.cell_type == "raw" and cell.source.startswith("---"):
            cell.cell_type = "markdown"
    _check_placeholders(path, source)
    lesson = Lesson(path, source, notebook)
    _check_syntax(lesson)
    return lesson


def _check_syntax(lesson: Lesson) -> None:
    cells = [cell.source for cell in lesson.notebook.cells if cell.cell_type == "code"]
    for number, code in enumerate(cells, start=1):
        try:
            ast.parse(code)
        except SyntaxError as error:
            line = lesson.line_of(code) + (error.lineno or 1) - 1
            raise LessonError(f"{lesson.path}:{line}: cell {number}: {error.msg}") from error
    for field in (field for fields in lesson.fields for field in fields):
        try:
            ast.parse(f"f'''{{{field}}}'''", mode="eval")
        except SyntaxError as error:
            line = lesson.line_of(f"{{{{ {field} }}}}")
            raise LessonError(f"{lesson.path}:{line}: {{{{ {field} }}}}: {error.msg}") from error


def _check_placeholders(path: Path, source: str) -> None:
    for number, line in enumerate(source.splitlines(), start=1):
        if "{{ " in PLACEHOLDER.sub("", line):
            raise LessonError(f"{path}:{number}: a '{{{{ ' without its ' }}}}' in: {line.strip()}")
        bare = BARE_PARTICLE.search(line)
        if bare:
            raise LessonError(
                f"{path}:{number}: write both forms of the particle behind a computed value, "
                f"such as {{을/를}}, not '{bare[1]}', in: {line.strip()}"
            )
