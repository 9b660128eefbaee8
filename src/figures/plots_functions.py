"""Curves of one variable: activation functions with their derivatives, losses."""

from collections.abc import Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from numpy.typing import ArrayLike

from figures.notation import COLOURS
from figures.style import INK, LINE, MUTED, label_ends, name_axes, offset

DASHES = ("solid", (0, (5, 3)), (0, (1.5, 2.5)), (0, (8, 3, 1.5, 3)))
"""Line styles, so that no line is told from another by its colour alone."""


def draw_activation(
    ax: Axes,
    s: ArrayLike,
    activated: ArrayLike,
    derivative: ArrayLike,
    *,
    names: tuple[str, str] = ("$σ(s)$", "$σ′(s)$"),
) -> list[Line2D]:
    """Draw an activation function and its derivative over the weighted sum.

    Parameters
    ----------
    ax : matplotlib.axes.Axes
        Where to draw.
    s, activated, derivative : array_like, shape (n,)
        Weighted sums, function values, values of the derivative.
    names : tuple of str
        What the two lines are called at their ends.

    Returns
    -------
    list of matplotlib.lines.Line2D
        Function, derivative.
    """
    colours = (COLOURS["ah"].light, COLOURS["sh"].light)
    ax.axhline(0, color=LINE, linewidth=1)
    ax.axvline(0, color=LINE, linewidth=1)
    lines = [
        *ax.plot(s, activated, color=colours[0], linestyle=DASHES[0]),
        *ax.plot(s, derivative, color=colours[1], linestyle=DASHES[1]),
    ]
    ax.margins(x=0)
    name_axes(ax, "가중합 $s$", "활성값")
    ends = [float(np.asarray(values)[-1]) for values in (activated, derivative)]
    label_ends(ax, ends, names, colours)
    return lines


def draw_losses(
    ax: Axes,
    prediction: ArrayLike,
    losses: Sequence[ArrayLike],
    names: Sequence[str],
    *,
    target: float,
) -> list[Line2D]:
    """Draw losses of one sample as functions of its prediction.

    Parameters
    ----------
    ax : matplotlib.axes.Axes
        Where to draw.
    prediction : array_like, shape (n,)
        Predictions, ascending.
    losses : sequence of array_like, each of shape (n,)
        Loss at each prediction.
    names : sequence of str
        Name of each loss, written where its line is highest.
    target : float
        Target, marked on the axis.

    Returns
    -------
    list of matplotlib.lines.Line2D
        One line for each loss.

    Raises
    ------
    ValueError
        If there are not as many names as losses, or more than the line styles tell apart.
    """
    styles = tuple(zip((COLOURS["e"].light, INK, COLOURS["sh"].light), DASHES, strict=False))
    if len(losses) != len(names) or len(losses) > len(styles):
        raise ValueError(
            f"one name for each of at most {len(styles)} losses, "
            f"got {len(names)} names and {len(losses)} losses"
        )
    x = np.asarray(prediction, dtype=float)
    ax.axvline(target, color=MUTED, linewidth=1.25, linestyle=DASHES[2])
    lines = []
    for loss, name, (colour, dash) in zip(losses, names, styles, strict=False):
        lines += ax.plot(x, loss, color=colour, linestyle=dash)
        peak = int(np.argmax(loss))
        left = x[peak] < target
        top = (x[peak], float(np.asarray(loss)[peak]))
        offset(ax, top, name, 0, 4, color=colour, ha="left" if left else "right")
    ax.margins(y=0.1)
    ax.set_ylim(bottom=0)
    ax.annotate(
        f"목표값 $y$ = {target:g}",
        (target, 1),
        (-8 if target > x.mean() else 8, 0),
        xycoords=("data", "axes fraction"),
        textcoords="offset points",
        ha="right" if target > x.mean() else "left",
        va="top",
        color=MUTED,
    )
    name_axes(ax, "예측값 $o$", "손실")
    return lines
