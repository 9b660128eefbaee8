"""A page's text in pieces: prose, fences and comments, as the site's Markdown tells them apart.

What counts as a fence, and where it ends, follows ``pymdownx.superfences``: its end repeats its
marks, at the same indent. What that extension would silently show as text (a fence without end or
with a header it does not know) is refused here, and so is Python that looks like a cell and would
not run.
"""

import ast
import re
from dataclasses import dataclass
from pathlib import Path

from pygments.lexers import get_lexer_by_name
from pygments.util import ClassNotFound

from lecture_site.text.source import LessonError, line_at

CELL, SHOWN_PYTHON = "python", "py"
ASKS = "exercise"
TAGS = {
    "hide-input": "the cell's code is folded away below its output",
    ASKS: "the cell asks the question of the fold above it, and its code is not shown",
}
"""All tags that a cell may have, and what they do: the code of a cell without tags is shown."""
TOKEN = re.compile(
    r"^(?P<indent>[> \t]*)(?P<marks>`{3,}(?=[^`\n]*$)|~{3,})(?P<header>[^\n]*)$"
    r"|(?P<comment><!--)"
    # Code within a line, or within lines of one paragraph.
    r"|(?<![\\`])(?P<ticks>`+)(?!`)(?:(?!\n[ \t]*\n|\n[> \t]*(?:```|~~~)).)+?(?<!`)(?P=ticks)(?!`)",
    re.MULTILINE | re.DOTALL,
)
HEADER = re.compile(r'(?P<language>[\w#.+-]*)(?:[ \t]+title="[^"]*")?')
CELL_HEADER = re.compile(r"python(?:[ \t]+tags[ \t]*=[ \t]*(?P<tags>\[[^\[\]]*\]))?")
SNIPPET = re.compile(r"^[ \t]*;*-+8<-+.*$", re.MULTILINE)
CELL_REMEDY = "'```python' at the beginning of a line runs, '```py' shows only"


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of a page's text.

    Attributes
    ----------
    start, end : int
        Where it stands in the file.
    text : str
        What stands there.
    """

    start: int
    end: int
    text: str


class Prose(Piece):
    """Prose with its formulas and with code within lines."""

    __slots__ = ()


class Comment(Piece):
    """An HTML comment, with its line's end if it has the line for itself."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Fence(Piece):
    """A fence.

    Attributes
    ----------
    code : str
        The lines between its marks.
    code_start : int
        Where they begin in the file.
    tags : tuple of str or None
        The tags of a cell; None if the fence shows only.
    """

    code: str
    code_start: int
    tags: tuple[str, ...] | None


def split(path: Path, text: str, start: int) -> list[Piece]:
    """Part a page's text into its pieces.

    Parameters
    ----------
    path : Path
        The page, for messages.
    text : str
        The whole file.
    start : int
        Where the text begins behind the front matter.

    Returns
    -------
    list of Piece
        In order and without gaps.

    Raises
    ------
    LessonError
        If a fence or a comment has no end, a header is not known, or Python stands in a fence that
        looks like a cell and would not run.
    """
    pieces: list[Piece] = []
    place = done = start
    while token := TOKEN.search(text, place):
        if token["ticks"]:
            place = token.end()
            continue
        piece = _comment(path, text, token) if token["comment"] else _fence(path, text, token)
        if done < piece.start:
            pieces.append(Prose(done, piece.start, text[done : piece.start]))
        pieces.append(piece)
        place = done = piece.end
    if done < len(text):
        pieces.append(Prose(done, len(text), text[done:]))
    return pieces


def _comment(path: Path, text: str, token: re.Match[str]) -> Comment:
    end = text.find("-->", token.start())
    if end < 0:
        line = line_at(text, token.start())
        raise LessonError(f"{path}:{line}: a comment '<!--' without its '-->'")
    start, end = token.start(), end + len("-->")
    before = text[text.rfind("\n", 0, start) + 1 : start]
    behind = text[end : text.find("\n", end) + 1]
    if not before.strip() and not behind.strip():
        start, end = start - len(before), end + len(behind)
    return Comment(start, end, text[start:end])


def _fence(path: Path, text: str, token: re.Match[str]) -> Fence:
    line = line_at(text, token.start())
    tags = _tags(f"{path}:{line}", token)
    indent, marks = token["indent"], token["marks"]
    place = min(token.end() + 1, len(text))
    for number, content in enumerate(text[place:].split("\n"), start=line + 1):
        if content.startswith(indent):
            inner = content.removeprefix(indent)
            if inner.rstrip(" \t") == marks:
                code = text[token.end() + 1 : place].removesuffix("\n")
                end = min(place + len(content) + 1, len(text))
                return Fence(
                    token.start(), end, text[token.start() : end], code, token.end() + 1, tags
                )
            opened = re.match(rf"{re.escape(marks)}{marks[0]}*[ \t]*\{{?\.?\w", inner)
            if opened and marks[0] not in inner.lstrip(marks[0]):
                raise LessonError(
                    f"{path}:{number}: a fence begins within the one of line {line}, which has no "
                    f"end '{marks}' before it; a fence that shows another has more marks than it"
                )
        elif content.strip(" \t>"):
            raise LessonError(
                f"{path}:{number}: this line stands further left than the fence of line {line} "
                f"that it is part of; the fence ends with '{marks}' below its first mark"
            )
        place += len(content) + 1
    raise LessonError(
        f"{path}:{line}: a fence without an end: it ends with a line '{marks}', as many marks as "
        "it begins with, below its first mark"
    )


def _tags(place: str, token: re.Match[str]) -> tuple[str, ...] | None:
    """Return the tags of a cell, None for a fence that shows only; refuse all that is neither."""
    header = token["header"].strip()
    language = re.match(r"[\w#.+-]*", header.lstrip("{. \t"))
    word = language[0] if language else ""
    if word == CELL and header.startswith(CELL) and not token["indent"]:
        return _cell_tags(place, header)
    if _is_python(word) and word != SHOWN_PYTHON:
        raise LessonError(
            f"{place}: a fence '{header}' of Python that would not run: {CELL_REMEDY}"
        )
    if HEADER.fullmatch(header) is None:
        raise LessonError(
            f"{place}: the header '{header}' of this fence is not known: behind the language, only "
            'title="…" may stand'
        )
    if word and _lexer_name(word) is None:
        raise LessonError(
            f"{place}: no language '{word}' is known for a fence; 'text' shows anything as it is"
        )
    return None


def _cell_tags(place: str, header: str) -> tuple[str, ...]:
    match = CELL_HEADER.fullmatch(header)
    try:
        tags = ast.literal_eval(match["tags"] or "[]") if match else [header]
    except (SyntaxError, ValueError):
        tags = [header]
    for tag in tags:
        if not isinstance(tag, str) or tag not in TAGS:
            known = ", ".join(f'tags=["{each}"] ({does})' for each, does in TAGS.items())
            raise LessonError(
                f"{place}: '{tag}' is not known for a cell; behind 'python' may stand {known}"
            )
        if tags.count(tag) > 1:
            raise LessonError(f"{place}: the tag '{tag}' stands twice; once is enough")
    return tuple(tags)


def _lexer_name(language: str) -> str | None:
    try:
        return get_lexer_by_name(language).name
    except ClassNotFound:
        return None


def _is_python(language: str) -> bool:
    return _lexer_name(language) in {"Python", "Python 2.x", "IPython"}
