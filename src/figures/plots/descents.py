"""The cost over one weight, and gradient descent seen from the side and from above."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.text import Text
from numpy.typing import ArrayLike, NDArray

from figures.notation import COLOURS
from figures.numbers import signed
from figures.plots.axes import apart, name_axes, offset
from figures.style import INK, PAPER

if TYPE_CHECKING:
    from backprop.optimize.functions import Function
    from backprop.optimize.surfaces import Path

LEAST_STEP = 0.018
"""Distance of two dots, as a share of the axes: shorter steps are drawn as a line alone."""


def draw_cost_slice(
    ax: Axes,
    values: ArrayLike,
    costs: ArrayLike,
    *,
    weight: float,
    cost: float,
    slope: float,
    name: str,
) -> tuple[Line2D, Line2D, Line2D]:
    """Draw the cost over one weight, where the network stands, and the tangent there.

    Parameters
    ----------
    ax : matplotlib.axes.Axes
        Where to draw.
    values, costs : array_like, shape (n,)
        Values of the weight, and the cost at each (`backprop.optimize.surfaces.cost_slice`).
    weight, cost, slope : float
        The current weight, the cost there, and ∂J/∂w there.
    name : str
        Which weight, as in ``w1[0,0]``.

    Returns
    -------
    tuple of matplotlib.lines.Line2D
        Curve, tangent, point.
    """
    x, y = np.asarray(values, dtype=float), np.asarray(costs, dtype=float)
    (curve,) = ax.plot(x, y, color=COLOURS["e"].light)
    half = 0.3 / np.hypot(1 / np.ptp(x), slope / np.ptp(y))
    ends = np.array([-half, half])
    (tangent,) = ax.plot(weight + ends, cost + slope * ends, color=INK, linewidth=1.75)
    (point,) = ax.plot(weight, cost, "o", color=INK, markersize=10, markeredgecolor=PAPER)
    ax.margins(0.02, 0.08)
    rising = slope > 0
    offset(ax, (weight, cost), f"기울기 {signed(slope)}", -14 if rising else 14, 8)
    name_axes(ax, name, "비용 $J$")
    return curve, tangent, point


def draw_path(ax: Axes, points: ArrayLike, *, name: str = "") -> Line2D:
    """Draw the steps of a descent: a ring where it starts, a full dot where it ends.

    Parameters
    ----------
    ax : matplotlib.axes.Axes
        Where to draw.
    points : array_like, shape (n + 1, 2)
        The points.
    name : str
        Written at the start.
    """
    x, y = np.asarray(points, dtype=float).T
    ax.plot(x, y, color=PAPER, linewidth=4, alpha=0.8)
    line = _steps(ax, x, y, 1.5)
    if name:
        climbs = len(y) > 1 and y[1] > y[0]
        offset(ax, (x[0], y[0]), name, 0, -10 if climbs else 8)
    return line


def draw_descents(ax: Axes, x: ArrayLike, values: ArrayLike, paths: Sequence[Path]) -> list[Line2D]:
    """Draw a function of one variable and descents on it.

    Parameters
    ----------
    ax : matplotlib.axes.Axes
        Where to draw.
    x, values : array_like, shape (n,)
        The curve.
    paths : sequence of backprop.optimize.surfaces.Path, points of shape (n + 1, 1)
        The descents.

    Returns
    -------
    list of matplotlib.lines.Line2D
        The curve, then one line for each path.
    """
    lines = ax.plot(x, values, color=COLOURS["e"].light)
    ax.margins(0.03, 0.16)
    lines += [_steps(ax, path.points[:, 0], path.values, 1.0) for path in paths]
    name_axes(ax, "가중치 $w$", "비용 $J$")
    return lines


def draw_stationary(ax: Axes, function: Function) -> list[Text]:
    """Name the minima and the saddle points of a function of one or two variables.

    Parameters
    ----------
    ax : matplotlib.axes.Axes
        Where its curve or its contours are drawn.
    function : backprop.optimize.functions.Function
        With its minima, the deepest first.
    """
    depths = function.value(function.minima)
    written = [
        _name(ax, function, point, *(("전역 최솟값", "*") if lowest else ("지역 최솟값", "D")))
        for point, lowest in zip(function.minima, np.isclose(depths, depths.min()), strict=True)
    ]
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
    scale = np.array([np.ptp(ax.get_xlim()), np.ptp(ax.get_ylim())])
    line.set_markevery(apart(np.column_stack([x, y]) / scale, LEAST_STEP))
    ax.plot(x[-1], y[-1], "o", color=INK, markeredgecolor=PAPER, markersize=10)
    ax.plot(x[0], y[0], "o", color=PAPER, markeredgecolor=INK, markeredgewidth=2, markersize=10)
    return line
