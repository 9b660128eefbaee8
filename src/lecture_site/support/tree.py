"""HTML as a tree: read once, changed in place, written once.

The parser follows the HTML standard to the letter, so a page is read here as browsers read it, and
drawings and formulas keep their names (``viewBox``). Measured on the 16 pages of the site, 1.8 MB
read and written: turbohtml 0.04 s, selectolax (Lexbor) 0.04 s, markupever 0.08 s, justhtml 1.1 s,
html5lib 2.4 s; lxml takes 0.10 s but writes ``viewbox``. The first also tells where a fault stands.
"""

import re
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import zip_longest

from turbohtml import Document, Element, Node, Text, TokenType, parse, parse_fragment, tokenize

from lecture_site.support.faults import PageFault

VOID = {
    *("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source"),
    *("track", "wbr"),
}
END_MAY_BE_MISSING = {
    *("caption", "colgroup", "dd", "dt", "li", "optgroup", "option", "p", "rp", "rt", "tbody"),
    *("td", "tfoot", "th", "thead", "tr"),
}
IMPLIED = {"colgroup", "p", "tbody", "tr"}
"""Elements that browsers add."""
HARMLESS = ("character-reference", "invalid-first-character-of-tag-name")
"""Faults that browsers mend as it was meant: a bare ampersand, a bare sign of less-than."""

OPENING = re.compile(r"<[A-Za-z/!?]")
SHOWN = 60
"""Characters of a tag that a message shows."""


class HtmlError(PageFault):
    """HTML that browsers would read otherwise than it was meant; the message names page and tag."""


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong in a piece of HTML.

    Attributes
    ----------
    problem : str
        In words, with the tag.
    source : str
        The tag as it was written; empty if the fault is in no tag.
    """

    problem: str
    source: str = ""


def read(html: str) -> Element:
    """Read a piece of HTML; its nodes are the children of the element that is returned."""
    return parse_fragment(html, scripting=True)


def read_page(html: str) -> Document:
    """Read a complete page."""
    return parse(html, scripting=True)


def write(node: Node) -> str:
    """Write what is inside an element, or a complete page."""
    return node.html if isinstance(node, Document) else node.inner_html


def texts(element: Node, is_left_out: Callable[[Element], bool]) -> Iterator[Text]:
    """Yield the texts below an element in order, but for those in elements that are left out."""
    waiting = [*reversed(element.children)]
    while waiting:
        node = waiting.pop()
        if isinstance(node, Text):
            yield node
        elif isinstance(node, Element) and not is_left_out(node):
            waiting += reversed(node.children)


def find_fault(html: str) -> Fault | None:
    """Look for what would cut, swallow or move a part of a page.

    Parameters
    ----------
    html : str
        A piece of HTML that is to stand in a page.

    Returns
    -------
    Fault or None
        The first: a tag or a comment that is broken, an element that is never closed, a tag that
        closes nothing, one that browsers move or leave out.
    """
    return find_broken_tag(html) or _find_unpaired_tag(html) or _find_moved_tag(html)


def find_broken_tag(html: str) -> Fault | None:
    """Look for a tag or a comment that is broken in itself, such as one without its end."""
    for error in parse(f"<!doctype html>\n{html}", scripting=True).errors:
        if any(name in error.code for name in HARMLESS):
            continue
        if error.code.startswith("eof"):
            start = _last_opening(html)
        else:
            start = html.rfind("<", 0, _offset(html, error.line - 1, error.col) + 1)
        source = html[max(start, 0) :].partition("\n")[0][:SHOWN]
        return Fault(f"{error.code.replace('-', ' ')} at {source}", source)
    return None


def _last_opening(html: str) -> int:
    """Find where the tag or comment begins that is open at the end."""
    (last,) = deque(tokenize(html, capture_source=True), maxlen=1) or [None]
    if last is None:
        return 0
    start = _offset(html, last.line, last.col)
    if last.type in {TokenType.START_TAG, TokenType.END_TAG}:
        start += len(last.source or "")
    opening = OPENING.search(html, start)
    return opening.start() if opening else start


def _offset(html: str, line: int, column: int) -> int:
    return sum(len(each) + 1 for each in html.split("\n")[: line - 1]) + column


def is_stable(html: str) -> bool:
    """Tell whether HTML, read and written, is read the same again and ends where it ends."""
    written = f"{write(read(html))}<hr>"
    return write(read(written)) == written


def _find_unpaired_tag(html: str) -> Fault | None:
    """Look for an element that is never closed, and for a tag that closes nothing."""
    opened: list[tuple[str, Fault]] = []
    for token in tokenize(html, capture_source=True):
        if token.tag is None or token.tag in VOID or token.self_closing:
            continue
        source = token.source or ""
        if token.type == TokenType.START_TAG:
            opened.append((token.tag, Fault(f"{source} is never closed", source)))
            continue
        if all(tag != token.tag for tag, _ in opened):
            return Fault(f"{source} closes nothing", source)
        while (last := opened.pop())[0] != token.tag:
            if last[0] not in END_MAY_BE_MISSING:
                return last[1]
    unclosed = [fault for tag, fault in opened if tag not in END_MAY_BE_MISSING]
    return unclosed[-1] if unclosed else None


def _find_moved_tag(html: str) -> Fault | None:
    """Look for a tag that has no place where it stands: browsers take it elsewhere or leave it."""
    tokens = [
        token for token in tokenize(html, capture_source=True) if token.type == TokenType.START_TAG
    ]
    written = [token for token in tokens if token.tag not in IMPLIED]
    placed = [each.tag for each in read(html).iter_elements() if each.tag not in IMPLIED]
    for token, tag in zip_longest(written, placed):
        if token is None:
            return Fault(f"browsers read another <{tag}> than there is")
        if tag is None or token.tag != tag.lower():
            return Fault(f"browsers move or leave out {token.source}", token.source or "")
    return None
