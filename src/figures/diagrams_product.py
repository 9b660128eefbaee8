"""The shapes of a matrix product, l×m · m×n = l×n, in Falk's scheme.

The left factor stands below on the left, the right factor above on the right, and the product where
the rows of the one meet the columns of the other. Arcs join each column of the left factor to the
row of the right factor that it is multiplied with: both have m of them, or there is no product.
"""

from collections.abc import Sequence
from xml.etree.ElementTree import Element

import numpy as np
from numpy.typing import ArrayLike

from figures.diagrams_checks import require_drawable, require_names
from figures.diagrams_falk import CELL_HEIGHT, SIDES, Frame, Matrix, arcs, grid, sides
from figures.diagrams_numbers import factor, listed, number
from figures.diagrams_shapes import WIDTH, drawing
from figures.diagrams_text import Content, text
from figures.markup import to_plain

WIDEST_CELL = 62

_MARGIN = 44
_ROOM = 30
_HEAD = 76
_MOST_COLUMNS = 6


def shape_product(
    l: int,  # noqa: E741 - the lecture's letters
    m: int,
    n: int,
    names: Sequence[str] = ("$X$", "$w_1$", "$S_H$"),
    tokens: Sequence[str] = ("x", "w1", "sh"),
    *,
    values: Sequence[ArrayLike] | None = None,
    highlight: tuple[int, int] | None = None,
    digits: int = 2,
) -> str:
    """Draw l×m · m×n = l×n to scale, each side in one colour wherever it occurs.

    Parameters
    ----------
    l, m, n : int
        Sides, 1 to 4, m + n at most 6.
    names : sequence of str, optional
        Symbols of the factors and the product, in the notation of `figures.markup`.
    tokens : sequence of str, optional
        Colours of the three matrices.
    values : sequence of array_like, optional
        Numbers of the factors and of their product, of shapes (l, m), (m, n) and (l, n).
    highlight : (int, int), optional
        Row and column, from 0, of the entry whose row × column is marked and written out.
    digits : int, optional
        Digits after the decimal point.

    Returns
    -------
    str
        SVG.

    Raises
    ------
    TypeError, ValueError
        If a side is too large, names are missing, the numbers are of another shape or no
        product, or there is no such entry.
    """
    require_drawable(l=l, m=m, n=n)
    require_drawable(_MOST_COLUMNS, **{"m + n": m + n})
    require_names("names", names, 3)
    require_names("tokens", tokens, 3)
    shapes = ((l, m), (m, n), (l, n))
    matrices = None if values is None else _product(values, shapes)
    if highlight is not None and not (0 <= highlight[0] < l and 0 <= highlight[1] < n):
        raise ValueError(f"highlight: expected an entry of {l}×{n} from (0, 0), got {highlight}")
    width = min(WIDEST_CELL, (WIDTH - 2 * _MARGIN - _ROOM) / (m + n))
    left = (WIDTH - (m + n) * width - _ROOM) / 2
    right, below = left + m * width + _ROOM, _HEAD + m * CELL_HEIGHT + _ROOM
    frames = [
        Frame(x, y, rows, columns, width, token)
        for (x, y), (rows, columns), token in zip(
            ((left, below), (right, _HEAD), (right, below)), shapes, tokens, strict=True
        )
    ]
    row, column = highlight or (None, None)
    marks = ((row, None), (None, column), (row, column))
    written = _written_out(matrices, highlight, names, digits) if matrices and highlight else []
    bottom = below + l * CELL_HEIGHT + 26
    return drawing(
        bottom + (22 if written else 12) + 26 * len(written),
        *_formula(names, (l, m, n)),
        *arcs(frames[0], frames[1], row is not None),
        *(
            part
            for k, (frame, mark) in enumerate(zip(frames, marks, strict=True))
            for part in grid(frame, mark, None if matrices is None else matrices[k], digits)
        ),
        *sides(frames, (l, m, n)),
        *(text(WIDTH / 2, bottom + 34 + 26 * k, part) for k, part in enumerate(written)),
    )


def describe_product(
    l: int,  # noqa: E741 - the lecture's letters
    m: int,
    n: int,
    names: Sequence[str] = ("$X$", "$w_1$", "$S_H$"),
    *,
    values: Sequence[ArrayLike] | None = None,
    highlight: tuple[int, int] | None = None,
    digits: int = 2,
) -> str:
    """Say in Korean what `shape_product` shows, for use as its alt text."""
    left, right, product = (to_plain(name) for name in names)
    said = (
        f"행렬의 곱 {left} ({l}×{m}) · {right} ({m}×{n}) = {product} ({l}×{n}). "
        f"앞 행렬의 열 {m}개와 뒤 행렬의 행 {m}개가 하나씩 짝을 이룹니다."
    )
    if values is None:
        return said
    matrices = _product(values, ((l, m), (m, n), (l, n)))
    numbers = ", ".join(
        f"{name}: {listed(matrix, digits)}"
        for name, matrix in zip((left, right, product), matrices, strict=True)
    )
    said = f"{said} {numbers}."
    if highlight is None:
        return said
    row, column = highlight
    sum_ = " ".join(to_plain(part) for part in _written_out(matrices, highlight, names, digits))
    return f"{said} 앞 행렬의 {row + 1}행과 뒤 행렬의 {column + 1}열이 만나는 칸: {sum_}."


def _product(values: Sequence[ArrayLike], shapes: Sequence[tuple[int, int]]) -> list[Matrix]:
    matrices = [np.asarray(matrix, dtype=float) for matrix in values]
    given = [matrix.shape for matrix in matrices]
    if given != list(shapes):
        raise ValueError(f"values: expected the shapes {list(shapes)}, got {given}")
    left, right, product = matrices
    if not np.allclose(left @ right, product):
        raise ValueError("values: expected the third matrix to be the product of the first two")
    return matrices


def _formula(names: Sequence[str], lengths: tuple[int, int, int]) -> list[Element]:
    def shape(first: int, second: int) -> list[tuple[str, str]]:
        parts = ((str(lengths[k]), SIDES[k]) for k in (first, second))
        (a, a_token), (b, b_token) = parts
        return [("(", "muted"), (a, a_token), ("×", "muted"), (b, b_token), (")", "muted")]

    gap = ("\u2002", "muted")
    content: Content = [
        *((names[0], ""), gap, *shape(0, 1), ("\u2002·\u2002", "ink")),
        *((names[1], ""), gap, *shape(1, 2), ("\u2002=\u2002", "ink")),
        *((names[2], ""), gap, *shape(0, 2)),
    ]
    return [text(WIDTH / 2, 16, content, size=17, weight=600)]


def _written_out(
    matrices: Sequence[Matrix], entry: tuple[int, int], names: Sequence[str], digits: int
) -> list[str]:
    """Return the sum of products behind one entry, two products a line."""
    left, right, product = matrices
    i, j = entry
    products = [
        f"{number(a, digits) if k == 0 else factor(a, digits)}·{factor(b, digits)}"
        for k, (a, b) in enumerate(zip(left[i], right[:, j], strict=True))
    ]
    lines = [" + ".join(products[k : k + 3]) for k in range(0, len(products), 3)]
    lines[1:] = [f"+ {line_}" for line_ in lines[1:]]
    lines[-1] += f" ≈ {number(product[i, j], digits)}"
    return lines
