r"""Products of shown matrices, spelled out as the sums that :mod:`.arithmetic` judges.

Read are formulas in which two matrices of numbers stand side by side, and a third behind ``=`` or
``\approx``, on the same line or the next.
"""

import re
from collections.abc import Iterator

MATRIX = r"\\begin\{bmatrix\}([^\\{}]*(?:\\\\[^\\{}]*)*)\\end\{bmatrix\}"
PRODUCT = re.compile(
    rf"(?<!\\end{{bmatrix}}){MATRIX}\s*{MATRIX}\s*(?:\\\\(?:\[[^\]]*\])?\s*)?&?\s*(=|\\approx)\s*{MATRIX}"
)
NUMBER = re.compile(r"-?\d+(?:\.\d+)?")


def spelled_out(text: str) -> Iterator[tuple[int, str]]:
    r"""Write each entry of a product as a formula, ``$a \times (b) + c \times (d) = e$``.

    Parameters
    ----------
    text : str
        Markdown, its placeholders filled.

    Yields
    ------
    int
        The line in which the product ends, from 1.
    str
        The formula. Of matrices whose shapes do not fit, what there is to multiply.
    """
    for found in PRODUCT.finditer(text):
        left, right, shown = (_read(found[group]) for group in (1, 2, 4))
        if not (left and right and shown):
            continue
        line = text.count("\n", 0, found.end()) + 1
        for row, values in zip(left, shown, strict=False):
            for column, value in zip(zip(*right, strict=True), values, strict=False):
                pairs = zip(row, column, strict=False)
                terms = " + ".join(rf"({a}) \times ({b})" for a, b in pairs)
                yield line, f"${terms} {found[3]} {value}$"


def _read(body: str) -> list[list[str]]:
    """Return the numbers of a matrix; nothing if it has others."""
    rows = [[cell.strip() for cell in row.split("&")] for row in body.split(r"\\")]
    return rows if all(NUMBER.fullmatch(cell) for row in rows for cell in row) else []
