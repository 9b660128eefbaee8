"""One look for every figure: the page's own font, the course's colours, few lines.

Sizes are CSS pixels, because one Matplotlib point is made one pixel (``DPI`` = 72). Text is
measured in Pretendard, the font the page shows it in, and colours are those of `figures.notation`.
"""

from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

import matplotlib
import numpy as np
from matplotlib import font_manager
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.text import Annotation, Text
from numpy.typing import ArrayLike, NDArray

from figures.notation import COLOURS

DPI = 72
FONTS = Path(__file__).resolve().parents[2] / "node_modules/pretendard/dist/public/static"
TEXT_SIZE = 14.0
TICK_SIZE = 13.0
HALO = "halo"
"""Group id by which `figures.svg` knows text that is to stand on an edge of paper colour."""

PAPER, INK, MUTED, LINE = (COLOURS[token].light for token in ("paper", "ink", "muted", "line"))

STYLE: dict[Any, object] = {
    "axes.axisbelow": True,
    "axes.edgecolor": LINE,
    "axes.facecolor": "none",
    "axes.labelcolor": MUTED,
    "axes.labelsize": TEXT_SIZE,
    "axes.linewidth": 1.0,
    "axes.spines.right": False,
    "axes.spines.top": False,
    "axes.titlecolor": MUTED,
    "axes.titlelocation": "left",
    "axes.titlepad": 10.0,
    "axes.titlesize": TEXT_SIZE,
    "axes.unicode_minus": True,
    "figure.constrained_layout.h_pad": 4.0 / DPI,
    "figure.constrained_layout.w_pad": 4.0 / DPI,
    "figure.facecolor": "none",
    "font.family": "Pretendard",
    "font.size": TEXT_SIZE,
    "grid.color": LINE,
    "grid.linewidth": 1.0,
    "lines.linewidth": 2.25,
    "lines.solid_capstyle": "round",
    "path.simplify_threshold": 0.2,
    "svg.fonttype": "none",
    "svg.hashsalt": "figures",
    "text.color": INK,
    "text.parse_math": False,
    "xtick.color": LINE,
    "xtick.labelcolor": MUTED,
    "xtick.labelsize": TICK_SIZE,
    "xtick.major.size": 5.0,
    "xtick.minor.size": 0.0,
    "ytick.color": LINE,
    "ytick.labelcolor": MUTED,
    "ytick.labelsize": TICK_SIZE,
    "ytick.major.size": 0.0,
    "ytick.minor.size": 0.0,
}


@cache
def use_style() -> None:
    """Register the font and make `STYLE` Matplotlib's defaults in this process.

    Raises
    ------
    FileNotFoundError
        If the npm packages, which hold the font, are not installed.
    """
    for weight in ("Regular", "Bold"):
        font = FONTS / f"Pretendard-{weight}.otf"
        if not font.is_file():
            raise FileNotFoundError(
                f"{font} is missing: run `make build` (or `npm ci`) to install the fonts"
            )
        font_manager.fontManager.addfont(font)
    matplotlib.rcParams.update(STYLE)


def canvas(width: float = 400, height: float = 300, **subplot_kw: object) -> tuple[Figure, Axes]:
    """Return an empty figure of the given size in CSS pixels, and its one axis.

    Parameters
    ----------
    width, height : float
        Natural size in CSS pixels; 400 wide is made for a phone and scales up to 600.
    **subplot_kw
        Passed to `matplotlib.figure.Figure.add_subplot`.

    Raises
    ------
    ValueError
        If a size is not positive.
    """
    figure = _empty_figure(width, height)
    return figure, figure.add_subplot(**subplot_kw)


def panels(rows: int, width: float = 400, height: float = 150) -> tuple[Figure, list[Axes]]:
    """Return an empty figure of axes one below the other, all of the same scales.

    Parameters
    ----------
    rows : int
        How many.
    width, height : float
        Natural size of each in CSS pixels, as in `canvas`.
    """
    figure = _empty_figure(width, rows * height)
    return figure, list(figure.subplots(rows, sharex=True, sharey=True))


def _empty_figure(width: float, height: float) -> Figure:
    if not (width > 0 and height > 0):
        raise ValueError(f"width and height must be positive pixels, got {width} and {height}")
    use_style()
    return Figure(figsize=(width / DPI, height / DPI), dpi=DPI, layout="constrained")


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
    *,
    size: float = TICK_SIZE,
) -> list[Text]:
    """Write each line's label right of the axis at the height of its end, none over another.

    Call it when the limits and the scale of the vertical axis are settled.

    Parameters
    ----------
    ends : array_like, shape (n,)
        Last value of each line, in data units.
    labels, colours : sequence of str, length n
        Text and colour of each label.
    size : float
        Font size in pixels.
    """
    height = ax.get_figure(root=True).get_size_inches()[1] * DPI * 0.8  # pyright: ignore
    spec = ax.get_subplotspec()
    height /= spec.get_gridspec().nrows if spec else 1
    ax.get_ylim()  # Settles limits that Matplotlib has put off computing.
    to_axes = ax.transScale + ax.transLimits
    places = to_axes.transform(np.column_stack([np.ones(len(labels)), np.asarray(ends)]))[:, 1]
    return [
        ax.text(1.02, place, label, color=colour, size=size, va="center", transform=ax.transAxes)
        for place, label, colour in zip(
            spread(places, 1.2 * size / height), labels, colours, strict=True
        )
    ]
