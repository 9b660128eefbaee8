"""The gradient check: errors against ε, and the gradient itself as bars."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from matplotlib.axes import Axes
from matplotlib.container import BarContainer
from matplotlib.lines import Line2D

from figures.notation import COLOURS
from figures.numbers import scientific, signed
from figures.plots.axes import name_axes, offset, powers_of_ten
from figures.plots.curves import DASHES
from figures.style import INK, MUTED, PAPER, TICK_SIZE

if TYPE_CHECKING:
    from backprop.gradient_check import GradientCheck
    from backprop.network_check import EpsilonSweep


def draw_epsilon_sweep(ax: Axes, sweep: EpsilonSweep) -> list[Line2D]:
    """Draw the V of truncation and rounding.

    Parameters
    ----------
    ax : matplotlib.axes.Axes
        Where to draw; both scales become logarithmic.
    sweep : backprop.network_check.EpsilonSweep
        Relative errors for many ε.

    Returns
    -------
    list of matplotlib.lines.Line2D
        Worst error, truncation, rounding.
    """
    eps = sweep.epsilons
    for axis in ("x", "y"):
        powers_of_ten(ax, axis, 2)
    exact = sweep.relative_error == 0
    spread = np.ma.masked_array(sweep.relative_error, exact)
    ax.fill_between(
        eps, spread.min(axis=1), sweep.worst_error, color=MUTED, alpha=0.16, linewidth=0
    )
    lines = [
        *ax.plot(eps, sweep.worst_error, color=COLOURS["e"].light),
        *ax.plot(eps, sweep.truncation, color=INK, linewidth=1.5, linestyle=DASHES[1]),
        *ax.plot(eps, sweep.rounding, color=INK, linewidth=1.5, linestyle=DASHES[2]),
    ]
    ax.set_xlim(eps.min(), eps.max())
    ax.set_ylim(spread.min() / 10, sweep.worst_error.max() * 10)
    best = (sweep.best_epsilon, float(sweep.worst_error.min()))
    ax.plot(*best, "o", color=COLOURS["e"].light, markeredgecolor=PAPER, markersize=11)
    offset(ax, best, f"가장 작은 오차\nε = {scientific(sweep.best_epsilon)}", 34, 0)
    for line, text, right in (
        (lines[1], "절단 오차\nε²에 비례", -14),
        (lines[2], "반올림 오차\nε에 반비례", 30),
    ):
        x, y = (np.asarray(data) for data in line.get_data())
        place = int(
            np.argmin(
                np.abs(np.log(y) - np.log(sweep.worst_error.max()) * 0.6 - np.log(best[1]) * 0.4)
            )
        )
        offset(ax, (x[place], y[place]), text, right, 0, color=MUTED, size=TICK_SIZE)
    ax.grid(axis="y")
    name_axes(ax, "차분 간격 ε", "상대 오차")
    return lines


def draw_gradient_bars(ax: Axes, check: GradientCheck) -> BarContainer:
    """Draw the gradient by backpropagation as bars and the central differences as strokes on them.

    Parameters
    ----------
    ax : matplotlib.axes.Axes
        Where to draw.
    check : backprop.gradient_check.GradientCheck
        Both gradients.
    """
    rows = np.arange(len(check.analytic))
    colours = [COLOURS[label[:2]].light for label in check.labels]
    bars = ax.barh(rows, check.analytic, height=0.62, color=colours, alpha=0.75)
    ax.plot(check.numerical, rows, "|", color=INK, markersize=20, markeredgewidth=2)
    ax.axvline(0, color=MUTED, linewidth=1)
    for row, value in enumerate(check.analytic):
        offset(ax, (value, row), signed(value), 8 if value > 0 else -8, 0, size=TICK_SIZE)
    ax.set_yticks(rows, check.labels)
    ax.invert_yaxis()
    ax.margins(x=0.28, y=0.03)
    ax.spines["left"].set_visible(False)
    name_axes(ax, "편도함수 $∂E/∂w$", "막대: 역전파 · 세로 금: 중심 차분")
    return bars
