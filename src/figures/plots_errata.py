"""Faulty runs beside the mended one: their errors, and the angle of their updates.

The logarithmic axes count epochs as the lecture does, from 1.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from numpy.typing import ArrayLike

from figures.notation import COLOURS
from figures.numbers import powers_of_ten
from figures.plots_functions import DASHES
from figures.style import INK, MUTED, TICK_SIZE, label_ends, name_axes, offset

if TYPE_CHECKING:
    from backprop.training import TrainingLog
    from backprop.wrong_updates import UpdateComparison

COLOUR_ORDER = (INK, COLOURS["e"].light, COLOURS["x"].light)
DASH_ORDER = (DASHES[0], DASHES[1], DASHES[2])
RIGHT_ANGLE = 90.0
"""Degrees above which a step leads uphill."""


def draw_learning_curves(
    ax: Axes, logs: Sequence[TrainingLog], names: Sequence[str]
) -> list[Line2D]:
    """Draw the mean squared error of several runs, each named at its end.

    Parameters
    ----------
    ax : matplotlib.axes.Axes
        Where to draw; both scales become logarithmic.
    logs : sequence of backprop.training.TrainingLog
        Up to three runs of equal length.
    names : sequence of str
        Name of each run.
    """
    lines = _draw(ax, [log.mse for log in logs])
    ax.set_yscale("log")
    powers_of_ten(ax, "y")
    ax.margins(y=0.08)
    _name(ax, lines, names)
    ax.grid(axis="y")
    name_axes(ax, "에포크", "평균제곱오차")
    return lines


def draw_angles(
    ax: Axes, comparisons: Sequence[UpdateComparison], names: Sequence[str]
) -> list[Line2D]:
    """Draw the angle between the update made and the right one; above 90° a step leads uphill.

    Parameters
    ----------
    ax : matplotlib.axes.Axes
        Where to draw; the horizontal scale becomes logarithmic.
    comparisons : sequence of backprop.wrong_updates.UpdateComparison
        Up to three runs of equal length.
    names : sequence of str
        Name of each run.
    """
    lines = _draw(ax, [comparison.angle for comparison in comparisons])
    top = 1.1 * max(RIGHT_ANGLE, *(comparison.angle.max() for comparison in comparisons))
    ax.set_ylim(-2, top)
    ax.axhspan(RIGHT_ANGLE, top, color=COLOURS["e"].light, alpha=0.1, linewidth=0, zorder=0)
    ax.axhline(RIGHT_ANGLE, color=MUTED, linewidth=1.25)
    for text, up in (("오르막", 3), ("내리막", -3)):
        offset(ax, (1, RIGHT_ANGLE), text, 6, up, color=MUTED, size=TICK_SIZE)
    ax.set_yticks([0, 30, 60, 90], ["0°", "30°", "60°", "90°"])
    _name(ax, lines, names)
    name_axes(ax, "에포크", "옳은 방향과 이루는 각")
    return lines


def draw_turn(ax: Axes, log: TrainingLog, since: int) -> Line2D:
    """Draw the late part of a run on even scales, and mark where its error is least.

    Parameters
    ----------
    ax : matplotlib.axes.Axes
        Where to draw; the horizontal axis counts updates, from 0.
    log : backprop.training.TrainingLog
        The run.
    since : int
        First state to draw.
    """
    updates = np.arange(log.iterations + 1)[since:]
    mse = log.mse[since:]
    (line,) = ax.plot(updates, mse, color=COLOUR_ORDER[1])
    for place, up, side in ((int(mse.argmin()), -12, "center"), (-1, 10, "right")):
        end = (updates[place], mse[place])
        ax.plot(*end, "o", color=line.get_color(), markersize=9, clip_on=False, zorder=3)
        offset(ax, end, f"{end[0]:,}번 뒤 {end[1]:.5f}", 0, up, ha=side)
    ax.set_xlim(since, log.iterations)
    ax.margins(y=0.2)
    ax.grid(axis="y")
    ax.xaxis.set_major_formatter("{x:,.0f}")
    name_axes(ax, "고친 횟수", "평균제곱오차")
    return line


def _draw(ax: Axes, series: Sequence[ArrayLike]) -> list[Line2D]:
    rows = [np.asarray(values) for values in series]
    ax.set_xscale("log")
    ax.set_xlim(1, len(rows[0]))
    powers_of_ten(ax, "x")
    epochs = np.arange(1, len(rows[0]) + 1)
    return [
        ax.plot(epochs, values, color=colour, linestyle=dash)[0]
        for values, colour, dash in zip(rows, COLOUR_ORDER, DASH_ORDER, strict=False)
    ]


def _name(ax: Axes, lines: Sequence[Line2D], names: Sequence[str]) -> None:
    ends = [np.asarray(line.get_ydata())[-1] for line in lines]
    label_ends(ax, ends, names, [str(line.get_color()) for line in lines])
