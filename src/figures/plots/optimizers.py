"""Optimizers at work: the paths of batch sizes and of methods."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from numpy.typing import ArrayLike, NDArray

from figures.plots.axes import apart
from figures.plots.label_places import name_paths, settle
from figures.plots.methods import BATCHES, METHODS, Series
from figures.style import INK, PAPER

if TYPE_CHECKING:
    from backprop.optimize.batches import BatchRun
    from backprop.optimize.races import Run

type Points = NDArray[np.float64]

LEAST_GAP = 9.0
"""Pixels between two markers on one path: shorter steps are drawn as a line alone."""
MANY = 1000
"""Points from which on a path is a thin line without markers."""


def draw_batch_paths(ax: Axes, runs: Sequence[BatchRun], minimum: ArrayLike) -> list[Line2D]:
    """Draw the path of every batch size, from one start towards one minimum.

    Parameters
    ----------
    ax : matplotlib.axes.Axes
        Where the contours of the loss are drawn.
    runs : sequence of backprop.optimize.batches.BatchRun
        At most three, from the largest batch to the smallest.
    minimum : array_like, shape (2,)
        Where the loss is least.

    Returns
    -------
    list of matplotlib.lines.Line2D
        One for each run.
    """
    points = [run.points for run in runs]
    # The restless path goes underneath.
    return _draw_paths(ax, points, BATCHES[: len(runs)], minimum, sinking=0.1)


def draw_runs(ax: Axes, runs: Sequence[Run], goals: ArrayLike = ()) -> list[Line2D]:
    """Draw the paths of methods on a surface of two weights, each named beside its path.

    Parameters
    ----------
    ax : matplotlib.axes.Axes
        Where the contours are drawn; what lies outside is cut off.
    runs : sequence of backprop.optimize.races.Run
        Points of shape (n + 1, 2), all from one start.
    goals : array_like, shape (n_goals, 2)
        Minima, drawn as stars.

    Returns
    -------
    list of matplotlib.lines.Line2D
        One for each run.
    """
    return _draw_paths(
        ax, [run.points for run in runs], [METHODS[run.method] for run in runs], goals
    )


def draw_start(ax: Axes, point: ArrayLike) -> None:
    """Draw where all paths start, array_like of shape (2,), as a ring."""
    x, y = np.asarray(point, dtype=float)
    ax.plot(x, y, "o", color=PAPER, markeredgecolor=INK, markeredgewidth=2, markersize=10, zorder=5)


def draw_goals(ax: Axes, goals: ArrayLike) -> None:
    """Draw minima, array_like of shape (n_goals, 2), as stars."""
    for goal in np.asarray(goals, dtype=float).reshape(-1, 2):
        ax.plot(
            *goal, "*", color=METHODS["rmsprop"].colour, markeredgecolor=PAPER, markersize=16,
            zorder=2.5,
        )  # fmt: skip


def _draw_paths(
    ax: Axes,
    paths: Sequence[Points],
    series: Sequence[Series],
    goals: ArrayLike,
    *,
    sinking: float = 0.0,
) -> list[Line2D]:
    """Draw and name paths from one start, each lower than the one before it by ``sinking``."""
    drawn = [
        _path(ax, points, one, 3 - sinking * k)
        for k, (points, one) in enumerate(zip(paths, series, strict=True))
    ]
    draw_start(ax, paths[0][0])
    draw_goals(ax, goals)
    name_paths(ax, drawn, series, free_start=True)
    return drawn


def _path(ax: Axes, points: Points, one: Series, order: float) -> Line2D:
    x, y = points.T
    few = len(points) < MANY
    width = 2.0 if few else 1.0
    if few:
        ax.plot(x, y, color=PAPER, linewidth=width + 2, alpha=0.7, zorder=order - 0.01)
    (line,) = ax.plot(
        x, y, **one.line, linewidth=width, marker=one.marker, markersize=5, zorder=order,
        markeredgewidth=0,
    )  # fmt: skip
    marked = []
    if few:
        settle(ax)
        marked = apart(ax.transData.transform(points), LEAST_GAP)
    line.set_markevery(marked)
    ax.plot(
        x[-1], y[-1], one.marker, color=one.colour, markeredgecolor=PAPER, markersize=11, zorder=4
    )
    return line
