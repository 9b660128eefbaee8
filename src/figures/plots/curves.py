"""Lines over a common axis, each named at its end, none told from another by its colour alone."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.ticker import MaxNLocator
from numpy.typing import ArrayLike

from figures.notation import COLOURS
from figures.plots.axes import label_ends, name_axes, offset, powers_of_ten
from figures.style import INK, LINE, MUTED

DASHES = ("solid", (0, (5, 3)), (0, (1.5, 2.5)), (0, (8, 3, 1.5, 3)))
"""Line styles."""


@dataclass(frozen=True, slots=True, eq=False)
class Curve:
    """One line.

    Attributes
    ----------
    name : str
        Written at its end.
    values : array_like, shape (n,)
        Its heights.
    token : str
        Colour, of `figures.notation.COLOURS`.
    dash : int
        Index into `DASHES`.
    """

    name: str
    values: ArrayLike
    token: str = "e"
    dash: int = 0

    @property
    def colour(self) -> str:
        """The colour in the light scheme, from which publishing makes a variable."""
        return COLOURS[self.token].light


def draw_curves(
    ax: Axes,
    x: ArrayLike,
    curves: Sequence[Curve],
    names: tuple[str, str],
    *,
    log: str = "",
    baseline: tuple[str, float] | None = None,
) -> list[Line2D]:
    """Draw lines over one axis, which they fill, and name each at its end.

    Parameters
    ----------
    ax : matplotlib.axes.Axes
        Where to draw.
    x : array_like, shape (n,)
        Where the values stand, ascending.
    curves : sequence of Curve
        The lines.
    names : (str, str)
        Names of the horizontal and of the vertical axis.
    log : str
        The axes that become logarithmic: ``""``, ``"x"``, ``"y"`` or ``"xy"``.
    baseline : (str, float), optional
        Name and height of a thin line to compare with.

    Raises
    ------
    ValueError
        If there is no curve, or one is not as long as `x`.
    """
    lengths = sorted({np.size(x), *(np.size(curve.values) for curve in curves)})
    if not curves or len(lengths) > 1:
        raise ValueError(f"curves must be as long as their axis, got lengths {lengths}")
    for axis in log:
        powers_of_ten(ax, axis)
    named = list(curves)
    if baseline is not None:
        name, height = baseline
        ax.axhline(height, color=MUTED, linewidth=1.5, linestyle=DASHES[2])
        named.append(Curve(name, [height], "muted"))
    lines = [draw_curve(ax, x, curve) for curve in curves]
    places = np.asarray(x)
    ax.set_xlim(places[0], places[-1])
    name_axes(ax, *names)
    name_curves(ax, named)
    return lines


def draw_history(
    ax: Axes,
    curves: Sequence[Curve],
    quantity: str,
    *,
    log: str = "",
    baseline: tuple[str, float] | None = None,
) -> list[Line2D]:
    """Draw a quantity of training runs over their epochs, which are counted from 1.

    Parameters
    ----------
    ax : matplotlib.axes.Axes
        Where to draw.
    curves : sequence of Curve
        The lines, with a value for each epoch.
    quantity : str
        Name of the vertical axis.
    log, baseline
        As in `draw_curves`.

    Raises
    ------
    ValueError
        If there is no curve, or they differ in length.
    """
    epochs = np.arange(1, 1 + max((np.size(curve.values) for curve in curves), default=0))
    lines = draw_curves(ax, epochs, curves, ("에포크", quantity), log=log, baseline=baseline)
    ax.grid(axis="y")
    if "x" not in log:
        ax.xaxis.set_major_locator(MaxNLocator(5, integer=True, steps=[1, 2, 3, 5, 10]))
    return lines


def draw_curve(ax: Axes, x: ArrayLike, curve: Curve, **line_kw: Any) -> Line2D:
    """Draw one line, without its name."""
    style = {"color": curve.colour, "linestyle": DASHES[curve.dash]} | line_kw
    return ax.plot(x, curve.values, **style)[0]


def name_curves(ax: Axes, curves: Sequence[Curve]) -> None:
    """Write the name of each curve at its end, once the vertical axis is settled."""
    ends = [float(np.asarray(curve.values)[-1]) for curve in curves]
    label_ends(ax, ends, [one.name for one in curves], [one.colour for one in curves])


def draw_activation(
    ax: Axes, s: ArrayLike, activated: ArrayLike, derivative: ArrayLike
) -> list[Line2D]:
    """Draw an activation function and its derivative over the weighted sum, each of shape (n,)."""
    ax.axhline(0, color=LINE, linewidth=1)
    ax.axvline(0, color=LINE, linewidth=1)
    both = [Curve("함수", activated, "ah"), Curve("도함수", derivative, "sh", 1)]
    return draw_curves(ax, s, both, ("가중합 $s$", "활성값"))


def draw_losses(ax: Axes, prediction: ArrayLike, losses: Mapping[str, ArrayLike]) -> list[Line2D]:
    """Draw two losses of one sample, whose target is 1, as functions of its prediction.

    Parameters
    ----------
    ax : matplotlib.axes.Axes
        Where to draw.
    prediction : array_like, shape (n,)
        Predictions from above 0 to 1, ascending.
    losses : mapping of str to array_like of shape (n,)
        Name of each loss, written where its line begins, and the loss at each prediction.
    """
    start = np.asarray(prediction, dtype=float)[0]
    ax.axvline(1, color=MUTED, linewidth=1.25, linestyle=DASHES[2])
    lines = []
    for (name, loss), colour, dash in zip(
        losses.items(), (COLOURS["e"].light, INK), DASHES, strict=False
    ):
        lines += ax.plot(prediction, loss, color=colour, linestyle=dash)
        offset(ax, (start, np.asarray(loss)[0]), name, 0, 4, color=colour, ha="left")
    ax.margins(y=0.1)
    ax.set_ylim(bottom=0)
    ax.annotate(
        "목표값 $y$ = 1",
        (1, 1),
        (-8, 0),
        xycoords=("data", "axes fraction"),
        textcoords="offset points",
        ha="right",
        va="top",
        color=MUTED,
    )
    name_axes(ax, "예측값 $o$", "손실")
    return lines
