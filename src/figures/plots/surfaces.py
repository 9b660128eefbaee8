"""The cost over two weights, as contours and as a landscape."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection, PolyCollection
from matplotlib.contour import QuadContourSet
from matplotlib.ticker import MaxNLocator
from numpy.typing import NDArray

from figures.notation import COLOURS
from figures.plots.axes import name_axes, offset
from figures.plots.descents import draw_path
from figures.style import LINE, MUTED

if TYPE_CHECKING:
    from backprop.optimize.surfaces import CostSurface, Path

COST = COLOURS["e"].light
LEVELS = 10
START = "시작"
TINT = 0.075
"""Opacity of one level; each higher one lies on top of those below it."""
AZIMUTH, ELEVATION = -125.0, 32.0
"""Direction of view on the landscape, in degrees."""
HEIGHT = 0.75
"""Height of the landscape over its sides."""


def draw_contours(ax: Axes, surface: CostSurface, path: Path | None = None) -> list[QuadContourSet]:
    """Draw the cost over two weights as contours, the darker the higher.

    Parameters
    ----------
    ax : matplotlib.axes.Axes
        Where to draw.
    surface : backprop.optimize.surfaces.CostSurface
        Cost over the grid.
    path : backprop.optimize.surfaces.Path, optional
        A descent over the same two weights.

    Returns
    -------
    list of matplotlib.contour.QuadContourSet
        For each level what lies above it, its edge the contour.
    """
    z = surface.values
    levels = np.asarray(MaxNLocator(LEVELS).tick_values(z.min(), z.max()))
    levels = levels[(levels > z.min()) & (levels < z.max())]
    # The regions reach over the edge of the picture, so that it cuts off their own edge there.
    x, y = (
        np.pad(grid, 1, mode="reflect", reflect_type="odd")
        for grid in (surface.grid_i, surface.grid_j)
    )
    z = np.pad(z, 1, mode="edge")
    drawn = []
    for level in levels:
        region = ax.contourf(x, y, z, levels=[level, np.inf], colors=[(COST, TINT)])
        region.set(edgecolor=(COST, 0.45), linewidth=0.75)
        drawn.append(region)
    ax.set_xlim(surface.grid_i[0], surface.grid_i[-1])
    ax.set_ylim(surface.grid_j[0], surface.grid_j[-1])
    name_axes(ax, surface.labels[0], surface.labels[1])
    for spine in ax.spines.values():
        spine.set_visible(False)
    if path is not None:
        draw_path(ax, path.points, name=START)
    return drawn


def draw_relief(
    ax: Axes,
    surface: CostSurface,
    path: Path | None = None,
    *,
    cells: int = 20,
) -> PolyCollection:
    """Draw the cost over two weights as a landscape, the darker the higher.

    Parameters
    ----------
    ax : matplotlib.axes.Axes
        Where to draw; its scales are taken over.
    surface : backprop.optimize.surfaces.CostSurface
        Cost over the grid.
    path : backprop.optimize.surfaces.Path, optional
        A descent over the same two weights, drawn on the landscape.
    cells : int
        About how many facets a side is drawn with; the grid is thinned to that.

    Returns
    -------
    matplotlib.collections.PolyCollection
        The facets, from the farthest to the nearest.
    """
    rows, columns = (_thinned(n, cells) for n in surface.values.shape)
    x, y = np.meshgrid(surface.grid_i[columns], surface.grid_j[rows])
    z = surface.values[np.ix_(rows, columns)]
    low = np.array([values.min() for values in (x, y, z)])
    high = np.array([values.max() for values in (x, y, z)])

    def seen(points: NDArray[np.float64]) -> NDArray[np.float64]:
        return project(((points - low) / (high - low) - 0.5) * [1, 1, HEIGHT])

    mesh = seen(np.stack([x, y, z], axis=-1))

    facets = np.stack([mesh[:-1, :-1], mesh[:-1, 1:], mesh[1:, 1:], mesh[1:, :-1]], axis=2)
    facets = facets.reshape(-1, 4, 3)
    order = np.argsort(facets[:, :, 2].mean(axis=1))
    tops = (z[:-1, :-1] + z[:-1, 1:] + z[1:, 1:] + z[1:, :-1]).ravel() / 4
    share = (tops - low[2]) / (high[2] - low[2])
    alphas = 0.06 + 0.6 * np.round(share * LEVELS) / LEVELS

    corners = np.array([[0, 0, 0], [1, 0, 0], [1, 1, 0], [0, 1, 0]])
    floor = np.where(corners, high, low)
    ground = seen(floor)
    ax.add_collection(
        LineCollection([ground[[0, 1, 2, 3, 0], :2]], colors=LINE, linewidths=1, zorder=0.5)
    )
    relief = PolyCollection(
        list(facets[order, :, :2]),
        facecolors=[(COST, alpha) for alpha in alphas[order]],
        edgecolors=[(COST, 0.35)],
        linewidths=0.5,
    )
    ax.add_collection(relief)
    ax.autoscale_view()
    if path is not None:
        track = seen(np.column_stack([path.points, path.values]))
        draw_path(ax, track[:, :2], name=START)
    near = int(np.argmax(ground[:, 2]))
    for other in (near - 1, (near + 1) % 4):
        middle = (ground[near] + ground[other]) / 2
        name = surface.labels[0 if floor[near, 1] == floor[other, 1] else 1]
        right = 1 if middle[0] > ground[near, 0] else -1
        offset(ax, (middle[0], middle[1]), name, 8 * right, -4, color=MUTED)
    ax.set_aspect("equal")
    ax.set_axis_off()
    return relief


def _thinned(n: int, cells: int) -> NDArray[np.intp]:
    return np.unique(np.linspace(0, n - 1, min(n, cells + 1)).round().astype(np.intp))


def project(
    points: NDArray[np.float64], azimuth: float = AZIMUTH, elevation: float = ELEVATION
) -> NDArray[np.float64]:
    """Return where points in space are drawn, without perspective.

    Parameters
    ----------
    points : ndarray, shape (..., 3)
        Points.
    azimuth, elevation : float
        Direction of view, in degrees.

    Returns
    -------
    ndarray, shape (..., 3)
        To the right, upwards, and towards the eye.
    """
    x, y, z = np.moveaxis(points, -1, 0)
    a, e = np.radians([azimuth, elevation])
    right = -np.sin(a) * x + np.cos(a) * y
    near = np.cos(a) * x + np.sin(a) * y
    up = np.cos(e) * z - np.sin(e) * near
    return np.stack([right, up, np.cos(e) * near + np.sin(e) * z], axis=-1)
