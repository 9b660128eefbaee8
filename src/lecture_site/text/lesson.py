"""A lesson: a page that is run, as a notebook with its placeholders.

A lesson is a Markdown page whose front matter names a kernel, as jupytext writes it. Its
```` ```python ```` fences are cells. Between them, prose and formulas take numbers from the run by
``{{ expression:format }}``, evaluated in the page's kernel after the cell that stands before it.
``{{ claim(condition) }}`` holds the sentence before it to the run.
"""

import ast
import re
from dataclasses import dataclass
from pathlib import Path

import yaml
from nbformat import NotebookNode, v4

from lecture_site.text.page import Cell, Page, Parts, read_page
from lecture_site.text.placeholders import PLACEHOLDER, Placeholder
from lecture_site.text.source import LessonError

KERNEL = {"display_name": "Python 3", "language": "python", "name": "python3"}
IPYTHON = re.compile(r"^[%!?]|\?$")
"""Lines of a notebook that IPython reads and Python does not."""
NOT_PYTHON = (
    "a cell is plain Python, without the commands of notebooks that begin with % or ! or hold a ?; "
    "a command of the shell is shown in a fence '```bash'"
)
__all__ = ["PLACEHOLDER", "Lesson", "LessonError", "Placeholder", "is_lesson", "read_lesson"]


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
        The same as a notebook, not yet executed. The page's own front matter (title, description)
        is the first Markdown cell, which is where mkdocs-jupyter looks for it.
    parts : list of list of str or Placeholder
        The text and the placeholders of each cell of the notebook; empty for code.
    cell_lines : list of int
        The line of the file, from 1, in which the code or the text of each cell begins.
    """

    path: Path
    source: str
    notebook: NotebookNode
    parts: list[Parts]
    cell_lines: list[int]

    @property
    def placeholders(self) -> list[list[Placeholder]]:
        """The placeholders of each cell in order; code cells have none."""
        return [[part for part in parts if isinstance(part, Placeholder)] for parts in self.parts]

    @property
    def fields(self) -> list[list[str]]:
        """The insides of the placeholders of each cell."""
        return [[each.field for each in placeholders] for placeholders in self.placeholders]


def is_lesson(path: Path) -> bool:
    """Whether a page names a kernel in its front matter, and so is run.

    Raises
    ------
    LessonError
        If the page is faulty; or if it names no kernel, and holds a cell or a placeholder.
    """
    return read_page(path).front.has_kernel


def read_lesson(path: Path) -> Lesson:
    """Read a lesson.

    Parameters
    ----------
    path : Path
        A Markdown file whose front matter names a kernel.

    Returns
    -------
    Lesson
        Source and cells.

    Raises
    ------
    LessonError
        If the page is faulty (see :func:`lecture_site.text.page.read_page`), or a cell is not
        Python.
    """
    page = read_page(path)
    notebook = v4.new_notebook()
    notebook.metadata.kernelspec = NotebookNode(KERNEL)
    meta = {key: value for key, value in page.front.data.items() if key != "jupyter"}
    front = f"---\n{yaml.safe_dump(meta, allow_unicode=True, sort_keys=False)}---"
    cells = [Cell(1, None, (), [front]), *page.cells]
    _check_syntax(page)
    for number, cell in enumerate(cells):
        # Identifiers drawn at random would make two builds differ.
        name = f"cell-{number}"
        if cell.code is None:
            text = "".join(
                part if isinstance(part, str) else f"{{{{ {part.field} }}}}" for part in cell.parts
            )
            notebook.cells.append(v4.new_markdown_cell(text, id=name))
        else:
            metadata = {"tags": list(cell.tags)} if cell.tags else {}
            notebook.cells.append(v4.new_code_cell(cell.code, id=name, metadata=metadata))
    lines = [cell.line for cell in cells]
    return Lesson(path, page.source, notebook, [cell.parts for cell in cells], lines)


def _check_syntax(page: Page) -> None:
    codes = [(cell.line, cell.code) for cell in page.cells if cell.code is not None]
    for number, (first, code) in enumerate(codes, start=1):
        try:
            ast.parse(code)
        except SyntaxError as error:
            within = error.lineno or 1
            shown = code.split("\n")[within - 1].strip()
            why = f"'{shown}': {NOT_PYTHON}" if IPYTHON.search(shown) else error.msg
            line = first + within - 1
            raise LessonError(f"{page.path}:{line}: cell {number}: {why}") from error
