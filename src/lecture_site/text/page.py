"""A page as a writer wrote it: every page of the site is read here, whether it is run or not."""

from dataclasses import dataclass
from pathlib import Path

from mkdocs.utils import is_markdown_file

from lecture_site.text.fences import SNIPPET, Comment, Fence, Piece, split
from lecture_site.text.front import KERNEL, Front, read_front
from lecture_site.text.placeholders import Placeholder, read_prose
from lecture_site.text.source import LessonError, line_at, read_text

PAGE = ".md"
NOTEBOOK = ".ipynb"
MARKS = {"<!-- course-map -->", "<!-- notices -->", "<!-- questions -->"}
"""Comments that mark a place for the build; all others are the writer's own, and not published."""

type Parts = list[str | Placeholder]


@dataclass(frozen=True, slots=True)
class Cell:
    """A part of a page between two other cells.

    Attributes
    ----------
    line : int
        The line in the file, from 1, in which its code or its text begins.
    code : str or None
        Its code; None if it is prose.
    tags : tuple of str
        The tags of a cell of code.
    parts : list of str or Placeholder
        The text and the placeholders of prose, with what its fences show; without comments.
    """

    line: int
    code: str | None
    tags: tuple[str, ...]
    parts: Parts


@dataclass(frozen=True, slots=True)
class Page:
    """A page as it stands in its file.

    Attributes
    ----------
    path : Path
        The Markdown file.
    source : str
        Its text, in NFC, with line feeds.
    front : Front
        What its front matter says.
    cells : list of Cell
        Code and prose in order.
    """

    path: Path
    source: str
    front: Front
    cells: list[Cell]


def seen_files(docs: Path) -> list[Path]:
    """Find what MkDocs sees in a folder: all but hidden files and what lies in hidden folders."""
    return sorted(
        path
        for path in docs.rglob("*")
        if not any(part.startswith(".") for part in path.relative_to(docs).parts)
    )


def page_files(docs: Path) -> list[Path]:
    """Find the pages in a folder.

    Parameters
    ----------
    docs : Path
        The folder of the pages.

    Returns
    -------
    list of Path
        The Markdown files; hidden ones, and those in hidden folders, are nobody's page.

    Raises
    ------
    LessonError
        If there is a notebook, or Markdown by another ending.
    """
    found = []
    for path in seen_files(docs):
        if path.suffix == NOTEBOOK:
            raise LessonError(
                f"{path}: what a notebook keeps is not published, for no build has run it: make it "
                f"a page by `jupytext --to md {path.name}`"
            )
        if path.suffix != PAGE and is_markdown_file(path.name):
            raise LessonError(f"{path}: a page's name ends in {PAGE}, not in {path.suffix}")
        if path.suffix == PAGE:
            found.append(path)
    return found


def read_page(path: Path) -> Page:
    """Read a page.

    Parameters
    ----------
    path : Path
        A Markdown file.

    Returns
    -------
    Page
        The page; if it names no kernel, it has neither cells of code nor placeholders.

    Raises
    ------
    LessonError
        If what stands on the page would not be run, not be shown or not be what it looks like: the
        message names page, line and remedy.
    """
    source = read_text(path)
    front = read_front(path, source)
    cells: list[Cell] = []
    prose: list[Piece] = []
    for piece in split(path, source, front.end):
        if not isinstance(piece, Fence) or piece.tags is None:
            prose.append(piece)
            continue
        cells += _prose_cell(path, source, prose)
        prose = []
        _check_snippets(path, source, piece)
        line = line_at(source, piece.code_start)
        cells.append(Cell(line, piece.code, piece.tags, []))
    cells += _prose_cell(path, source, prose)
    if not front.has_kernel:
        for cell in cells:
            _check_not_run(path, cell)
    return Page(path, source, front, cells)


def plain_text(path: Path) -> str:
    r"""Read a page that is not run, as MkDocs is to see it: without comments, ``\{{`` as ``{{``."""
    page = read_page(path)
    text = "".join(part for cell in page.cells for part in cell.parts if isinstance(part, str))
    return page.source[: page.front.end] + text


def _prose_cell(path: Path, source: str, pieces: list[Piece]) -> list[Cell]:
    """Make a cell of prose, or none if there is nothing to be seen."""
    parts: Parts = []
    for piece in pieces:
        if isinstance(piece, Fence):
            parts.append(piece.text)
        elif isinstance(piece, Comment):
            parts += [piece.text] if piece.text.strip() in MARKS else []
        else:
            _check_snippets(path, source, piece)
            parts += read_prose(path, source, piece.start, piece.end)
    if all(isinstance(part, str) and not part.strip() for part in parts):
        return []
    return [Cell(line_at(source, pieces[0].start), None, (), parts)]


def _check_snippets(path: Path, source: str, piece: Piece) -> None:
    """Refuse text of another file where nobody reads it for cells and placeholders."""
    found = SNIPPET.search(piece.text)
    if found:
        line = line_at(source, piece.start + found.start())
        raise LessonError(
            f"{path}:{line}: '{found[0].strip()}' stands in a fence that only shows, as '```py'"
        )


def _check_not_run(path: Path, cell: Cell) -> None:
    fields = [part for part in cell.parts if isinstance(part, Placeholder)]
    if cell.code is None and not fields:
        return
    line = cell.line - 1 if cell.code is not None else fields[0].line
    what = "a cell" if cell.code is not None else f"the value {{{{ {fields[0].field} }}}}"
    raise LessonError(
        f"{path}:{line}: {what} would not be run, as the page names no kernel: put a line "
        f"'{KERNEL}' into its front matter. What only shows is '```py', and \\{{{{ … }}}}"
    )
