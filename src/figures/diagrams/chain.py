"""A chain of stations, one below the other, with the numbers in them and the arrows between.

A station is a row of cells with its symbol on the left and its shape on the right. Between two
stations an element-wise step goes straight down from cell to cell, a matrix product fans out.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from xml.etree.ElementTree import Element

import numpy as np
from numpy.typing import NDArray

from figures.numbers import fixed
from figures.svg.shapes import WIDTH, arrow, box, group, line
from figures.svg.text import label, text

LEFT, MIDDLE, RIGHT = 2, 216, WIDTH - 2
"""Left edge of the symbols, middle of the cells, right edge of the shapes."""
CELL_HEIGHT = 34
ROW_HEIGHT = 44
PLAIN_GAP = 44
LABELLED_GAP = 60
DIGITS = 4
"""Digits after the decimal point."""

_TOP = 36
_CELLS_WIDTH = 232
_WIDEST_CELL = 78


@dataclass(frozen=True, slots=True)
class Station:
    """One array of the chain.

    Attributes
    ----------
    symbol, name : str
        Its symbol in the notation of `figures.markup`, and its Korean name.
    token : str
        Its colour.
    values : numpy.ndarray, shape (n,)
        The row of one sample.
    shape : str
        What stands on the right, as in ``1×3``.
    key : str
        Value of ``data-station``.
    """

    symbol: str
    name: str
    token: str
    values: NDArray[np.float64]
    shape: str
    key: str


@dataclass(frozen=True, slots=True)
class Link:
    """The step from one station to the next.

    Attributes
    ----------
    operation : str
        What is done, in the notation of `figures.markup`.
    token : str
        Colour of the numbers on the arrows.
    note : str
        What stands on the right: the shape of a factor, or the numbers that enter; may be empty.
    factors : numpy.ndarray or None
        A number for every cell that the arrows end at.
    """

    operation: str
    token: str = "muted"
    note: str = ""
    factors: NDArray[np.float64] | None = None


def draw_chain(
    title: str, stations: Sequence[Station], links: Sequence[Link]
) -> tuple[float, list[Element]]:
    """Return the height at which the chain ends, and its parts.

    Parameters
    ----------
    title : str
        What is shown, in the line above.
    stations : sequence of Station
        At least two.
    links : sequence of Link
        One less than stations.
    """
    y = _TOP + ROW_HEIGHT / 2
    parts = [
        text(LEFT, 12, title, size=15, token="muted", anchor="start"),
        text(RIGHT, 12, "형상", size=14, token="muted", anchor="end"),
        _row(y, stations[0]),
    ]
    for (start, end), link in zip(pairwise(stations), links, strict=True):
        gap = PLAIN_GAP if link.factors is None else LABELLED_GAP
        edges = (y + CELL_HEIGHT / 2, y + ROW_HEIGHT + gap - CELL_HEIGHT / 2)
        middle = (edges[0] + edges[1]) / 2
        y += ROW_HEIGHT + gap
        parts += [
            *_arrows(start, end, link, edges),
            text(LEFT, middle, link.operation, size=15, anchor="start"),
            _row(y, end),
        ]
        if link.note:
            parts.append(text(RIGHT, middle, link.note, size=14, token=link.token, anchor="end"))
    return y + ROW_HEIGHT / 2, parts


def cell_middles(n: int) -> list[float]:
    """Return the horizontal middles of `n` cells."""
    pitch = _cell_width(n) + 6
    return [MIDDLE + pitch * (k - (n - 1) / 2) for k in range(n)]


def _cell_width(n: int) -> float:
    return min(_WIDEST_CELL, _CELLS_WIDTH / n) - 6


def _row(y: float, station: Station) -> Element:
    n = len(station.values)
    width = _cell_width(n)
    return group(
        text(LEFT, y - 9, station.symbol, size=16, token=station.token, anchor="start", weight=600),
        text(LEFT, y + 11, station.name, size=14, token="muted", anchor="start"),
        *(
            part
            for x, value in zip(cell_middles(n), station.values, strict=True)
            for part in (
                box(x - width / 2, y - CELL_HEIGHT / 2, width, CELL_HEIGHT, edge=""),
                box(
                    *(x - width / 2, y - CELL_HEIGHT / 2, width, CELL_HEIGHT),
                    edge=station.token,
                    fill=station.token,
                    strength=0.1,
                ),
                text(x, y, fixed(value, DIGITS), size=15 if n < 4 else 14, weight=600),
            )
        ),
        text(RIGHT, y, station.shape, size=14, token="muted", anchor="end"),
        data_station=station.key,
    )


def _arrows(start: Station, end: Station, link: Link, edges: tuple[float, float]) -> list[Element]:
    top, bottom = edges
    starts, ends = cell_middles(len(start.values)), cell_middles(len(end.values))
    if link.factors is None and len(starts) != len(ends):
        return [arrow((a, top), (b, bottom), head=6, width=1.2) for a in starts for b in ends]
    bus = [] if len(starts) == len(ends) else _bus(starts[0], ends, top)
    first = top if len(starts) == len(ends) else top + 8
    factors = [] if link.factors is None else link.factors
    return [
        *bus,
        *(arrow((x, first), (x, bottom)) for x in ends),
        *(
            label(x, (first + bottom) / 2 - 3, fixed(f, DIGITS), token=link.token)
            for x, f in zip(ends, factors, strict=bool(len(factors)))
        ),
    ]


def _bus(start: float, ends: Sequence[float], top: float) -> list[Element]:
    return [
        line((start, top), (start, top + 8), token="muted"),
        line((ends[0], top + 8), (ends[-1], top + 8), token="muted"),
    ]
