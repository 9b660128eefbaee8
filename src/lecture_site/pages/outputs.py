"""What cells printed, on its way through Markdown: set aside in marks, put back into the page.

Outputs are finished HTML. While a page's Markdown is rendered each of them waits inside a mark that
no page can hold, so no rule of Markdown touches a figure or a printed array, nothing in an output
can end the page, and nothing on the page can be taken for an output.
"""

import re
import secrets
from base64 import b64decode, b64encode
from collections.abc import Sequence
from typing import Literal, NamedTuple

from turbohtml import Element

from lecture_site.support import tree
from lecture_site.support.tree import HtmlError

PIECE = re.compile(r"^(markdown|outputs) ([A-Za-z0-9+/]*=*)$", re.MULTILINE)
MARK = f"data-outputs-{secrets.token_hex(16)}"
"""Name of the attribute of marks. It is drawn anew by each process, and never reaches a page."""
END = "end"


class Piece(NamedTuple):
    """A piece of an executed lesson: Markdown, or the HTML of a cell's outputs."""

    kind: Literal["markdown", "outputs"]
    text: str


def unwrap(rendered: str) -> list[Piece]:
    """Take an executed lesson out of the wrapping of the template ``lesson.md.j2``.

    Raises
    ------
    ValueError
        If it was not rendered by that template.
    """
    pieces = [Piece(kind, b64decode(text).decode()) for kind, text in PIECE.findall(rendered)]
    if not pieces:
        raise ValueError("mkdocs-jupyter did not render the lesson by the project's own template")
    return pieces


def markdown_of(pieces: Sequence[Piece]) -> str:
    """Return the Markdown of a lesson without its outputs."""
    return "".join(piece.text for piece in pieces if piece.kind == "markdown")


def set_aside(pieces: Sequence[Piece]) -> str:
    """Join a lesson's pieces to Markdown: a mark for each cell's outputs, and one behind all."""
    done, number = [], 0
    for piece in pieces:
        if piece.kind == "outputs":
            number += 1
            done.append(
                f'\n<div {MARK}="{number} {b64encode(piece.text.encode()).decode()}"></div>\n'
            )
        else:
            done.append(piece.text)
    return "".join([*done, f'\n\n<div {MARK}="{END} {number}"></div>\n'])


def put_back(article: Element) -> None:
    """Put the outputs of an executed page in the places of their marks, each once and in order.

    Raises
    ------
    HtmlError
        If a mark has lost its place, or an output would reach beyond its end.
    """
    marks = [(mark, (mark.attr(MARK) or "").partition(" ")) for mark in article.select(f"[{MARK}]")]
    count = len(marks) - 1
    wanted = [*map(str, range(1, count + 1)), END]
    if [name for _, (name, _, _) in marks] != wanted or marks[-1][1][2] != str(count):
        raise HtmlError("the outputs of its cells have lost their places among the page's HTML")
    marks.pop()[0].extract()
    for mark, (number, _, text) in marks:
        html = b64decode(text).decode()
        if fault := tree.find_broken_tag(html):
            raise HtmlError(f"the output of cell {number} of those that print: {fault.problem}")
        if not tree.is_stable(html):
            raise HtmlError(
                f"the output of cell {number} of those that print has no end for browsers"
            )
        del mark.attrs[MARK]
        mark.attrs["class"] = "cell-output"
        mark.extend([*tree.read(html).children])
