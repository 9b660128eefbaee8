"""Faulty runs beside the mended one: their errors, and the angle of their updates."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from numpy.typing import NDArray

from figures.notation import COLOURS
from figures.plots.axes import name_axes, offset
from figures.plots.curves import Curve, draw_curve, draw_history, name_curves
from figures.plots.training import epochs_of
from figures.style import MUTED, TICK_SIZE

if TYPE_CHECKING:
    from backprop.lecture.wrong_updates import UpdateComparison
    from backprop.training import TrainingLog

RIGHT_ANGLE = 90.0
"""Degrees above which a step leads uphill."""


def draw_learning_curves(ax: Axes, logs: Mapping[str, TrainingLog]) -> list[Line2D]:
    """Draw the mean squared error of up to three runs of one length; both scales are logarithmic.

    Parameters
    ----------
    ax : matplotlib.axes.Axes
        Where to draw.
    logs : mapping of str to backprop.training.TrainingLog
        The runs by their names.
    """
    ax.margins(y=0.08)
    curves = _told_apart({name: log.mse for name, log in logs.items()})
    return draw_history(ax, curves, "평균제곱오차", log="xy")


def draw_angles(ax: Axes, comparisons: Mapping[str, UpdateComparison]) -> list[Line2D]:
    """Draw the angle between the update made and the right one; above 90° a step leads uphill.

    Parameters
    ----------
    ax : matplotlib.axes.Axes
        Where to draw; the horizontal scale becomes logarithmic.
    comparisons : mapping of str to backprop.lecture.wrong_updates.UpdateComparison
        Up to three runs of one length.
    """
    angles = {name: comparison.angle for name, comparison in comparisons.items()}
    top = 1.1 * max(RIGHT_ANGLE, *(angle.max() for angle in angles.values()))
    curves = _told_apart(angles)
    epochs = epochs_of(ax, np.size(curves[0].values))
    lines = [draw_curve(ax, epochs, curve) for curve in curves]
    ax.set_ylim(-2, top)
    ax.axhspan(RIGHT_ANGLE, top, color=COLOURS["e"].light, alpha=0.1, linewidth=0, zorder=0)
    ax.axhline(RIGHT_ANGLE, color=MUTED, linewidth=1.25)
    for text, up in (("오르막", 3), ("내리막", -3)):
        offset(ax, (1, RIGHT_ANGLE), text, 6, up, color=MUTED, size=TICK_SIZE)
    ax.set_yticks([0, 30, 60, 90], ["0°", "30°", "60°", "90°"])
    name_curves(ax, curves)
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
    line = draw_curve(ax, updates, Curve("", mse))
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


def _told_apart(ways: Mapping[str, NDArray[np.float64]]) -> list[Curve]:
    return [
        Curve(name, way, token, dash)
        for dash, ((name, way), token) in enumerate(
            zip(ways.items(), ("ink", "e", "x"), strict=False)
        )
    ]
