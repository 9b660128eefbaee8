"""What of a page's Markdown is prose, and where its fences stand: shared by the checks of pages.

A fence is what the site's Markdown takes for one (pymdownx.superfences): three or more backticks
or tildes, indented or quoted as it may be, up to a line of the very same marks. One that is never
closed is no fence but text.
"""

import re
from collections import defaultdict
from dataclasses import dataclass

OPENING = re.compile(r"(?P<before>[ \t>]*)(?P<marks>`{3,}|~{3,})(?P<head>[^`\n]*)")
CODE = "\ue000"
"""Stands for each character of code in a line: a value whose size is not known."""
UNREAD = tuple(
    (re.compile(pattern, re.DOTALL | re.MULTILINE | re.IGNORECASE), filler)
    for pattern, filler in (
        (r"<!--(?:(?!<!--).)*?-->", " "),
        (r"<(script|style|svg|math|pre|code|samp|annotation)\b(?:(?!<\1\b).)*?</\1>", CODE),
        # No tag holds a dollar sign: `$a<b$ and $c>d$` is no tag.
        (r"</?[a-z][^<>$]*>", " "),
        (r"(?<=\])\((?:[^()\n]|\([^()\n]*\))*\)|(?<=\])\[[^\[\]\n]*\]", " "),
        (r"https?://\S+|\[\^[\w-]+\]:?|^[ \t]*--8<--.*?$", " "),
        (r"\{:?[ ]*[#.][a-z][^{}\n]*\}", " "),
    )
)


@dataclass(frozen=True, slots=True)
class Fence:
    """A fenced block.

    Attributes
    ----------
    first, last : int
        Numbers of the lines with its marks, from 0.
    indented : bool
        True if something stands before the marks: it belongs to a list, a box or a quotation.
    marks : str
        Its backticks or tildes.
    head : str
        What stands behind them: language and options.
    """

    first: int
    last: int
    indented: bool
    marks: str
    head: str


def find_fences(lines: list[str]) -> list[Fence]:
    """Find the fenced blocks of a page.

    Parameters
    ----------
    lines : list of str
        The lines of its Markdown.

    Returns
    -------
    list of Fence
        In their order; none within another.
    """
    closings: dict[str, list[int]] = defaultdict(list)
    for number in range(len(lines) - 1, -1, -1):
        bare = lines[number].strip(" \t>")
        if len(bare) >= 3 and bare in (len(bare) * "`", len(bare) * "~"):
            closings[bare].append(number)
    found: list[Fence] = []
    for number, line in enumerate(lines):
        opening = OPENING.fullmatch(line.rstrip())
        if opening is None or (found and number <= found[-1].last):
            continue
        ends = closings[opening["marks"]]
        while ends and ends[-1] <= number:
            ends.pop()
        if ends:
            before, head = bool(opening["before"]), opening["head"].strip()
            found.append(Fence(number, ends[-1], before, opening["marks"], head))
    return found


def blank_unread(markdown: str) -> str:
    """Blank what a reader of a page does not read as prose.

    Parameters
    ----------
    markdown : str
        A page's Markdown.

    Returns
    -------
    str
        The same with as many characters and the same lines. Fenced code, comments, tags, addresses
        and attributes are blank; each character of code within a line is `CODE`.
    """
    lines = markdown.split("\n")
    for fence in find_fences(lines):
        for number in range(fence.first, fence.last + 1):
            lines[number] = " " * len(lines[number])
    text = _blank_code("\n".join(lines))
    for pattern, filler in UNREAD:
        text = pattern.sub(lambda match, filler=filler: _blank(match[0], filler), text)
    return text


def _blank(text: str, filler: str) -> str:
    return re.sub(r"[^\n]", filler, text)


def _blank_code(text: str) -> str:
    """Blank the code between two runs of as many backticks in one paragraph."""
    parts = []
    for paragraph in re.split(r"(\n[ \t]*\n)", text):
        runs = [(run.start(), run.end()) for run in re.finditer(r"(?<!\\)`+", paragraph)]
        waiting: dict[int, list[int]] = defaultdict(list)
        for number in range(len(runs) - 1, -1, -1):
            waiting[runs[number][1] - runs[number][0]].append(number)
        done = 0
        for number, (start, end) in enumerate(runs):
            same = waiting[end - start]
            while same and same[-1] <= number:
                same.pop()
            if start >= done and same:
                parts.append(paragraph[done:start])
                closing = runs[same[-1]][1]
                parts.append(_blank(paragraph[start:closing], CODE))
                done = closing
        parts.append(paragraph[done:])
    return "".join(parts)
