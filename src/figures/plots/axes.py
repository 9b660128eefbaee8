"""What all plots share: names of axes, text beside data, labels that keep off each other."""

import math
from collections.abc import Sequence
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.text import Annotation, Text
from matplotlib.ticker import Formatter, LogLocator, NullFormatter
from numpy.typing import ArrayLike, NDArray

from figures.numbers import powers
from figures.style import DPI, INK, TICK_SIZE
from figures.svg.publish import HALO


def name_axes(ax: Axes, x: str, y: str) -> None:
    """Name both axes with horizontal text: ``y`` above its axis, ``x`` under the right end."""
    ax.set_title(y)
    ax.set_xlabel(x, loc="right")


def offset(
    ax: Axes, point: tuple[float, float], text: str, right: float, up: float, **text_kw: Any
) -> Annotation:
    """Write ``text`` some pixels away from a data point, with a halo, on the side it lies on."""
    aligned: dict[str, Any] = {
        "ha": "left" if right > 0 else "right" if right < 0 else "center",
        "va": "bottom" if up > 0 else "top" if up < 0 else "center",
    }
    arguments: dict[str, Any] = aligned | {"color": INK} | text_kw
    return ax.annotate(
        text,
        point,
        (right, up),
        textcoords="offset points",
        gid=HALO,
        **arguments,
    )


def apart(places: NDArray[np.float64], gap: float) -> list[int]:
    """Return which points of a path (n, 2) get a mark: each that is clear of the mark before it."""
    shown = [0]
    for step, place in enumerate(places):
        if np.linalg.norm(place - places[shown[-1]]) > gap:
            shown.append(step)
    return shown


def spread(places: ArrayLike, gap: float) -> NDArray[np.float64]:
    """Move ``places`` as little as possible so that neighbours stand at least ``gap`` apart.

    Least squares under an order constraint, solved by pooling adjacent violators.

    Parameters
    ----------
    places : array_like, shape (n,)
        Wished places, in any order.
    gap : float
        Least distance of two neighbours, in the same unit.

    Returns
    -------
    ndarray, shape (n,)
        New places, in the order of ``places``.
    """
    wished = np.asarray(places, dtype=float)
    order = np.argsort(wished, kind="stable")
    steps = gap * np.arange(len(wished))
    pools: list[list[float]] = []
    for value in wished[order] - steps:
        pools.append([value])
        while len(pools) > 1 and np.mean(pools[-2]) > np.mean(pools[-1]):
            pools[-2:] = [pools[-2] + pools[-1]]
    moved = np.empty_like(wished)
    moved[order] = steps + np.concatenate([[np.mean(pool)] * len(pool) for pool in pools])
    return moved


def label_ends(
    ax: Axes,
    ends: ArrayLike,
    labels: Sequence[str],
    colours: Sequence[str],
) -> list[Text]:
    """Write each line's label right of the axis at the height of its end, none over another.

    Call it when the limits and the scale of the vertical axis are settled.

    Parameters
    ----------
    ends : array_like, shape (n,)
        Last value of each line, in data units.
    labels, colours : sequence of str, length n
        Text and colour of each label.
    """
    height = ax.get_figure(root=True).get_size_inches()[1] * DPI * 0.8  # pyright: ignore
    spec = ax.get_subplotspec()
    height /= spec.get_gridspec().nrows if spec else 1
    ax.get_ylim()  # Settles limits that Matplotlib has put off computing.
    to_axes = ax.transScale + ax.transLimits
    places = to_axes.transform(np.column_stack([np.ones(len(labels)), np.asarray(ends)]))[:, 1]
    return [
        ax.text(
            1.02, place, label, color=colour, size=TICK_SIZE, va="center", transform=ax.transAxes
        )
        for place, label, colour in zip(
            spread(places, 1.2 * TICK_SIZE / height), labels, colours, strict=True
        )
    ]


def powers_of_ten(ax: Axes, axis: str, every: int = 1) -> None:
    """Make the ``"x"`` or ``"y"`` axis logarithmic, labelled with every so many powers of ten."""
    which = {"x": ax.xaxis, "y": ax.yaxis}[axis]
    ax.set(**{f"{axis}scale": "log"})
    which.set_major_locator(LogLocator(10.0**every))
    which.set_major_formatter(_PowersOfTen())
    which.set_minor_formatter(NullFormatter())


class _PowersOfTen(Formatter):
    """Writes the ticks that are seen, all in the same manner; the locator adds some outside."""

    def format_ticks(self, values: Sequence[float]) -> list[str]:
        assert self.axis is not None  # Matplotlib sets it before it asks for labels.
        lowest, highest = sorted(self.axis.get_view_interval())
        seen = [place for place, value in enumerate(values) if lowest <= value <= highest]
        written = powers([round(math.log10(values[place])) for place in seen])
        labels = [""] * len(values)
        for place, label in zip(seen, written, strict=True):
            labels[place] = label
        return labels

    def __call__(self, x: float, pos: int | None = None) -> str:
        return powers([round(math.log10(x))])[0]
