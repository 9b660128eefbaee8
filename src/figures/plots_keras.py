"""What a trained Keras model did: its curves over the epochs, its answers, its probabilities."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from matplotlib.axes import Axes
from matplotlib.container import BarContainer
from matplotlib.lines import Line2D
from matplotlib.ticker import MaxNLocator
from numpy.typing import ArrayLike

from figures.notation import COLOURS
from figures.numbers import powers_of_ten
from figures.plots_functions import DASHES
from figures.style import INK, MUTED, TICK_SIZE, label_ends, name_axes, offset

SMALLEST_SHARE = 0.0005
"""Probabilities below are written as "0.1% 미만", because "0.0%" would say never."""


@dataclass(frozen=True, slots=True)
class Curve:
    """One line over the epochs.

    Attributes
    ----------
    name : str
        Written at its end.
    values : sequence of float
        One for each epoch, the first for epoch 1.
    token : str
        Colour.
    dash : int
        Index into `figures.plots_functions.DASHES`.
    """

    name: str
    values: Sequence[float]
    token: str = "e"
    dash: int = 0


def draw_history(
    ax: Axes,
    curves: Sequence[Curve],
    quantity: str,
    *,
    baseline: tuple[str, float] | None = None,
    scale: str = "linear",
) -> list[Line2D]:
    """Draw quantities of a training run over its epochs.

    Parameters
    ----------
    ax : matplotlib.axes.Axes
        Where to draw.
    curves : sequence of Curve
        The lines, all over the same epochs.
    quantity : str
        Name of the vertical axis.
    baseline : (str, float), optional
        Name and height of a thin line to compare with.
    scale : {"linear", "log"}
        Scale of the vertical axis.

    Returns
    -------
    list of matplotlib.lines.Line2D
        One for each curve.

    Raises
    ------
    ValueError
        If there is no curve, or they differ in length.
    """
    lengths = {len(curve.values) for curve in curves}
    if len(lengths) != 1:
        raise ValueError(f"curves must be of one length, got {sorted(lengths)}")
    epochs = np.arange(1, lengths.pop() + 1)
    ax.set_yscale(scale)
    ends = [(curve.values[-1], curve.name, COLOURS[curve.token].light) for curve in curves]
    if baseline is not None:
        name, value = baseline
        ax.axhline(value, color=MUTED, linewidth=1.5, linestyle=DASHES[2])
        ends.append((value, name, MUTED))
    lines = []
    for curve in curves:
        lines += ax.plot(
            epochs, curve.values, color=COLOURS[curve.token].light, linestyle=DASHES[curve.dash]
        )
    ax.set_xlim(1, epochs[-1])
    ax.xaxis.set_major_locator(MaxNLocator(5, integer=True, steps=[1, 2, 3, 5, 10]))
    ax.grid(axis="y")
    name_axes(ax, "에포크", quantity)
    if scale == "log":
        powers_of_ten(ax, "y")
    label_ends(ax, *zip(*ends, strict=True))
    return lines


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
