"""What happened in a training run: the error, the predictions, the weights.

The horizontal axis counts epochs as the lecture does, from 1, on a logarithmic scale: most of what
there is to see happens in the first hundredth of a run.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from numpy.typing import ArrayLike, NDArray

from figures.plots.axes import name_axes, offset, powers_of_ten
from figures.plots.curves import DASHES, Curve, draw_curve, name_curves
from figures.style import LINE, MUTED, TICK_SIZE

if TYPE_CHECKING:
    from backprop.training import TrainingLog

SAMPLE_DASHES = (0, 3, 2)
"""Dashes of the samples and of the inputs, by turns."""


def draw_training(ax: Axes, log: TrainingLog) -> Line2D:
    """Draw the mean squared error of every epoch; first and last value are written out.

    Parameters
    ----------
    ax : matplotlib.axes.Axes
        Where to draw; both scales become logarithmic.
    log : backprop.training.TrainingLog
        The run.
    """
    powers_of_ten(ax, "y")
    epochs = epochs_of(ax, log.iterations + 1)
    line = draw_curve(ax, epochs, Curve("", log.mse))
    for place, right, up in ((0, 12, 4), (-1, 0, 12)):
        end = (epochs[place], log.mse[place])
        ax.plot(*end, "o", color=line.get_color(), markersize=8, clip_on=False, zorder=3)
        offset(ax, end, f"{end[1]:.4f}", right, up, ha="left" if right else "right")
    ax.margins(y=0.12)
    ax.grid(axis="y")
    name_axes(ax, "에포크", "평균제곱오차")
    return line


def draw_predictions(ax: Axes, log: TrainingLog, y: ArrayLike) -> list[Line2D]:
    """Draw each sample's prediction on its way to its target, which is the dashed line.

    Parameters
    ----------
    ax : matplotlib.axes.Axes
        Where to draw.
    log : backprop.training.TrainingLog
        The run of a network with one output.
    y : array_like, shape (n_samples, 1)
        Targets.

    Returns
    -------
    list of matplotlib.lines.Line2D
        One line for each sample.

    Raises
    ------
    ValueError
        If the targets do not fit the predictions, or a sample has several outputs.
    """
    targets = np.asarray(y, dtype=float)
    if targets.shape != log.predictions.shape[1:] or targets.shape[1] != 1:
        raise ValueError(
            f"y must have shape {log.predictions.shape[1:]} with one output, got {targets.shape}"
        )
    epochs = epochs_of(ax, log.iterations + 1)
    curves = [
        Curve(f"예측 {i + 1}: {way[-1]:.3f}", way, "ao", SAMPLE_DASHES[i % len(SAMPLE_DASHES)])
        for i, way in enumerate(log.predictions[:, :, 0].T)
    ]
    lines = []
    for sample, (target, curve) in enumerate(zip(targets[:, 0], curves, strict=True)):
        ax.axhline(target, color=MUTED, linewidth=1.25, linestyle=DASHES[1])
        lines.append(draw_curve(ax, epochs, curve))
        below = log.predictions[0, sample, 0] > target
        name = f"목표값 {sample + 1}: {target:.3f}"
        offset(ax, (1, target), name, 4, -3 if below else 2, color=MUTED, size=TICK_SIZE)
    ax.margins(y=0.1)
    name_curves(ax, curves)
    name_axes(ax, "에포크", "예측값 $A_O$")
    return lines


def draw_weights(axes: Sequence[Axes], log: TrainingLog, inputs: Sequence[str]) -> None:
    """Draw the weights of every hidden node over the run, a panel each; w2 is dashed.

    Parameters
    ----------
    axes : sequence of matplotlib.axes.Axes, length n_hidden
        Where to draw, from above; the horizontal scales become logarithmic.
    log : backprop.training.TrainingLog
        The run of a network with one output.
    inputs : sequence of str, length n_inputs
        What the inputs are; each of their weights is named after it.

    Raises
    ------
    ValueError
        If the number of axes or of names does not fit the network, or it has several outputs.
    """
    n_inputs, n_hidden = log.w1.shape[1:]
    if (len(inputs), len(axes), log.w2.shape[2]) != (n_inputs, n_hidden, 1):
        raise ValueError(
            f"a network of {n_inputs} inputs and {n_hidden} hidden nodes needs so many names and "
            f"axes, and one output; got {len(inputs)}, {len(axes)} and {log.w2.shape[2]}"
        )
    drawn = []
    for node, ax in enumerate(axes):
        curves = [
            Curve(f"{name} w1[{i},{node}]", log.w1[:, i, node], "w1", SAMPLE_DASHES[i])
            for i, name in enumerate(inputs)
        ] + [Curve(f"w2[{node},0]", log.w2[:, node, 0], "w2", 1)]
        epochs = epochs_of(ax, log.iterations + 1)
        ax.axhline(0, color=LINE, linewidth=1)
        for curve in curves:
            draw_curve(ax, epochs, curve)
        ax.set_title(f"은닉 노드 {node + 1}")
        drawn.append(curves)
    axes[0].margins(y=0.06)
    for ax, curves in zip(axes, drawn, strict=True):
        name_curves(ax, curves)
    axes[-1].set_xlabel("에포크", loc="right")


def epochs_of(ax: Axes, count: int) -> NDArray[np.int_]:
    """Make the horizontal axis logarithmic, and return the epochs on it, from 1 to `count`."""
    powers_of_ten(ax, "x")
    ax.set_xlim(1, count)
    return np.arange(1, count + 1)
