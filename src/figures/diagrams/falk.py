"""Matrices in Falk's scheme: their cells to scale, their sides measured, the factors joined.

The left factor stands below on the left, the right factor above on the right, and the product where
the rows of the one meet the columns of the other.
"""

from dataclasses import dataclass
from xml.etree.ElementTree import Element

import numpy as np
from numpy.typing import NDArray

from figures.numbers import fixed
from figures.svg.shapes import Point, box, line, path, points
from figures.svg.text import text

type Matrix = NDArray[np.float64]
type Entry = tuple[int | None, int | None]
"""Row and column; None for all of them."""

SIDES = ("out1", "net1", "net2")
"""Colours of l, m and n: red, blue and green, as in the lecture."""
CELL_HEIGHT = 38


@dataclass(frozen=True, slots=True)
class Frame:
    """A matrix, its colour, its upper left corner and the width of a cell."""

    matrix: Matrix
    token: str
    x: float
    y: float
    cell: float

    @property
    def right(self) -> float:
        """Right edge."""
        return self.x + self.matrix.shape[1] * self.cell

    @property
    def bottom(self) -> float:
        """Lower edge."""
        return self.y + self.matrix.shape[0] * CELL_HEIGHT

    def centre(self, i: int, j: int) -> Point:
        """Return the middle of a cell."""
        return self.x + (j + 0.5) * self.cell, self.y + (i + 0.5) * CELL_HEIGHT


def grid(frame: Frame, mark: Entry) -> list[Element]:
    """Return the cells of a matrix; those in the marked row, column or entry stand out."""
    parts = [box(frame.x, frame.y, frame.right - frame.x, frame.bottom - frame.y, edge="")]
    for (i, j), value in np.ndenumerate(frame.matrix):
        x, y = frame.centre(i, j)
        marked = mark[0] in (None, i) and mark[1] in (None, j)
        parts += [
            box(
                *(x - frame.cell / 2 + 1.5, y - CELL_HEIGHT / 2 + 1.5, frame.cell - 3),
                CELL_HEIGHT - 3,
                radius=4,
                edge=frame.token,
                thickness=2.5 if marked else 1,
                fill=frame.token,
                strength=0.2 if marked else 0.06,
            ),
            text(x, y, fixed(value), size=14, weight=700 if marked else 400),
        ]
    return parts


def arcs(left: Frame, right: Frame) -> list[Element]:
    """Return quarter ellipses from the columns of the left factor to the rows of the right one."""
    ends = []
    for k in range(left.matrix.shape[1]):
        (x, _), (_, y) = left.centre(0, k), right.centre(k, 0)
        start, end = (x, left.y - 20), (right.x - 20, y)
        radii = points(end[0] - start[0], start[1] - end[1])
        ends.append(f"M{points(*start)}A{radii} 0 0 1 {points(*end)}")
    return [path(d, token=SIDES[1], width=2, dashes="1 5") for d in ends]


def sides(left: Frame, right: Frame, product: Frame) -> list[Element]:
    """Return the measures of all sides, the same one in the same colour."""
    rows, shared, columns = SIDES
    (l, m), n = left.matrix.shape, right.matrix.shape[1]  # noqa: E741
    left_middle, right_middle = (left.y + left.bottom) / 2, (right.x + right.right) / 2
    return [
        *_upright(left.x - 12, left, rows),
        *_upright(product.right + 12, product, rows),
        *_upright(right.x - 12, right, shared),
        *_level(left.y - 12, left, shared),
        *_level(right.y - 12, right, columns),
        *_level(product.bottom + 12, product, columns),
        *(
            text(x, y, said, size=16, token=token, weight=700)
            for x, y, said, token in (
                (left.x - 26, left_middle, f"{l}", rows),
                (product.right + 26, left_middle, f"{l}", rows),
                (right_middle, right.y - 26, f"{n}", columns),
                (right_middle, product.bottom + 27, f"{n}", columns),
                (left.x + 26, right.y + 4, f"{m} = {m}", shared),
            )
        ),
    ]


def _upright(x: float, frame: Frame, token: str) -> list[Element]:
    return _measure((x, frame.y + 2), (x, frame.bottom - 2), (4, 0), token)


def _level(y: float, frame: Frame, token: str) -> list[Element]:
    return _measure((frame.x + 2, y), (frame.right - 2, y), (0, 4), token)


def _measure(start: Point, end: Point, tick: Point, token: str) -> list[Element]:
    dx, dy = tick
    return [
        line(start, end, token=token, width=2),
        *(line((x - dx, y - dy), (x + dx, y + dy), token=token, width=2) for x, y in (start, end)),
    ]
