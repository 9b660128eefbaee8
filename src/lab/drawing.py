"""The picture of the laboratory: the map with its points, and the curve of the losses."""

from figures.svg.shapes import Drawing, box, colour, drawing, element, group, line
from figures.svg.text import text
from lab import view
from lab.experiment import Experiment

CLASSES = ("x", "w1")
"""Colours of class 0 and class 1."""
STRENGTH = 0.55
"""How dark the darkest shade is."""
MARKS = ("M-5 0a5 5 0 1 0 10 0a5 5 0 1 0 -10 0z", "M-4.5 -4.5h9v9h-9z")
"""A point of class 0 is round, one of class 1 is square."""


def draw_training(experiment: Experiment) -> Drawing:
    """Draw the map of what the network says, the points, and the losses below."""
    shown = view.shown(experiment)
    left, top, side = (view.MAP[key] for key in ("left", "top", "side"))
    count = view.SHADES
    shades = [
        element(
            "path",
            d=d or "M0 0",
            fill=colour(CLASSES[k // count]),
            fill_opacity=STRENGTH * (k % count + 1) / count,
            shape_rendering="crispEdges",
            **{"class": "shade"},
        )
        for k, d in enumerate(shown["shades"])
    ]
    points = [_mark(*each) for each in shown["points"]]
    edges = [
        part
        for share in (0.0, 1.0)
        for part in (
            text(view.place(share, 0)[0], top + side + 16, f"{share:g}", size=13, token="muted"),
            text(left - 14, view.place(0, share)[1], f"{share:g}", size=13, token="muted"),
        )
    ]
    return drawing(
        view.CURVE["bottom"] + 40,
        *shades,
        box(left, top, side, side, radius=0, edge="muted", strength=0),
        group(*points, **{"class": "marks"}),
        *edges,
        text(left, view.CURVE["top"] - 20, "손실", size=14, token="muted", anchor="start"),
        *_curve(shown["curve"], *shown["ticks"]),
        alt=shown["alt"],
    )


def _mark(x: float, y: float, kind: int):
    a, b = view.place(x, y)
    return element("path", transform=f"translate({a:.1f} {b:.1f})", **look(kind))


def look(kind: int) -> dict[str, str]:
    """Return the attributes of a point of a class, for the page that adds points too."""
    paint = {"fill": colour(CLASSES[kind]), "stroke": colour("paper"), "stroke-width": "1.5"}
    return {"d": MARKS[kind], **paint}


def _curve(corners: str, ticks: list[tuple[float, str]], last: str):
    left, right, bottom = (view.CURVE[key] for key in ("left", "right", "bottom"))
    lines = [
        group(
            line((left, 0), (right, 0)),
            text(left - 8, 0, word, size=13, token="muted", anchor="end"),
            transform=f"translate(0 {y:g})",
        )
        for y, word in ticks
    ]
    losses = element(
        "polyline",
        points=corners,
        stroke=colour("e"),
        stroke_width=2.5,
        stroke_linejoin="round",
        **{"class": "losses"},
    )
    return [
        group(*lines, **{"class": "ticks"}),
        losses,
        text(left, bottom + 18, "0", size=13, token="muted"),
        group(text(right, bottom + 18, last, size=13, token="muted"), **{"class": "last"}),
        text((left + right) / 2, bottom + 18, "걸음", size=13, token="muted"),
    ]
