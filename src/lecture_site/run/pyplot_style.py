"""The course's look as Matplotlib's defaults in a kernel, so that pyplot draws as the pages do."""

from typing import Any

import matplotlib
from cycler import cycler

from figures.notation import COLOURS
from figures.style import DPI, TICK_SIZE, use_style

WIDTH, HEIGHT = 400, 300
"""CSS pixels of a figure that says no size of its own."""
CYCLE = ("x", "w1", "so", "e", "sh", "ao", "ah", "w2")
"""Tokens of the colours that lines take in turn."""
STYLE: dict[Any, object] = {
    "axes.prop_cycle": cycler(color=[COLOURS[token].light for token in CYCLE]),
    "figure.constrained_layout.use": True,
    "figure.dpi": DPI,
    "figure.figsize": (WIDTH / DPI, HEIGHT / DPI),
    "figure.titlesize": "medium",
    "legend.fontsize": TICK_SIZE,
    "legend.frameon": False,
}


def use_pyplot_style() -> None:
    """Make the look the default of this process.

    Raises
    ------
    FileNotFoundError
        If the npm packages, which hold the font, are not installed.
    """
    use_style()
    matplotlib.rcParams.update(STYLE)
