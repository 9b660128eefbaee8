"""What happened in a training run: the error, the predictions, the weights.

The horizontal axis counts epochs as the lecture does, from 1, on a logarithmic scale: most of what
there is to see happens in the first hundredth of the run.
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
from figures.style import LINE, MUTED, TICK_SIZE, label_ends, name_axes, offset

if TYPE_CHECKING:
    from backprop.training import TrainingLog

SAMPLE_DASHES = (DASHES[0], DASHES[3], DASHES[2])


def draw_training(ax: Axes, log: TrainingLog) -> Line2D:
    """Draw the mean squared error of every epoch; first and last value are written out.

    Parameters
    ----------
    ax : matplotlib.axes.Axes
        Where to draw; both scales become logarithmic.
    log : backprop.training.TrainingLog
        The run.
    """
    epochs = _epochs(ax, log)
    ax.set_yscale("log")
    (line,) = ax.plot(epochs, log.mse, color=COLOURS["e"].light)
    for place, right, up in ((0, 12, 4), (-1, 0, 12)):
        end = (epochs[place], log.mse[place])
        ax.plot(*end, "o", color=line.get_color(), markersize=8, clip_on=False, zorder=3)
        offset(ax, end, f"{end[1]:.4f}", right, up, ha="left" if right else "right")
    ax.margins(y=0.12)
    powers_of_ten(ax, "y")
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
    epochs = _epochs(ax, log)
    lines = []
    for sample, target in enumerate(targets[:, 0]):
        ax.axhline(target, color=MUTED, linewidth=1.25, linestyle=DASHES[1])
        lines += ax.plot(
            epochs,
            log.predictions[:, sample, 0],
            color=COLOURS["ao"].light,
            linestyle=SAMPLE_DASHES[sample % len(SAMPLE_DASHES)],
        )
        below = log.predictions[0, sample, 0] > target
        name = f"목표값 {sample + 1}: {target:.3f}"
        offset(ax, (1, target), name, 4, -3 if below else 2, color=MUTED, size=TICK_SIZE)
    ax.margins(y=0.1)
    last = log.predictions[-1, :, 0]
    label_ends(
        ax,
        last,
        [f"예측 {i + 1}: {o:.3f}" for i, o in enumerate(last)],
        [COLOURS["ao"].light] * len(last),
    )
    name_axes(ax, "에포크", "예측값 $A_O$")
    return lines


def draw_weights(axes: Sequence[Axes], log: TrainingLog, inputs: Sequence[str]) -> list[Line2D]:
    """Draw the weights of every hidden node over the run, a panel each; w2 is dashed.

    Parameters
    ----------
    axes : sequence of matplotlib.axes.Axes, length n_hidden
        Where to draw, from above; the horizontal scales become logarithmic.
    log : backprop.training.TrainingLog
        The run of a network with one output.
    inputs : sequence of str, length n_inputs
        What the inputs are; each of their weights is named after it.

    Returns
    -------
    list of matplotlib.lines.Line2D
        One line for each weight: those of the first node, its w2 last, then the next node's.

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
    lines = []
    for node, ax in enumerate(axes):
        epochs = _epochs(ax, log)
        ax.axhline(0, color=LINE, linewidth=1)
        ways = [*log.w1[:, :, node].T, log.w2[:, node, 0]]
        tokens = ["w1"] * n_inputs + ["w2"]
        dashes = [*(SAMPLE_DASHES[i % len(SAMPLE_DASHES)] for i in range(n_inputs)), DASHES[1]]
        for way, token, dash in zip(ways, tokens, dashes, strict=True):
            lines += ax.plot(epochs, way, color=COLOURS[token].light, linestyle=dash)
        ax.set_title(f"은닉 노드 {node + 1}")
    axes[0].margins(y=0.06)
    for node, ax in enumerate(axes):
        own = lines[node * (n_inputs + 1) :][: n_inputs + 1]
        label_ends(
            ax,
            [np.asarray(line.get_ydata())[-1] for line in own],
            [*(f"{name} w1[{i},{node}]" for i, name in enumerate(inputs)), f"w2[{node},0]"],
            [str(line.get_color()) for line in own],
        )
    axes[-1].set_xlabel("에포크", loc="right")
    return lines


def _epochs(ax: Axes, log: TrainingLog) -> np.ndarray:
    ax.set_xscale("log")
    ax.set_xlim(1, log.iterations + 1)
    powers_of_ten(ax, "x")
    return np.arange(1, log.iterations + 2)
