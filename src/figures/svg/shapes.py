"""Shapes of drawings: SVG elements in the colours of the notation.

Lengths are in units of the view box, which is 400 wide and shown at 300 to 600 px. A colour is
``var(--c-<token>, #light)``, so that one drawing serves both schemes; no element needs an id.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from xml.etree import ElementTree as ET
from xml.etree.ElementTree import Element

from figures.notation import COLOURS

type Point = tuple[float, float]

WIDTH = 400
"""Width of every drawing."""


@dataclass(frozen=True, slots=True, repr=False)
class Drawing:
    """A finished drawing.

    Attributes
    ----------
    svg : str
        An ``<svg>`` with a ``viewBox`` in CSS pixels.
    alt : str
        What is seen, in Korean; empty if only the page can say it.
    """

    svg: str
    alt: str = ""


def colour(token: str) -> str:
    """Return the CSS colour of a token, following the page's scheme."""
    return f"var(--c-{token}, {COLOURS[token].light})"


def element(tag: str, *children: Element, **attributes: str | float) -> Element:
    """Return an element; ``stroke_width=2`` becomes ``stroke-width="2"``, ``""`` is left out."""
    written = {
        name.replace("_", "-"): value if isinstance(value, str) else short(value)
        for name, value in attributes.items()
        if value != ""
    }
    node = Element(tag, written)
    node.extend(children)
    return node


def drawing(height: float, *children: Element, alt: str = "") -> Drawing:
    """Return the finished drawing."""
    root = element(
        "svg",
        *children,
        xmlns="http://www.w3.org/2000/svg",
        viewBox=f"0 0 {WIDTH} {short(height)}",
        fill="none",
        font_variant="tabular-nums",
    )
    return Drawing(ET.tostring(root, encoding="unicode"), alt)


def group(*children: Element, **attributes: str | float) -> Element:
    """Return a group."""
    return element("g", *children, **attributes)


def line(
    start: Point, end: Point, *, token: str = "line", width: float = 1.5, dashes: str = "",
    **more: str,
) -> Element:  # fmt: skip
    """Return a straight line."""
    (x1, y1), (x2, y2) = start, end
    paint = {"stroke": colour(token), "stroke_width": width, "stroke_dasharray": dashes}
    return element("line", x1=x1, y1=y1, x2=x2, y2=y2, **paint, **more)


def path(d: str, *, token: str = "line", width: float = 1.5, dashes: str = "") -> Element:
    """Return a curve with round ends."""
    paint = {"stroke": colour(token), "stroke_width": width, "stroke_dasharray": dashes}
    return element("path", d=d, stroke_linecap="round", **paint)


def arrow(
    *stops: Point, token: str = "muted", width: float = 1.5, dashes: str = "", head: float = 8
) -> Element:
    """Return a line through `stops` with a head at the last of them."""
    (x0, y0), (x1, y1) = stops[-2:]
    length = ((x1 - x0) ** 2 + (y1 - y0) ** 2) ** 0.5
    ux, uy = head * (x1 - x0) / length, head * (y1 - y0) / length
    back = (x1 - ux, y1 - uy)
    tip = (
        (x1, y1),
        (back[0] - 0.42 * uy, back[1] + 0.42 * ux),
        (back[0] + 0.42 * uy, back[1] - 0.42 * ux),
    )
    shaft = element(
        "polyline",
        points=_corners([*stops[:-1], back]),
        stroke=colour(token),
        stroke_width=width,
        stroke_dasharray=dashes,
        stroke_linejoin="round",
    )
    return group(shaft, element("polygon", points=_corners(tip), fill=colour(token)))


def box(
    x: float, y: float, width: float, height: float, *, radius: float = 6, edge: str = "line",
    thickness: float = 1.5, fill: str = "paper", strength: float = 1, dashes: str = "",
) -> Element:  # fmt: skip
    """Return a rounded rectangle; no edge if `edge` is empty."""
    paint = _surface(edge, thickness, fill, strength, dashes)
    return element("rect", x=x, y=y, width=width, height=height, rx=radius, **paint)


def hit(x: float, y: float, width: float, height: float, kind: str = "hit") -> Element:
    """Return what a finger or a pointer hits beside what is seen."""
    size = {"x": x, "y": y, "width": width, "height": height}
    return element("rect", fill="none", pointer_events="all", **size, **{"class": kind})


def bar(x: float, y: float, width: float, height: float) -> Element:
    """Return a bar that the page's script makes longer and shorter."""
    size = {"x": x, "y": y, "width": width, "height": height}
    return element("rect", fill=colour("ao"), **size, **{"class": "bar"})


def disc(
    centre: Point, radius: float, *, edge: str = "line", thickness: float = 1.5,
    fill: str = "paper", strength: float = 1, dashes: str = "",
) -> Element:  # fmt: skip
    """Return a circle; no edge if `edge` is empty."""
    paint = _surface(edge, thickness, fill, strength, dashes)
    return element("circle", cx=centre[0], cy=centre[1], r=radius, **paint)


def surface(d: str, *, fill: str, strength: float = 1) -> Element:
    """Return the inside of a path."""
    return element("path", d=d, **_surface("", 0, fill, strength, ""))


def points(*coordinates: float) -> str:
    """Write coordinates as the data of a path want them."""
    return " ".join(short(coordinate) for coordinate in coordinates)


def short(value: float) -> str:
    """Write a coordinate with two decimals at most."""
    return f"{value:z.2f}".rstrip("0").rstrip(".")


def _surface(
    edge: str, thickness: float, fill: str, strength: float, dashes: str
) -> dict[str, str | float]:
    paint: dict[str, str | float] = {"fill": colour(fill)}
    if strength != 1:
        paint["fill_opacity"] = strength
    if edge:
        paint |= {"stroke": colour(edge), "stroke_width": thickness, "stroke_dasharray": dashes}
    return paint


def _corners(corners: Sequence[Point]) -> str:
    return " ".join(f"{short(x)},{short(y)}" for x, y in corners)
