"""Gradient descent seen from the side (one variable) and from above (two)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.text import Text
from numpy.typing import ArrayLike, NDArray

from figures.notation import COLOURS
from figures.style import INK, PAPER, name_axes, offset

if TYPE_CHECKING:
    from backprop.surfaces import Function, Path

LEAST_STEP = 0.018
"""Distance of two dots, as a share of the axes: shorter steps are drawn as a line alone."""


def draw_path(ax: Axes, x: ArrayLike, y: ArrayLike, *, name: str = "") -> Line2D:
    """Draw the steps of a descent: a ring where it starts, a full dot where it ends.

    Parameters
    ----------
    ax : matplotlib.axes.Axes
        Where to draw.
    x, y : array_like, shape (n + 1,)
        The points.
    name : str
        Written at the start.
    """
    x, y = np.asarray(x, dtype=float), np.asarray(y, dtype=float)
    ax.plot(x, y, color=PAPER, linewidth=4, alpha=0.8)
    line = _steps(ax, x, y, 1.5)
    if name:
        climbs = len(y) > 1 and y[1] > y[0]
        offset(ax, (x[0], y[0]), name, 0, -10 if climbs else 8)
    return line


def draw_descents(
    ax: Axes,
    x: ArrayLike,
    values: ArrayLike,
    paths: Sequence[Path],
    names: Sequence[str] | None = None,
    *,
    weight: str = "가중치 $w$",
) -> list[Line2D]:
    """Draw a function of one variable and descents on it.

    Parameters
    ----------
    ax : matplotlib.axes.Axes
        Where to draw.
    x, values : array_like, shape (n,)
        The curve.
    paths : sequence of backprop.surfaces.Path, points of shape (n + 1, 1)
        The descents.
    names : sequence of str, optional
        Written at each start.
    weight : str
        What the variable is called.

    Returns
    -------
    list of matplotlib.lines.Line2D
        The curve, then one line for each path.
    """
    lines = ax.plot(x, values, color=COLOURS["e"].light)
    ax.margins(0.03, 0.16)
    for path, name in zip(paths, names or [""] * len(paths), strict=True):
        places = path.points[:, 0]
        lines.append(_steps(ax, places, path.values, 1.0))
        if name:
            forward = 1 if places[-1] > places[0] else -1
            offset(ax, (places[0], path.values[0]), name, 9 * forward, 5)
    name_axes(ax, weight, "비용 $J$")
    return lines


def draw_stationary(ax: Axes, function: Function) -> list[Text]:
    """Name the minima and the saddle points of a function of one or two variables.

    Parameters
    ----------
    ax : matplotlib.axes.Axes
        Where its curve or its contours are drawn.
    function : backprop.surfaces.Function
        With its minima, the deepest first.
    """
    depths = function.value(function.minima)
    written = []
    for point, depth in zip(function.minima, depths, strict=True):
        deepest = np.isclose(depth, depths.min())
        written.append(
            _name(
                ax,
                function,
                point,
                "전역 최솟값" if deepest else "지역 최솟값",
                "*" if deepest else "D",
            )
        )
    if function.dimensions > 1:
        written += [_name(ax, function, point, "안장점", "X") for point in function.saddles]
    return written


def _name(ax: Axes, function: Function, point: ArrayLike, text: str, marker: str) -> Text:
    point = np.asarray(point)
    x, y = point if len(point) == 2 else (point[0], float(function.value(point)))
    size = 16 if marker == "*" else 9
    ax.plot(
        x, y, marker, color=COLOURS["so"].light, markeredgecolor=PAPER, markersize=size, zorder=4
    )
    return offset(ax, (x, y), text, 0, -9)


def _steps(ax: Axes, x: NDArray[np.float64], y: NDArray[np.float64], width: float) -> Line2D:
    (line,) = ax.plot(x, y, color=INK, linewidth=width, marker="o", markersize=4.5)
    line.set_markevery(_apart(ax, x, y))
    ax.plot(x[-1], y[-1], "o", color=INK, markeredgecolor=PAPER, markersize=10)
    ax.plot(x[0], y[0], "o", color=PAPER, markeredgecolor=INK, markeredgewidth=2, markersize=10)
    return line


def _apart(ax: Axes, x: NDArray[np.float64], y: NDArray[np.float64]) -> list[int]:
    """Return which steps get a dot: each that is clear of the dot before it."""
    scale = np.array([np.ptp(ax.get_xlim()), np.ptp(ax.get_ylim())])
    places = np.column_stack([x, y]) / scale
    shown = [0]
    for step, place in enumerate(places):
        if np.linalg.norm(place - places[shown[-1]]) > LEAST_STEP:
            shown.append(step)
    return shown
