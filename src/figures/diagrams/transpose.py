"""Why X is transposed: Xᵀ · hidden_delta adds up one piece for every sample.

The piece of a sample is the outer product of its inputs and its delta, a multiplication table.
"""

from xml.etree.ElementTree import Element

import numpy as np
from numpy.typing import ArrayLike, NDArray

from figures.diagrams.checks import MOST_NODES, require_drawable
from figures.numbers import fixed, listed
from figures.svg.shapes import WIDTH, Drawing, box, drawing, group
from figures.svg.text import text

type Matrix = NDArray[np.float64]

DASHES = ("", "9 5", "2 4", "9 4 2 4")
"""Edge of each sample's sheet."""
DIGITS = 4
"""Digits after the decimal point."""

_ROW = 34
_LEFT = 176
_CELL = 70
_INPUT = 134
_PAD = 10
_BETWEEN = 26
_HEAD = 34
_MOST_COLUMNS = 3


def transpose_sum(X: ArrayLike, hidden_delta: ArrayLike) -> Drawing:
    """Draw the piece of every sample, and their sum.

    Parameters
    ----------
    X : array_like, shape (n_samples, n_inputs)
        Inputs, at most 4 samples of at most 4 inputs.
    hidden_delta : array_like, shape (n_samples, n_hidden)
        −∂E/∂S_H, at most 3 hidden nodes.

    Raises
    ------
    ValueError
        If the arrays are no matrices with a row for each sample, or too large.
    """
    X, delta = np.asarray(X, dtype=float), np.asarray(hidden_delta, dtype=float)
    if X.ndim != 2 or delta.ndim != 2 or len(X) != len(delta):
        raise ValueError(
            "X and hidden_delta: expected two matrices with a row for each sample, "
            f"got the shapes {X.shape} and {delta.shape}"
        )
    n_inputs = X.shape[1]
    require_drawable(MOST_NODES, n_samples=len(X), n_inputs=n_inputs)
    require_drawable(_MOST_COLUMNS, n_hidden=delta.shape[1])
    sheet = (n_inputs + 1) * _ROW + 2 * _PAD
    tops = [_HEAD + k * (sheet + _BETWEEN) for k in range(len(X))]
    end = tops[-1] + sheet + _BETWEEN
    last = n_inputs * _ROW + 2 * _PAD
    product = X.T @ delta
    pieces = " ".join(
        f"표본 {k + 1}: 입력 {listed(x, DIGITS)}, 은닉층 델타 {listed(d, DIGITS)}, "
        f"둘을 서로 곱한 조각 {listed(np.outer(x, d), DIGITS)}."
        for k, (x, d) in enumerate(zip(X, delta, strict=True))
    )
    return drawing(
        end + last + 2,
        text(WIDTH / 2, 12, "$X$$^T$ · 은닉층 델타 = 표본마다 나온 조각의 합", size=16, weight=600),
        *(part for k, top in enumerate(tops) for part in _sheet(top, sheet, k, X[k], delta[k])),
        *(_sign(top - _BETWEEN / 2, "+") for top in tops[1:]),
        _sign(end - _BETWEEN / 2, "="),
        box(1, end, WIDTH - 2, last, radius=10, edge="w1", thickness=2.5),
        text(16, end + last / 2 - 13, "모두 더하면", anchor="start", weight=600),
        text(16, end + last / 2 + 13, "−∂$E$/∂$w_1$", size=16, anchor="start"),
        *_cells(_LEFT, end + _PAD, product, "w1", weight=700, key="sum"),
        alt=f"전치한 X와 은닉층 델타의 곱을 표본 {len(X)}개의 조각으로 나누어 쌓은 그림. {pieces} "
        f"모두 더한 값: {listed(product, DIGITS)}.",
    )


def _sheet(top: float, height: float, k: int, x: Matrix, delta: Matrix) -> list[Element]:
    header, body = top + _PAD, top + _PAD + _ROW
    return [
        box(1, top, WIDTH - 2, height, radius=10, edge="muted", dashes=DASHES[k]),
        text(16, header + _ROW / 2, f"표본 {k + 1}", anchor="start", weight=600),
        text(16, body + _ROW / 2, f"$X$의 {k + 1}행을", size=14, token="muted", anchor="start"),
        text(16, body + _ROW / 2 + 20, "세운 열", size=14, token="muted", anchor="start"),
        text(_INPUT, header + _ROW / 2, "×", size=16, token="muted"),
        *_cells(_LEFT, header, delta[np.newaxis], "sh", key=f"delta{k + 1}"),
        *_cells(_INPUT - _CELL / 2, body, x[:, np.newaxis], "x", key=f"x{k + 1}"),
        *_cells(_LEFT, body, np.outer(x, delta), "w1", key=f"piece{k + 1}"),
    ]


def _cells(
    left: float, top: float, matrix: Matrix, token: str, *, key: str, weight: int = 400
) -> list[Element]:
    return [
        group(
            box(
                *(left + j * _CELL + 1.5, top + i * _ROW + 1.5, _CELL - 3, _ROW - 3),
                radius=4,
                edge=token,
                thickness=1,
                fill=token,
                strength=0.08,
            ),
            text(
                left + (j + 0.5) * _CELL,
                top + (i + 0.5) * _ROW,
                fixed(value, DIGITS),
                size=14,
                weight=weight,
            ),
            data_cell=f"{key}[{i},{j}]",
        )
        for (i, j), value in np.ndenumerate(matrix)
    ]


def _sign(y: float, sign: str) -> Element:
    return text(_LEFT + 1.5 * _CELL, y, sign, size=20, token="muted", weight=600)
