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
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path

from lecture_site.text.fences import Comment, Fence, split
from lecture_site.text.front import read_front
from lecture_site.text.placeholders import Placeholder, read_prose
from lecture_site.text.source import LessonError, line_at, read_text

COMPUTED = "◇"
"""Stands in a sentence where the build puts a computed value."""
VALUES, CLAIMS = 0xF0000, 0x100000
"""From here on, private characters stand for the placeholders of a line while it is parted."""
SIGNIFICANT_DIGITS = 4
"""A decimal fraction in a cell with as many digits is no setting but a result copied there."""
READ_KEYS = ("title", "description")
HEADING = re.compile(r"#{1,6} ")
UNREAD = re.compile(
    r"""^\s*(?:\#+\ )?\d+\.\ |(?<=\])\((?:[^()]|\([^()]*\))*\)|https?://\S+|\[\^\w+\]
    |\{:?\ *[#.][a-z][^}]*\}|^--8<--.*""",
    re.VERBOSE,
)
TAG = re.compile(r"</?[a-z][^<>]*>")
READ_ATTRIBUTE = re.compile(r'\b(?:alt|title|aria-label)="([^"]*)"')
CLAIM = re.compile(r"claim\(")
SENTENCE = re.compile(rf".+?(?:(?<!\d)[.?!][”’)*]*(?:\s+[{chr(CLAIMS)}-\U0010ffff])*(?=\s|$)|$)")


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of a page's source.

    Attributes
    ----------
    line : int
        Its line in the file, from 1.
    text : str
        Its words; `COMPUTED` stands for each computed value, formulas stand between dollar signs.
    settings : frozenset of Decimal
        The numbers it may repeat: literals of its own placeholders and claims, and of the cells
        that a reader sees beside it.
    """

    line: int
    text: str
    settings: frozenset[Decimal]


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
    LessonError
        If the file is not UTF-8, a fence has no end, or a cell or a placeholder is not Python.
    """
    source = read_text(path)
    if path.suffix == ".md":
        return list(_read_markdown(path, source))
    if path.suffix == ".svg":
        source = TAG.sub(lambda tag: "\n" * tag[0].count("\n"), source)
    lines = enumerate(source.splitlines(), start=1)
    return [Sentence(n, line.strip().replace("$", ""), frozenset()) for n, line in lines]


@dataclass(slots=True)
class _Section:
    """What stands between two headings: lines with their placeholders, cells with their trees."""

    lines: list[tuple[int, str, list[Placeholder]]] = field(default_factory=list)
    cells: list[tuple[int, str, ast.AST]] = field(default_factory=list)
    settings: frozenset[Decimal] = frozenset()


def _read_markdown(path: Path, source: str) -> Iterator[Sentence]:
    for section in _sections(path, source):
        for line in section.lines:
            yield from _sentences(path, *line, section.settings)
        for number, code, tree in section.cells:
            for line, text in _texts(code, tree):
                yield Sentence(number + line - 1, text, section.settings)


def _sections(path: Path, source: str) -> list[_Section]:
    front = read_front(path, source)
    said = [(front.lines[key], str(front.data[key]), []) for key in READ_KEYS if key in front.data]
    sections = [_Section(said)]
    is_formula = False
    for piece in split(path, source, front.end):
        number = line_at(source, piece.start)
        if isinstance(piece, Comment):
            continue
        if not isinstance(piece, Fence):
            for line in _prose_lines(path, source, piece.start, piece.end):
                if line[1].strip() == "$$":
                    is_formula = not is_formula
                    continue
                if HEADING.match(line[1]) and not is_formula:
                    sections.append(_Section())
                number, text, placeholders = line
                shown = f"${text}$" if is_formula and text else text
                sections[-1].lines.append((number, shown, placeholders))
        elif piece.tags is None or not front.has_kernel:
            shown = enumerate(piece.code.split("\n"), start=number + 1)
            sections[-1].lines.extend((at, text, []) for at, text in shown)
        else:
            tree = _parse(f"{path}:{number}: this cell", piece.code)
            sections[-1].cells.append((number + 1, piece.code, tree))
            if not piece.tags:
                sections[-1].settings |= literals(tree)
    return sections


def _prose_lines(
    path: Path, source: str, start: int, end: int
) -> list[tuple[int, str, list[Placeholder]]]:
    """Part prose into lines, with a mark for each placeholder and the placeholders themselves."""
    lines: list[tuple[int, str, list[Placeholder]]] = [(line_at(source, start), "", [])]
    for part in read_prose(path, source, start, end):
        if isinstance(part, Placeholder):
            number, text, placeholders = lines[-1]
            mark = (CLAIMS if CLAIM.match(part.field) else VALUES) + len(placeholders)
            lines[-1] = (number, text + chr(mark), [*placeholders, part])
            continue
        first, *others = part.split("\n")
        number, text, placeholders = lines[-1]
        lines[-1] = (number, text + first, placeholders)
        lines += [(number + k, other, []) for k, other in enumerate(others, start=1)]
    return lines


def _sentences(
    path: Path,
    number: int,
    line: str,
    placeholders: list[Placeholder],
    settings: frozenset[Decimal],
) -> Iterator[Sentence]:
    """Part a line into sentences; a claim belongs to the sentence before it."""
    text = TAG.sub(lambda tag: " ".join(READ_ATTRIBUTE.findall(tag[0])), UNREAD.sub("", line))
    for match in SENTENCE.finditer(text):
        marks = {ord(sign): (ord(sign) - VALUES) % (CLAIMS - VALUES) for sign in match[0]}
        marks = {sign: k for sign, k in marks.items() if sign >= VALUES and k < len(placeholders)}
        fields = [placeholders[k] for k in marks.values()]
        trees = [
            _parse(f"{path}:{number}: {{{{ {each.field} }}}}", each.expression) for each in fields
        ]
        held = frozenset().union(*map(literals, trees))
        shown = match[0].translate({mark: COMPUTED if mark < CLAIMS else None for mark in marks})
        yield Sentence(number, shown.strip(), settings | held)


def _parse(place: str, code: str) -> ast.AST:
    try:
        return ast.parse(code)
    except SyntaxError as error:
        raise LessonError(f"{place} is not Python: {error.msg}") from error
    except (ValueError, RecursionError, MemoryError) as error:
        raise LessonError(f"{place} is too long or too deep for Python to read") from error


def literals(tree: ast.AST) -> frozenset[Decimal]:
    """Numbers set in Python code, without decimal fractions too long to be settings."""
    return frozenset(
        Decimal(repr(node.value) if isinstance(node.value, float) else node.value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant)
        and (type(node.value) is int or (type(node.value) is float and not _is_long(node.value)))
    )


def _is_long(value: float) -> bool:
    mantissa = repr(value).partition("e")[0]
    return len(mantissa.replace(".", "").strip("0")) >= SIGNIFICANT_DIGITS


def _texts(code: str, tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Strings, long decimal fractions and comments of a cell, with their lines in it."""
    waiting = [tree]
    while waiting:
        node = waiting.pop()
        if isinstance(node, ast.JoinedStr):
            words = [
                str(part.value) if isinstance(part, ast.Constant) else COMPUTED
                for part in node.values
            ]
            yield node.lineno, "".join(words)
            fields = [part.value for part in node.values if isinstance(part, ast.FormattedValue)]
            waiting += reversed(fields)
        elif isinstance(node, ast.Constant):
            if isinstance(node.value, str):
                yield node.lineno, node.value
            elif isinstance(node.value, float) and _is_long(node.value):
                yield node.lineno, repr(node.value)
        else:
            waiting += reversed(list(ast.iter_child_nodes(node)))
    for token in tokenize.generate_tokens(io.StringIO(code).readline):
        if token.type == tokenize.COMMENT:
            yield token.start[0], token.string
