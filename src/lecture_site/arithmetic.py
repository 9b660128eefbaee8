"""Arithmetic shown on a page holds for the numbers shown: the site's rule of rounding, enforced.

Numbers are shown rounded to nearest and are computed from unrounded ones. So that a reader can
follow with a calculator,

- ``=`` stands only where the shown numbers give the shown result, rounded to its digits;
- ``≈`` stands where the last digit may differ, by no more than the rounding of the shown numbers.

Read are sums, products, quotients and powers of numbers in prose and in formulas; what holds a
letter, as ``σ(0.2)``, is not.
"""

import ast
import operator
import re
from collections.abc import Callable
from decimal import Decimal

TEX = (
    (re.compile(r"\\q?quad\b"), ""),
    # An aligned equation goes on in its next line.
    (re.compile(r"\\\\(?:\[[\d.]+em\])?\s*&?\s*(?=[=≈+-]|\\approx)"), " "),
    (re.compile(r"\\[td]?frac(\d)(\d)"), r"((\1)/(\2))"),
    (re.compile(r"\\[td]?frac\{([^{}]*)\}\{([^{}]*)\}"), r"((\1)/(\2))"),
    (re.compile(r"(?<=\() +| +(?=\))"), ""),
    (re.compile(r"\\(?:times|cdot)\b|×"), "*"),
    (re.compile(r"\\div\b|÷"), "/"),
    (re.compile(r"\\approx\b"), "≈"),
    (re.compile(r"\\[bB]igg?[lr]|\\(?:left|right)\b|\\[,;! ]|[&$]"), ""),
    (re.compile(r"\^(?:\{(\d)\}|(\d))"), r"**\1\2"),
    (re.compile("−"), "-"),
    (re.compile("½"), "(1/2)"),
    (re.compile("²"), "**2"),
    # A product needs no sign between a number and a bracket.
    (re.compile(r"(?<=[\d)]) *(?=\()"), "*"),
    (re.compile(r"(?<=\d)(?:,|\{,\})(?=\d{3}(?!\d))"), ""),
)
SIDE = r"[-(]*\d[\d.()*/+\- ]*"
CHAIN = re.compile(rf"{SIDE}(?:[=≈] *{SIDE})+")
ATTACHED = re.compile(r"(?:[)}\]_^\\.\d]|[-+*/] *|[A-Za-zα-ωΑ-Ω] ?)$")
"""What stands before a chain that is only the end of a larger expression."""
NUMBER = re.compile(r"\d+(?:\.\d+)?")
COMPUTED = re.compile(r"[\d)] *[-+*/]")
OPERATORS: dict[type[ast.AST], Callable[[float, float], float]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.Pow: operator.pow,
}


def check_arithmetic(text: str) -> list[str]:
    """Find the equations between numbers that do not hold for the numbers shown.

    Parameters
    ----------
    text : str
        Markdown with formulas between dollar signs, its placeholders filled.

    Returns
    -------
    list of str
        One line each: the equation, and what the shown numbers give.
    """
    return [fault for left, sign, right in equations(text) if (fault := _judge(left, sign, right))]


def equations(text: str) -> list[tuple[str, str, str]]:
    """Find the equations between numbers, at least one side of which is to be computed.

    Parameters
    ----------
    text : str
        Markdown with formulas between dollar signs, its placeholders filled.

    Returns
    -------
    list of tuple of (str, str, str)
        Left side, sign and right side, written as Python writes them.
    """
    for pattern, plain in TEX:
        text = pattern.sub(plain, text)
    found = []
    for chain in CHAIN.finditer(text):
        sides = re.split(r" *([=≈]) *", chain[0].rstrip(" .+-*/("))
        if ATTACHED.search(text, 0, chain.start()):
            # The first side belongs to something else; the sides after it stand for themselves.
            sides = sides[2:]
        for left, sign, right in zip(sides[0::2], sides[1::2], sides[2::2], strict=False):
            pair = _balanced(left), _balanced(right)
            if all(pair) and any(COMPUTED.search(side) for side in pair):
                found.append((pair[0], sign, pair[1]))
    return found


def _balanced(side: str) -> str:
    """Strip brackets that open or close outside; empty if the rest is no arithmetic."""
    side = side.strip(" .")
    while side.count("(") > side.count(")") and side.startswith("("):
        side = side[1:]
    while side.count(")") > side.count("(") and side.endswith(")"):
        side = side[:-1].rstrip()
    try:
        _value(side)
    except (SyntaxError, KeyError, ZeroDivisionError):
        return ""
    return side


def _value(side: str) -> float:
    return _evaluate(ast.parse(side.strip(), mode="eval").body)


def _evaluate(node: ast.AST) -> float:
    if isinstance(node, ast.BinOp):
        return OPERATORS[type(node.op)](_evaluate(node.left), _evaluate(node.right))
    if isinstance(node, ast.UnaryOp):
        return -_evaluate(node.operand)
    if isinstance(node, ast.Constant) and isinstance(node.value, int | float):
        return float(node.value)
    raise KeyError(type(node))


def _half_unit(number: str) -> Decimal:
    """Half of the last digit of a rounded number; zero for a whole one, which is exact."""
    digits = len(number.partition(".")[2])
    return Decimal(5).scaleb(-digits - 1) if digits else Decimal(0)


def _doubt(side: str) -> float:
    """Greatest error of a side, to first order, by the rounding of each of its numbers."""
    value, doubt = _value(side), 0.0
    for number in NUMBER.finditer(side):
        moved = str(Decimal(number[0]) + _half_unit(number[0]))
        doubt += abs(_value(side[: number.start()] + moved + side[number.end() :]) - value)
    return doubt


def _judge(left: str, sign: str, right: str) -> str:
    given, shown = _value(left), _value(right)
    # Of a result, half its last digit; where both sides are computed, they must be the same.
    result = None if COMPUTED.search(right) else NUMBER.search(right)
    allowed = float(_half_unit(result[0])) if result else 0.0
    if sign == "≈":
        allowed = _doubt(left) + _doubt(right)
    if abs(given - shown) <= allowed + 1e-12 * abs(shown):
        return ""
    return f"{left} {sign} {right}: the shown numbers give {given:.10g}"
