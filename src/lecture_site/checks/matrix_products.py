r"""Products of shown matrices give the shown matrix, under the rule of :mod:`.arithmetic`.

Read are formulas in which two matrices of numbers stand side by side, and a third behind ``=`` or
``\approx``, on the same line or the next.
"""

import re
from collections.abc import Iterator
from decimal import Decimal

MATRIX = r"\\begin\{bmatrix\}([^\\{}]*(?:\\\\[^\\{}]*)*)\\end\{bmatrix\}"
PRODUCT = re.compile(
    rf"(?<!\\end{{bmatrix}}){MATRIX}\s*{MATRIX}\s*(?:\\\\(?:\[[^\]]*\])?\s*)?&?\s*(=|\\approx)\s*{MATRIX}"
)

type Matrix = list[list[Decimal]]


def wrong_products(text: str) -> Iterator[tuple[int, str]]:
    r"""Find products that the shown numbers do not give.

    Parameters
    ----------
    text : str
        Markdown, its placeholders filled.

    Yields
    ------
    int
        The line in which the product ends, from 1.
    str
        The place in the product, what is shown there, and what the shown numbers give.
    """
    for found in PRODUCT.finditer(text):
        left, right, shown = (_read(found[group]) for group in (1, 2, 4))
        if not (left and right and shown):
            continue
        line = text.count("\n", 0, found.end()) + 1
        if len(left[0]) != len(right):
            yield line, f"{found[0]}: {len(left[0])} columns meet {len(right)} rows"
            continue
        for i, row in enumerate(shown):
            for j, value in enumerate(row):
                pairs = [(a, each[j]) for a, each in zip(left[i], right, strict=True)]
                if told := _judge(pairs, found[3], value):
                    yield line, f"row {i + 1}, column {j + 1} of a product of matrices: {told}"


def _judge(pairs: list[tuple[Decimal, Decimal]], sign: str, shown: Decimal) -> str:
    """Say what the shown numbers give, if it is not what is shown."""
    given = sum((a * b for a, b in pairs), Decimal(0))
    allowed = _half(shown)
    if sign != "=":
        allowed += sum((_half(a) * abs(b) + abs(a) * _half(b) for a, b in pairs), Decimal(0))
    if abs(given - shown) <= allowed:
        return ""
    terms = " + ".join(f"{a} × {b}" for a, b in pairs)
    return f"{shown} {sign} {terms}: the shown numbers give {given.normalize()}"


def _read(body: str) -> Matrix:
    """Return the numbers of a matrix; nothing if it has others."""
    rows = [[cell.strip() for cell in row.split("&")] for row in body.split(r"\\")]
    number = re.compile(r"-?\d+(?:\.\d+)?")
    if not all(number.fullmatch(cell) for row in rows for cell in row):
        return []
    return [[Decimal(cell) for cell in row] for row in rows]


def _half(value: Decimal) -> Decimal:
    """Half of the last digit that is shown."""
    exponent = value.as_tuple().exponent
    assert isinstance(exponent, int)
    return Decimal(5).scaleb(exponent - 1)
