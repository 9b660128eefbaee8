"""Where to write the names of paths that run close to each other.

Each name stands beside some point of its own path. Of all points and all eight sides the one is
taken that covers least: no name over another, none outside the box, few lines under it, and its own
path clearly the nearest.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.textpath import TextPath
from numpy.typing import ArrayLike, NDArray

from figures.plots.methods import Series
from figures.style import TICK_SIZE
from figures.svg.publish import HALO

type Points = NDArray[np.float64]

GAP = 9.0
"""Pixels between a point of the path and the name beside it."""
SPACING = 3.0
"""Pixels between the points by which a path is felt."""
FARTHEST = 5000.0
"""Longest step in pixels that is felt throughout: a run that diverges leaves the picture."""
FORBIDDEN = 1e6
ANCHORS = 200
"""Points of a path at which its name is tried, at most."""
CLOSE = 12.0
"""Distance to another path in pixels at which a name begins to be ambiguous."""
AMBIGUOUS = 15.0
"""Cost of a name beside two paths, in points covered."""
SIDES = np.array(
    [(1, 0), (-1, 0), (0, 1), (0, -1), (1, 1), (-1, 1), (1, -1), (-1, -1)], dtype=float
)


@dataclass(frozen=True, slots=True, eq=False)
class LabelPlace:
    """Where one name goes.

    Attributes
    ----------
    vertex : int
        The vertex of its path that has been passed where the name stands.
    anchor, centre : numpy.ndarray, shape (2,)
        The point of the path, and the middle of the name, in pixels.
    """

    vertex: int
    anchor: Points
    centre: Points


def place_labels(
    paths: Sequence[Points],
    sizes: Sequence[tuple[float, float]],
    box: tuple[float, float, float, float],
    taken: ArrayLike = (),
) -> list[LabelPlace]:
    """Find a place for the name of each path.

    Parameters
    ----------
    paths : sequence of numpy.ndarray, shape (n_i, 2)
        The paths in pixels.
    sizes : sequence of tuple of float
        Width and height of each name.
    box : tuple of float
        Left, bottom, right and top of what may be written on.
    taken : array_like, shape (n, 2)
        Points that should stay free.

    Raises
    ------
    ValueError
        If a path has no point inside the box.
    """
    low, high = np.array(box[:2]), np.array(box[2:])
    felt = [_felt(path) for path in paths]
    placed: list[LabelPlace] = []
    for own, ((points, vertices), size) in enumerate(zip(felt, sizes, strict=True)):
        half = np.array(size) / 2
        inside = ((points >= low) & (points <= high)).all(axis=1)
        if not inside.any():
            raise ValueError(f"paths[{own}] has no point inside the box {box}")
        tried = np.flatnonzero(inside)
        tried = tried[:: -(-len(tried) // ANCHORS)]
        anchors, passed = points[tried], vertices[tried]
        centres = anchors[:, None, :] + SIDES * (half + GAP * np.abs(SIDES).sum(1)[:, None] ** -0.5)
        others = [other for k, (other, _) in enumerate(felt) if k != own]
        others = np.concatenate([*others, np.array(taken, dtype=float).reshape(-1, 2)])
        cost = 1.5 * _covered(centres, half, others) + 0.6 * _covered(centres, half, points)
        cost += FORBIDDEN * ((centres - half < low) | (centres + half > high)).any(axis=2)
        for place, other_size in zip(placed, sizes, strict=False):
            apart = np.abs(centres - place.centre) >= half + np.array(other_size) / 2
            cost += FORBIDDEN * ~apart.any(axis=2)
        if len(others):
            nearest = np.linalg.norm(anchors[:, None] - others, axis=2).min(axis=1)
            cost += AMBIGUOUS * np.exp(-nearest / CLOSE)[:, None]
        anchor, side = np.unravel_index(int(np.argmin(cost)), cost.shape)
        vertex, where = int(passed[anchor]), centres[anchor, side]
        placed.append(LabelPlace(vertex, anchors[anchor], where))
    return placed


def path_places(
    ax: Axes, paths: Sequence[Points], series: Sequence[Series], *, free_start: bool
) -> list[LabelPlace]:
    """Find a place on an axis for the name of each series' path, given in data coordinates.

    With ``free_start``, nothing is written over the point from which all of them start.
    """
    settle(ax)
    pixels = [ax.transData.transform(path) for path in paths]
    sizes = [
        (TextPath((0, 0), one.name, size=TICK_SIZE).get_extents().width + 2, TICK_SIZE + 2)
        for one in series
    ]
    left, bottom, right, top = ax.bbox.extents
    taken = [pixels[0][0]] if free_start else []
    return place_labels(pixels, sizes, (left, bottom, right, top), taken)


def name_paths(
    ax: Axes, paths: Sequence[Line2D], series: Sequence[Series], *, free_start: bool = False
) -> None:
    """Write the name of each series beside its path, which is drawn."""
    vertices = [np.column_stack(line.get_data()) for line in paths]
    places = path_places(ax, vertices, series, free_start=free_start)
    for place, one in zip(places, series, strict=True):
        x, y = ax.transData.inverted().transform(place.anchor)
        ax.annotate(
            one.name,
            (x, y),
            tuple(place.centre - place.anchor),
            textcoords="offset points",
            ha="center",
            va="center",
            color=one.colour,
            size=TICK_SIZE,
            gid=HALO,
            zorder=6,
        )


def settle(ax: Axes) -> None:
    """Let Matplotlib carry out the layout that it has put off, so that pixels are final."""
    ax.get_figure(root=True).draw_without_rendering()  # pyright: ignore


def _felt(path: Points) -> tuple[Points, NDArray[np.intp]]:
    """Return points about `SPACING` apart along a path, and the last vertex before each.

    Where a path comes back to, it is felt once.
    """
    steps = np.diff(path, axis=0)
    counts = np.ceil(np.minimum(np.hypot(*steps.T), FARTHEST) / SPACING).astype(int)
    vertices = np.repeat(np.arange(len(counts)), counts)
    shares = np.concatenate([np.empty(0), *(np.arange(n) / n for n in counts if n)])
    between = path[vertices] + shares[:, None] * steps[vertices]
    points = np.vstack([between, path[-1:]])
    _, first = np.unique(np.round(points / SPACING), axis=0, return_index=True)
    first.sort()
    return points[first], np.append(vertices, len(path) - 1)[first]


def _covered(centres: Points, half: Points, points: Points) -> Points:
    """Return how many points lie under a name at each of the centres (n, 8)."""
    off = np.abs(centres[:, :, None, :] - points)
    return (off < half + 2).all(axis=3).sum(axis=2).astype(float)
