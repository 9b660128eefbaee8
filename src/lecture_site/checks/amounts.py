"""Amounts as they are written: a value, and how far rounding may have moved it.

Arithmetic is decimal, with as many digits as the longest number has and at least fifty, so that
what is exact on paper is exact here. Its cost is bounded: a power of a power of a power takes no
longer than a sum.
"""

import decimal
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

LEAST_DIGITS, MOST_DIGITS = 50, 400
SPARE_DIGITS = 10
PRECEDENCE = {"(": 0, "+": 1, "-": 1, "*": 2, "/": 2, "negative": 3, "^": 4}
ZERO = Decimal(0)


class NoValueError(ArithmeticError):
    """A division by zero."""


class NoExpressionError(ValueError):
    """Signs and numbers that make no expression, or one without a real value."""


@dataclass(frozen=True, slots=True)
class Amount:
    """A number with its errors to first order.

    Attributes
    ----------
    value : Decimal
        The number.
    doubt : Decimal
        How far the rounding of the numbers that it comes from may have moved it.
    noise : Decimal
        How far the rounding of this computation may have moved it.
    """

    value: Decimal
    doubt: Decimal = ZERO
    noise: Decimal = ZERO


def precision(numbers: Sequence[Decimal]) -> decimal.Context:
    """Make the context in which some numbers are computed with."""
    longest = max((len(number.as_tuple().digits) for number in numbers), default=0)
    digits = min(max(longest + SPARE_DIGITS, LEAST_DIGITS), MOST_DIGITS)
    return decimal.Context(
        prec=digits,
        Emax=decimal.MAX_EMAX,
        Emin=decimal.MIN_EMIN,
        traps=[decimal.InvalidOperation, decimal.DivisionByZero],
    )


def evaluate(tokens: Sequence[str | Amount]) -> Amount:
    """Evaluate an expression, in the current decimal context.

    Parameters
    ----------
    tokens : sequence of str or Amount
        Amounts, the signs ``+ - * / ^`` and round brackets. A bracket behind an amount or another
        bracket is a factor.

    Returns
    -------
    Amount
        Its value.

    Raises
    ------
    NoExpressionError
        If the tokens are no expression.
    NoValueError
        If it divides by zero.
    """
    values: list[Amount] = []
    signs: list[str] = []
    operand_before = False
    for token in tokens:
        if isinstance(token, Amount):
            if operand_before:
                raise NoExpressionError("two numbers without a sign between them")
            values.append(token)
            operand_before = True
        elif token == "(":
            if operand_before:
                _push("*", signs, values)
            signs.append(token)
            operand_before = False
        elif token == ")":
            if not operand_before:
                raise NoExpressionError("nothing before a closing bracket")
            while signs and signs[-1] != "(":
                _apply(signs.pop(), values)
            if not signs:
                raise NoExpressionError("a bracket that was not opened")
            signs.pop()
        elif operand_before:
            _push(token, signs, values)
            operand_before = False
        elif token == "-":
            signs.append("negative")
        elif token != "+":
            raise NoExpressionError("a sign without a number before it")
    if not operand_before:
        raise NoExpressionError("a sign without a number behind it")
    while signs:
        _apply(signs.pop(), values)
    return values[0]


def _push(sign: str, signs: list[str], values: list[Amount]) -> None:
    """Apply the signs that bind a number before the next one does; powers go from the right."""
    while sign != "^" and signs and PRECEDENCE[signs[-1]] >= PRECEDENCE[sign]:
        _apply(signs.pop(), values)
    signs.append(sign)


def _apply(sign: str, values: list[Amount]) -> None:
    if sign == "(":
        raise NoExpressionError("a bracket that is not closed")
    right = values.pop()
    if sign == "negative":
        values.append(Amount(-right.value, right.doubt, right.noise))
        return
    left = values.pop()
    try:
        values.append(_combine(left, sign, right))
    except decimal.DivisionByZero as error:
        raise NoValueError("division by zero") from error
    except decimal.InvalidOperation as error:
        if right.value == 0 and sign == "/":
            raise NoValueError("division by zero") from error
        raise NoExpressionError("no real value") from error


def _combine(left: Amount, sign: str, right: Amount) -> Amount:
    a, b = left.value, right.value
    context = decimal.getcontext()
    context.clear_flags()
    if sign in "+-":
        value = a + b if sign == "+" else a - b
    elif sign == "*":
        value = a * b
    elif sign == "/":
        value = a / b
    else:
        value = a**b
    inexact = context.flags[decimal.Inexact]
    if not value.is_finite():
        if not a:
            raise NoValueError("division by zero")
        return Amount(value)
    by_left, by_right = ZERO, ZERO
    if left.doubt or right.doubt or left.noise or right.noise:
        by_left, by_right = _slopes(a, sign, b, value)
    doubt = by_left * left.doubt + by_right * right.doubt
    noise = by_left * left.noise + by_right * right.noise
    unit = Decimal(10) ** (2 - context.prec) if inexact else ZERO
    return Amount(value, doubt, noise + abs(value) * unit)


def _slopes(a: Decimal, sign: str, b: Decimal, value: Decimal) -> tuple[Decimal, Decimal]:
    """How much a result moves with its left and with its right side."""
    if sign in "+-":
        return Decimal(1), Decimal(1)
    if sign == "*":
        return abs(b), abs(a)
    if sign == "/":
        return abs(1 / b), abs(value / b)
    return (abs(value * b / a), abs(value * abs(a).ln())) if a else (ZERO, ZERO)
