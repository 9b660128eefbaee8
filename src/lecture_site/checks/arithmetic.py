"""Arithmetic shown on a page holds for the numbers shown: the site's rule of rounding, enforced.

Numbers are shown rounded to nearest and are computed from unrounded ones. So that a reader can
follow with a calculator,

- ``=`` stands only where the shown numbers give the shown result, rounded to its digits;
- ``≈`` stands where the last digit may differ, by no more than the rounding of the shown numbers.

Read are sums, products, quotients and powers of numbers in prose and in formulas, with percents,
만 and 억, units as long as both sides have the same, and products of two matrices. Not read are
code, and what holds a letter, as ``σ(0.2)``.
"""

import decimal
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from lecture_site.checks.amounts import (
    ZERO,
    Amount,
    NoExpressionError,
    NoValueError,
    evaluate,
    precision,
)
from lecture_site.checks.equations import Equation, equations, single
from lecture_site.checks.formula_tokens import Token
from lecture_site.checks.matrix_products import spelled_out
from lecture_site.checks.source_lines import lines_in_source
from lecture_site.checks.written_numbers import Number


@dataclass(frozen=True, slots=True)
class Fault:
    """An equation that does not hold.

    Attributes
    ----------
    line : int
        The line in which it ends, from 1.
    message : str
        The equation, and what the shown numbers give.
    """

    line: int
    message: str


def check_page(page: str, markdown: str, source: str) -> list[str]:
    """Find the equations on a page that do not hold for the numbers shown.

    Parameters
    ----------
    page : str
        The page's name.
    markdown : str
        Its Markdown, the placeholders filled.
    source : str
        What stands in its file.

    Returns
    -------
    list of str
        One line each: page, line in the file, the equation, and what the shown numbers give.
    """
    faults = check_arithmetic(markdown)
    if not faults:
        return []
    places = lines_in_source(markdown.split("\n"), source.split("\n"))
    return [f"{page}:{places[fault.line - 1]}: {fault.message}" for fault in faults]


def check_arithmetic(text: str) -> list[Fault]:
    """Find the equations between numbers that do not hold for the numbers shown.

    Parameters
    ----------
    text : str
        Markdown with formulas between dollar signs, its placeholders filled.

    Returns
    -------
    list of Fault
        In the order of the text.
    """
    found = [(each.line, _judge(each)) for each in equations(text)]
    found += [
        (line, _judge(each)) for line, formula in spelled_out(text) for each in equations(formula)
    ]
    return [Fault(line, message) for line, message in sorted(found) if message]


def _judge(equation: Equation) -> str:
    """Say what is wrong with an equation; nothing if it holds or is no arithmetic."""
    values = [each.number.value for each in (*equation.left, *equation.right) if each.number]
    told = ""
    with decimal.localcontext(precision(values)):
        for left in _readings(equation.left, is_left=True):
            for right in _readings(equation.right, is_left=False):
                try:
                    given = _judge_sides(left, equation.sign, right)
                except NoExpressionError:
                    return ""
                except NoValueError:
                    given = "no value, for they divide by zero"
                if not given:
                    return ""
                told = told or f"{equation.text}: the shown numbers give {given}"
    return told


def _readings(side: tuple[Token, ...], is_left: bool) -> Iterator[Sequence[Token]]:
    """Read a side in each possible way: 6 (2 + 4) may have a remark behind, 3만 may be "only 3"."""
    yield side
    for place, token in enumerate(side):
        if token.is_apart:
            yield side[place:] if is_left else side[:place]
    last = side[-1]
    if last.number is not None and last.number.other is not None:
        yield (*side[:-1], replace(last, number=last.number.other))


def _judge_sides(left: Sequence[Token], sign: str, right: Sequence[Token]) -> str:
    """Say what the shown numbers give, if it is not what is shown."""
    ends = single(left), single(right)
    given, shown = (
        _amount(side, is_loose=end is not None)
        for side, end in zip((left, right), ends, strict=True)
    )
    numbers = [each.number for each in (*left, *right) if each.number is not None]
    allowed = given.noise + shown.noise
    if sign == "≈" or any(number.kind == "cut" for number in numbers):
        allowed += given.doubt + shown.doubt
    else:
        # Of a result, half its last digit; where both sides are computed, they must be the same.
        allowed += max((end.half for end in ends if end is not None), default=ZERO)
    if given.value == shown.value or abs(given.value - shown.value) <= allowed:
        return ""
    if (
        ends[1] is not None
        and ends[1].kind == "percent"
        and _is_times_hundred(left)
        and abs(given.value - shown.value * 100) <= allowed * 100
    ):
        return ""
    result, computed = (ends[0], shown) if ends[1] is None and ends[0] else (ends[1], given)
    return _written(computed.value, result)


def _is_times_hundred(side: Sequence[Token]) -> bool:
    """Whether a percent is given as a hundredfold: ``9 ÷ 10 × 100 = 90%``."""
    numbers = [each.number for each in side if each.number is not None]
    return any(each.value == 100 for each in numbers) and all(
        each.kind != "percent" for each in numbers
    )


def _amount(side: Sequence[Token], is_loose: bool) -> Amount:
    parts: list[str | Amount] = []
    for token in side:
        if token.number is None:
            parts.append(token.kind)
            continue
        number = token.number
        if number.kind == "cut":
            # Cut off or rounded: from half a digit less to a whole one more.
            parts.append(Amount(number.value + number.half / 2, number.half * 3 / 2))
        else:
            parts.append(Amount(number.value, number.loose if is_loose else number.half))
    return evaluate(parts)


def _written(value: Decimal, result: Number | None) -> str:
    """Write what was computed, as a percent if the result is one."""
    is_percent = result is not None and result.kind == "percent"
    scaled = value * 100 if is_percent else value
    if not scaled.is_finite():
        return "a number too large to be written"
    if scaled and abs(scaled.adjusted()) > 15:
        return f"{scaled:.4e}"
    return f"{float(scaled):.10g}" + "%" * is_percent
