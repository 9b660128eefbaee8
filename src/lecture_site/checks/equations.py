"""Equations between numbers on a page: which there are, and what their sides are.

A side ends where something sticks to it whose value is not known, as ``x`` to ``2x = 4``; a first
side that belongs to such a thing is dropped with it, and the sides after it stand for themselves.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from lecture_site.checks.formula_tokens import Token, tokenize
from lecture_site.checks.readable import blank_unread
from lecture_site.checks.written_numbers import Number

JUDGED = ("=", "≈")
UNIT = re.compile(
    r"[A-Za-zµ°]+[²³]?(?:/s)?|시간|분|초|년|개월|주|원|킬로|메가|기가|밀리|센티|마이크로"
)
SCALED = re.compile(
    r"[kKMGTmµnp]i?(?:m|s|g|l|L|B|b|Hz|V|W|J|A|bytes?|bits?)(?![A-Za-z])|h|min|시간|분|년|개월|주"
    r"|킬로|메가|기가|밀리|센티|마이크로"
)
"""Units in which a result may be given although its factors have none: 60 × 60 = 1시간."""


@dataclass(frozen=True, slots=True)
class Equation:
    """An equation between numbers.

    Attributes
    ----------
    line : int
        The line in which it ends, from 1.
    text : str
        It as it is written.
    left, right : tuple of Token
        Its sides.
    sign : str
        ``=`` or ``≈``.
    """

    line: int
    text: str
    left: tuple[Token, ...]
    sign: str
    right: tuple[Token, ...]


def equations(text: str) -> list[Equation]:
    """Find the equations between numbers, at least one side of which is to be computed.

    Parameters
    ----------
    text : str
        Markdown with formulas between dollar signs, its placeholders filled.

    Returns
    -------
    list of Equation
        In the order of the text.
    """
    seen = blank_unread(text)
    found, line, counted = [], 1, 0
    for left, relation, right, is_first in _pairs(tokenize(seen)):
        if relation.kind not in JUDGED or not _is_read(left, right, is_first):
            continue
        start, end = left[0].start, right[-1].end
        line += text.count("\n", counted, end)
        counted = max(end, counted)
        shown = " ".join(text[start:end].replace("$", "").split())
        found.append(Equation(line, shown, tuple(left), relation.kind, tuple(right)))
    return found


def _pairs(tokens: list[Token]) -> Iterator[tuple[list[Token], Token, list[Token], bool]]:
    """Pair the sides of each relation; say whether the left one is the first of its chain."""
    sides: list[list[Token]] = [[]]
    relations: list[Token] = []
    before = ""
    for token in [*tokens, Token("part", 0, 0)]:
        last = sides[-1][-1] if sides[-1] else None
        is_beside = token.kind == "number" and last is not None and last.kind in ("number", ")")
        if is_beside or token.kind in ("part", "stick"):
            after = token.kind
            if is_beside and last is not None:
                # Two numbers without a sign between them may be one: 10 000.
                is_one = (token.start - last.end, token.end - token.start) == (1, 3)
                after = "stick" if is_one else "part"
            if before == "stick":
                sides[0] = []
            if after == "stick":
                sides[-1] = []
            for number, relation in enumerate(relations):
                left, right = _behind_brackets(sides[number]), _before_brackets(sides[number + 1])
                if left and right:
                    yield left, relation, right, number == 0
            before, relations, sides = after, [], [[token] if is_beside else []]
        elif token.kind in (*JUDGED, "relation"):
            relations.append(token)
            sides.append([])
        else:
            sides[-1].append(token)


def _behind_brackets(side: list[Token]) -> list[Token]:
    """Take what of a left side stands in its relation's brackets: 6 of ``6 (= 2 × 3)``."""
    end = len(side)
    while end and side[end - 1].kind == "(":
        end -= 1
    depth = 0
    for place in range(end - 1, -1, -1):
        depth += {")": 1, "(": -1}.get(side[place].kind, 0)
        if depth < 0:
            return side[place + 1 : end]
    return side[:end]


def _before_brackets(side: list[Token]) -> list[Token]:
    """Take what of a right side stands in its relation's brackets."""
    depth = 0
    for place, token in enumerate(side):
        depth += {"(": 1, ")": -1}.get(token.kind, 0)
        if depth < 0:
            return side[:place]
    return side


def single(side: Sequence[Token]) -> Number | None:
    """Return the number, if a side is no more than that: ``0.5``, ``(−3)`` or ``1.5 × 10⁻⁹``."""
    kinds = "".join("n" if each.number else each.kind for each in side)
    match = re.fullmatch(r"[-+(]*n(?P<power>\*n\^[-(]*n\)*)?\)*", kinds)
    if match is None:
        return None
    first, *rest = [each.number for each in side if each.number is not None]
    if match["power"] is None:
        return first
    base, power = rest
    exponent = -power.value if "-" in match["power"] else power.value
    if base.value != 10 or exponent != int(exponent) or abs(exponent) > 10**6:
        return None
    half = (first.half or Decimal("0.5")).scaleb(int(exponent))
    return Number(first.value.scaleb(int(exponent)), half, half, "power")


def _is_read(left: list[Token], right: list[Token], is_first: bool) -> bool:
    """Whether an equation says something of numbers: ``노드 3 = 0.5`` does not."""
    if not _is_same_unit(left, right):
        return False
    ends = single(left), single(right)
    if ends[0] is None or ends[1] is None or not is_first:
        return True
    if any(each.unit for each in left):
        return False
    kinds = {end.kind for end in ends if end is not None}
    if kinds & {"power", "fraction"}:
        return True
    whole = any(end is not None and end.kind == "plain" and not end.half for end in ends)
    is_big = ends[0].value >= 1000 and "korean" in kinds
    return len(kinds) == 2 and (is_big or ("percent" in kinds and not whole))


def _is_same_unit(left: list[Token], right: list[Token]) -> bool:
    mine, its = ({each.unit for each in side if each.unit} for side in (left, right))
    if not mine:
        return not any(SCALED.match(unit) for unit in its)
    known = {match[0] for unit in mine | its if (match := UNIT.match(unit))}
    return len(known) <= 1 and all(
        any(unit.startswith(other) or other.startswith(unit) for other in mine) for unit in its
    )
