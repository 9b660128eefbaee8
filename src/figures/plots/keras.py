"""What a trained Keras model answers: its predictions over the targets, its probabilities."""

from collections.abc import Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.container import BarContainer
from matplotlib.lines import Line2D
from numpy.typing import ArrayLike

from figures.notation import COLOURS
from figures.plots.axes import name_axes, offset
from figures.plots.curves import DASHES
from figures.style import INK, MUTED, TICK_SIZE

SMALLEST_SHARE = 0.0005
"""Probabilities below are written as "0.1% 미만", because "0.0%" would say never."""


def draw_answers(ax: Axes, target: ArrayLike, prediction: ArrayLike) -> Line2D:
    """Draw every sample's prediction over its target; on the dashed line it would be right.

    Parameters
    ----------
    ax : matplotlib.axes.Axes
        Where to draw; both axes get the same limits.
    target, prediction : array_like, shape (n,)
        Targets and predictions.

    Returns
    -------
    matplotlib.lines.Line2D
        The points.

    Raises
    ------
    ValueError
        If the shapes differ or are not one-dimensional.
    """
    x, y = np.asarray(target, dtype=float), np.asarray(prediction, dtype=float)
    if x.shape != y.shape or x.ndim != 1:
        raise ValueError(f"target and prediction must be (n,) alike, got {x.shape} and {y.shape}")
    low, high = min(x.min(), y.min()), max(x.max(), y.max())
    ends = np.array([low, high]) + 0.04 * (high - low) * np.array([-1, 1])
    ax.plot(ends, ends, color=INK, linewidth=1.25, linestyle=DASHES[1])
    (points,) = ax.plot(
        x, y, "o", color=COLOURS["ao"].light, alpha=0.55, markersize=5, markeredgewidth=0
    )
    ax.set(xlim=ends, ylim=ends, aspect="equal")
    name_axes(ax, "목표값", "예측값")
    return points


def draw_probabilities(
    ax: Axes, probabilities: ArrayLike, names: Sequence[str], *, label: int
) -> BarContainer:
    """Draw the probability of each class as a bar; the true class is in colour and bold.

    Parameters
    ----------
    ax : matplotlib.axes.Axes
        Where to draw.
    probabilities : array_like, shape (n_classes,)
        Answer for one sample.
    names : sequence of str, length n_classes
        Classes.
    label : int
        The true class.

    Returns
    -------
    matplotlib.container.BarContainer
        The bars.

    Raises
    ------
    ValueError
        If the lengths differ or the label names no class.
    """
    shares = np.asarray(probabilities, dtype=float)
    if shares.shape != (len(names),) or not 0 <= label < len(names):
        raise ValueError(
            f"one probability for each of {len(names)} classes and a label among them, "
            f"got shape {shares.shape} and label {label}"
        )
    rows = np.arange(len(names))
    colours = [COLOURS["ao"].light if row == label else MUTED for row in rows]
    bars = ax.barh(rows, shares, height=0.66, color=colours)
    for row, share in enumerate(shares):
        written = f"{share:.1%}" if share >= SMALLEST_SHARE else "0.1% 미만"
        offset(
            ax,
            (share, row),
            written,
            6,
            0,
            size=TICK_SIZE,
            color=INK if row == label else MUTED,
            weight="bold" if row == label else "normal",
        )
    ax.set_yticks(rows, names)
    tick = ax.get_yticklabels()[label]
    tick.set(color=INK, weight="bold")
    ax.invert_yaxis()
    ax.set_xlim(0, 1.18)
    ax.set_xticks([0, 0.5, 1], ["0%", "50%", "100%"])
    ax.spines["left"].set_visible(False)
    name_axes(ax, "확률", "종류")
    return bars
