"""How each optimizer and each batch size is drawn: name, colour, dashes, marker.

A figure, the table under it and the moving figure take these from here, so that a method looks the
same everywhere and is never told from another by its colour alone.
"""

from dataclasses import dataclass
from typing import Any

from matplotlib.markers import MarkerStyle
from matplotlib.path import Path

from figures.notation import COLOURS

MARKER_RADIUS = 5.5
"""Half the size of a marker of its own in pixels."""

type Dashes = tuple[float, ...]
"""Lengths of dash and gap in pixels by turns; empty for a solid line."""


@dataclass(frozen=True, slots=True)
class Series:
    """How one series is drawn.

    Attributes
    ----------
    name : str
        What it is called in Korean.
    token : str
        Its colour in `figures.notation.COLOURS`.
    dashes : tuple of float
        Its line.
    marker : str
        Its marker, in Matplotlib's letters.
    """

    name: str
    token: str
    dashes: Dashes
    marker: str

    @property
    def colour(self) -> str:
        """The colour in the light scheme, from which publishing makes a variable."""
        return COLOURS[self.token].light

    @property
    def line(self) -> dict[str, Any]:
        """Colour and dashes for Matplotlib."""
        return {"color": self.colour, "linestyle": (0, self.dashes) if self.dashes else "solid"}

    @property
    def dasharray(self) -> str:
        """The dashes as an attribute of SVG, with a space before it; empty for a solid line."""
        return f' stroke-dasharray="{" ".join(map(str, self.dashes))}"' if self.dashes else ""


METHODS: dict[str, Series] = {
    "sgd": Series("경사하강법", "ink", (), "o"),
    "momentum": Series("모멘텀", "x", (7, 3), "s"),
    "rmsprop": Series("RMSProp", "so", (2, 3), "^"),
    "adam": Series("Adam", "w1", (9, 3, 2, 3), "D"),
    "newton": Series("뉴턴", "ah", (4, 2), "X"),
    "bfgs": Series("BFGS", "ao", (12, 4), "h"),
}
"""By the name in `backprop.optimize.races`."""

BATCHES: tuple[Series, ...] = (
    Series("전체 배치", "ink", (), "o"),
    Series("미니배치", "so", (6, 2), "s"),
    Series("표본 하나씩", "w1", (), "^"),
)
"""From the largest batch to the smallest."""


def marker_path(marker: str) -> str:
    """Write a marker, in Matplotlib's letter, as the ``d`` of an SVG path round the origin."""
    style = MarkerStyle(marker)
    shape = style.get_path().transformed(style.get_transform())
    letters = {Path.MOVETO: "M", Path.LINETO: "L", Path.CURVE3: "Q", Path.CURVE4: "C"}
    steps = []
    for points, code in shape.iter_segments():
        if code == Path.CLOSEPOLY:
            steps.append("Z")
            continue
        # Matplotlib's vertical axis points up, SVG's down; a marker is 1 wide before it is scaled.
        pairs = (points.reshape(-1, 2) * (2 * MARKER_RADIUS, -2 * MARKER_RADIUS)).ravel()
        steps.append(letters[code] + " ".join(f"{value:.2f}" for value in pairs))
    return "".join(steps)
