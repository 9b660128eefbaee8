"""The plane of learning rate and β, by the share of the distance that momentum leaves."""

from collections.abc import Mapping

import numpy as np
from matplotlib.axes import Axes
from matplotlib.contour import QuadContourSet

from backprop.optimize.stability import remaining_share
from figures.notation import COLOURS
from figures.numbers import formatted
from figures.plots.axes import name_axes, offset
from figures.plots.curves import DASHES
from figures.style import INK, PAPER

RIGHT = 4.2
"""ηλ up to which is drawn: the region ends at 4."""
LEVELS = (0.5, 0.7, 0.85, 0.95)
"""Shares whose lines are drawn."""
TINT = 0.22


def draw_momentum_plane(
    ax: Axes, points: Mapping[str, tuple[float, float]]
) -> list[QuadContourSet]:
    """Draw which ηλ and β lead to the minimum, the darker the more quickly.

    Parameters
    ----------
    ax : matplotlib.axes.Axes
        Where to draw.
    points : mapping of str to (float, float)
        Names of points that are marked, each with its ηλ and β.

    Returns
    -------
    list of matplotlib.contour.QuadContourSet
        The stable region, then for each of `LEVELS`, falling, where less stays.
    """
    x, beta = np.linspace(0, RIGHT, 211), np.linspace(0, 1, 101)
    share = remaining_share(*np.meshgrid(x, beta))
    drawn = []
    for level in (1.0, *sorted(LEVELS, reverse=True)):
        # What lies on the edge of the region does not come nearer.
        region = ax.contourf(
            x, beta, share, levels=[-1, np.nextafter(level, 0)], colors=[(COLOURS["x"].light, TINT)]
        )
        region.set(edgecolor=(COLOURS["x"].light, 0.5), linewidth=0.75)
        drawn.append(region)
    for sign in (-1, 1):
        ax.plot(
            (1 + sign * np.sqrt(beta)) ** 2, beta, color=INK, linestyle=DASHES[1], linewidth=1.5
        )
    for name, point in points.items():
        ax.plot(*point, "o", color=INK, markersize=9, markeredgecolor=PAPER, clip_on=False)
        offset(ax, point, name, 9, 9)
    offset(ax, (3.6, 0.25), "발산", 0, 0)
    offset(ax, (1.3, 0.6), "출렁임", 0, 0)
    ax.set_xlim(0, RIGHT)
    ax.set_ylim(0, 1)
    ax.set_yticks([0, 0.5, 1], [formatted(each, "g") for each in (0, 0.5, 1)])
    name_axes(ax, "$ηλ$", "$β$")
    return drawn
