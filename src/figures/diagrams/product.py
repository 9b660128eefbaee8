"""The product of two matrices in Falk's scheme, l×m · m×n = l×n.

Arcs join each column of the left factor to the row of the right factor that it is multiplied with:
both have m of them, or there is no product.
"""

from xml.etree.ElementTree import Element

import numpy as np
from numpy.typing import ArrayLike

from figures.diagrams.checks import require_drawable
from figures.diagrams.falk import CELL_HEIGHT, SIDES, Frame, Matrix, arcs, grid, sides
from figures.numbers import factor, fixed, listed
from figures.svg.shapes import WIDTH, Drawing, drawing
from figures.svg.text import Content, text

NAMES = ("$X$", "$w_1$", "$S_H$")
TOKENS = ("x", "w1", "sh")
"""Symbols and colours of the factors and the product."""
WIDEST_CELL = 62

_MARGIN = 44
_ROOM = 30
_HEAD = 76
_MOST_COLUMNS = 6


def product_diagram(
    X: ArrayLike, w1: ArrayLike, hidden_sum: ArrayLike, entry: tuple[int, int]
) -> Drawing:
    """Draw X · w1 = S_H to scale, each side in one colour wherever it occurs.

    Parameters
    ----------
    X : array_like, shape (l, m)
        Left factor, at most 4×4.
    w1 : array_like, shape (m, n)
        Right factor, m + n at most 6.
    hidden_sum : array_like, shape (l, n)
        Their product.
    entry : (int, int)
        Row and column, from 0, of the entry whose row × column is marked and written out.

    Raises
    ------
    ValueError
        If a side is too large, the third matrix is not the product of the first two, or there is
        no such entry.
    """
    left, right, product = (np.asarray(matrix, dtype=float) for matrix in (X, w1, hidden_sum))
    if left.shape[1] != right.shape[0] or product.shape != (len(left), right.shape[1]):
        raise ValueError(
            f"expected the shapes (l, m), (m, n) and (l, n), "
            f"got {left.shape}, {right.shape} and {product.shape}"
        )
    (l, m), n = left.shape, right.shape[1]  # noqa: E741 - the lecture's letters
    require_drawable(l=l, m=m, n=n)
    require_drawable(_MOST_COLUMNS, **{"m + n": m + n})
    if not np.allclose(left @ right, product):
        raise ValueError("hidden_sum: expected the product of the other two")
    row, column = entry
    if not (0 <= row < l and 0 <= column < n):
        raise ValueError(f"entry: expected one of {l}×{n} from (0, 0), got {entry}")
    width = min(WIDEST_CELL, (WIDTH - 2 * _MARGIN - _ROOM) / (m + n))
    x = (WIDTH - (m + n) * width - _ROOM) / 2
    beside, below = x + m * width + _ROOM, _HEAD + m * CELL_HEIGHT + _ROOM
    frames = (
        Frame(left, TOKENS[0], x, below, width),
        Frame(right, TOKENS[1], beside, _HEAD, width),
        Frame(product, TOKENS[2], beside, below, width),
    )
    marks = ((row, None), (None, column), entry)
    written = _written_out(left[row], right[:, column], product[entry])
    bottom = below + l * CELL_HEIGHT + 26
    numbers = ", ".join(
        f"{name}: {listed(matrix)}"
        for name, matrix in zip(("X", "w1", "SH"), (left, right, product), strict=True)
    )
    return drawing(
        bottom + 22 + 26 * len(written),
        _formula((l, m, n)),
        *arcs(*frames[:2]),
        *(part for frame, mark in zip(frames, marks, strict=True) for part in grid(frame, mark)),
        *sides(*frames),
        *(text(WIDTH / 2, bottom + 34 + 26 * k, part) for k, part in enumerate(written)),
        alt=f"행렬의 곱 X ({l}×{m}) · w1 ({m}×{n}) = SH ({l}×{n}). "
        f"앞 행렬의 열 {m}개와 뒤 행렬의 행 {m}개가 하나씩 짝을 이룹니다. {numbers}. "
        f"앞 행렬의 {row + 1}행과 뒤 행렬의 {column + 1}열이 만나는 칸: {' '.join(written)}.",
    )


def _formula(lengths: tuple[int, int, int]) -> Element:
    def shape(first: int, second: int) -> list[tuple[str, str]]:
        (a, a_token), (b, b_token) = ((str(lengths[k]), SIDES[k]) for k in (first, second))
        return [("(", "muted"), (a, a_token), ("×", "muted"), (b, b_token), (")", "muted")]

    gap = ("\u2002", "muted")
    content: Content = [
        *((NAMES[0], ""), gap, *shape(0, 1), ("\u2002·\u2002", "ink")),
        *((NAMES[1], ""), gap, *shape(1, 2), ("\u2002=\u2002", "ink")),
        *((NAMES[2], ""), gap, *shape(0, 2)),
    ]
    return text(WIDTH / 2, 16, content, size=17, weight=600)


def _written_out(row: Matrix, column: Matrix, entry: float) -> list[str]:
    """Return the sum of products behind one entry, three products a line."""
    products = [
        f"{factor(a) if k else fixed(a)}·{factor(b)}"
        for k, (a, b) in enumerate(zip(row, column, strict=True))
    ]
    lines = [" + ".join(products[k : k + 3]) for k in range(0, len(products), 3)]
    lines[1:] = [f"+ {line_}" for line_ in lines[1:]]
    lines[-1] += f" ≈ {fixed(entry)}"
    return lines
