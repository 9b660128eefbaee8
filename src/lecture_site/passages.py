"""What a reader reads in a page's source, sentence by sentence, with the line where it stands.

Read are prose, headings, tables, formulas and the description; in cells the strings (captions,
alternative texts, labels, printed words) and the comments; quoted code; words in scripts and in
drawings kept as files. Not read are addresses, identifiers of headings, tags, list numbers, and
what an f-string computes.
"""

import ast
import io
import re
import tokenize
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from lecture_site.fences import Fence, Prose, split
from lecture_site.front import read_front
from lecture_site.placeholders import TOKEN, f_string
from lecture_site.source import line_at, read_text

COMPUTED = "◇"
"""Stands in a sentence where the build puts a computed value."""
SIGNIFICANT_DIGITS = 4
"""A decimal fraction in a cell with as many digits is no setting but a result copied there."""
HEADING = re.compile(r"#{1,6} ")
FRONT = re.compile(r"(?:title|description): ")
UNREAD = re.compile(
    r"""^\s*(?:\#+\ )?\d+\.\ |(?<=\])\((?:[^()]|\([^()]*\))*\)|https?://\S+|\[\^\w+\]
    |\{:?\ *[#.][a-z][^}]*\}|<!--.*?-->|^--8<--.*""",
    re.VERBOSE,
)
TAG = re.compile(r"</?[a-z][^<>]*>")
READ_ATTRIBUTE = re.compile(r'\b(?:alt|title|aria-label)="([^"]*)"')
CLAIM = re.compile(r"claim\(")
SENTENCE = re.compile(r".+?(?:(?<!\d)[.?!][”’)*]*(?:\s+◆)*(?=\s|$)|$)")


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of a page's source.

    Attributes
    ----------
    line : int
        Its line in the file, from 1.
    text : str
        Its words; `COMPUTED` stands for each computed value, formulas stand between dollar signs.
    settings : frozenset of float
        The numbers it may repeat: literals of its own placeholders and claims, and of the cells
        that a reader sees beside it.
    """

    line: int
    text: str
    settings: frozenset[float]


def read_page(path: Path) -> list[Sentence]:
    """Read a page's source.

    Parameters
    ----------
    path : Path
        A Markdown page, with or without cells, a script (``.js``) or a drawing (``.svg``).

    Returns
    -------
    list of Sentence
        In the order of the file, the strings of a cell before its comments.

    Raises
    ------
    SyntaxError
        If a cell or a placeholder is not Python.
    """
    source = read_text(path)
    if path.suffix == ".md":
        return list(_read_markdown(path, source))
    if path.suffix == ".svg":
        source = TAG.sub(lambda tag: "\n" * tag[0].count("\n"), source)
    lines = enumerate(source.splitlines(), start=1)
    return [Sentence(n, line.strip().replace("$", ""), frozenset()) for n, line in lines]


def _read_markdown(path: Path, text: str) -> Iterator[Sentence]:
    for section in _sections(path, text):
        shown = [code for _, code, folded in section.cells if not folded]
        settings = frozenset().union(*map(literals, shown))
        for number, line, is_prose in section.lines:
            yield from _sentences(number, line, is_prose, settings)
        for number, code, _ in section.cells:
            for line, text in _texts(code):
                yield Sentence(number + line - 1, text, settings)


@dataclass(frozen=True, slots=True)
class _Section:
    """What stands between two headings: lines, and cells with whether they are folded.

    A line has its number, its text, and whether it is prose, which may hold placeholders.
    """

    lines: list[tuple[int, str, bool]]
    cells: list[tuple[int, str, bool]]


def _sections(path: Path, text: str) -> list[_Section]:
    sections = [_Section([], [])]
    front = read_front(path, text)
    for number, line in enumerate(text[: front.end].split("\n"), start=1):
        if FRONT.match(line):
            sections[0].lines.append((number, FRONT.sub("", line), True))
    formula = False
    for piece in split(path, text, front.end):
        if isinstance(piece, Fence):
            first = line_at(text, piece.code_start)
            if piece.tags is not None:
                sections[-1].cells.append((first, piece.code, "hide-input" in piece.tags))
                continue
            for number, line in enumerate(piece.code.split("\n"), start=first):
                sections[-1].lines.append((number, line, False))
        elif isinstance(piece, Prose):
            first = line_at(text, piece.start)
            for number, line in enumerate(piece.text.split("\n"), start=first):
                if line.strip() == "$$":
                    formula = not formula
                    continue
                if HEADING.match(line):
                    sections.append(_Section([], []))
                shown = f"${line}$" if formula and line else line
                sections[-1].lines.append((number, shown, True))
    return sections


def _sentences(
    number: int, line: str, is_prose: bool, settings: frozenset[float]
) -> Iterator[Sentence]:
    """Part a line into sentences; a claim belongs to the sentence before it."""
    fields: list[str] = []

    def keep(match: re.Match[str]) -> str:
        if match["field"] is None:
            return match["literal"]
        fields.append(match["field"])
        return "◆" if CLAIM.match(match["field"]) else COMPUTED

    text = TOKEN.sub(keep, line) if is_prose else line
    text = TAG.sub(lambda tag: " ".join(READ_ATTRIBUTE.findall(tag[0])), UNREAD.sub("", text))
    waiting = iter(fields)
    for match in SENTENCE.finditer(text):
        own = [next(waiting) for mark in match[0] if mark in f"◆{COMPUTED}"]
        held = frozenset().union(*(literals(f_string(field)) for field in own))
        yield Sentence(number, match[0].replace("◆", "").strip(), settings | held)


def literals(code: str) -> frozenset[float]:
    """Numbers set in Python code, without decimal fractions too long to be settings."""
    return frozenset(
        float(node.value)
        for node in ast.walk(ast.parse(code))
        if isinstance(node, ast.Constant)
        and (type(node.value) is int or (type(node.value) is float and not _is_long(node.value)))
    )


def _is_long(value: float) -> bool:
    mantissa = repr(value).partition("e")[0]
    return len(mantissa.replace(".", "").strip("0")) >= SIGNIFICANT_DIGITS


def _texts(code: str) -> Iterator[tuple[int, str]]:
    """Strings, long decimal fractions and comments of a cell, with their lines in it."""
    yield from _strings(ast.parse(code))
    for token in tokenize.generate_tokens(io.StringIO(code).readline):
        if token.type == tokenize.COMMENT:
            yield token.start[0], token.string


def _strings(node: ast.AST) -> Iterator[tuple[int, str]]:
    if isinstance(node, ast.JoinedStr):
        parts = [part.value if isinstance(part, ast.Constant) else COMPUTED for part in node.values]
        yield node.lineno, "".join(map(str, parts))
        for part in node.values:
            if isinstance(part, ast.FormattedValue):
                yield from _strings(part.value)
    elif isinstance(node, ast.Constant):
        if isinstance(node.value, str):
            yield node.lineno, node.value
        elif isinstance(node.value, float) and _is_long(node.value):
            yield node.lineno, repr(node.value)
    else:
        for child in ast.iter_child_nodes(node):
            yield from _strings(child)
