"""A neuron as the diagrams draw it, and the key that explains it.

The disc has two halves, the weighted sum S above and the activation A = σ(S) below; the ring
around it is closed as far as A goes from 0 to 1. An edge is dashed where its weight is negative.
"""

import math
from xml.etree.ElementTree import Element

from figures.svg.shapes import Point, box, disc, group, line, path, points, surface
from figures.svg.text import text

RADIUS = 35
DASHES = "7 5"
KEY_HEIGHT = 92

_RING = 4.5
_TINT = 0.12


def neuron(
    centre: Point,
    sum_text: str,
    activation_text: str,
    activation: float,
    tokens: tuple[str, str],
    *,
    radius: float = RADIUS,
    name: str = "",
) -> Element:
    """Return a neuron.

    Parameters
    ----------
    centre : Point
        Middle of the disc.
    sum_text, activation_text : str
        What stands in the upper and in the lower half.
    activation : float
        Share of the ring that is closed, 0 to 1.
    tokens : (str, str)
        Colours of S and of A.
    radius : float, optional
        Radius of the ring.
    name : str, optional
        Value of ``data-node``.
    """
    x, y = centre
    inside = radius - _RING / 2
    half = f"M{points(x - inside, y)}A{points(inside, inside)} 0 0 0 {points(x + inside, y)}Z"
    return group(
        disc(centre, radius, thickness=_RING),
        surface(half, fill=tokens[1], strength=_TINT),
        path(_arc(centre, radius, activation), token=tokens[1], width=_RING),
        line((x - inside, y), (x + inside, y)),
        text(x, y - 0.36 * radius, sum_text, size=14, token=tokens[0]),
        text(x, y + 0.36 * radius, activation_text, token=tokens[1], weight=700),
        data_node=name,
    )


def key(top: float) -> Element:
    """Return the key to neurons and edges, `KEY_HEIGHT` high."""
    middle = top + KEY_HEIGHT / 2
    rows = (middle - 25, middle, middle + 25)
    neuron_says = ("위: 가중합 $S$", "아래: 활성값 $A$ = $σ$($S$)", "굵은 고리: $A$의 크기")
    edge_says = (
        ("양수 가중치", 2.5, ""),
        ("음수 가중치", 2.5, DASHES),
        ("굵을수록 큰 |$w$|", 5.0, ""),
    )
    return group(
        box(1, top, 398, KEY_HEIGHT, radius=10, fill="line", strength=0.3, edge=""),
        neuron((42, middle), "$S$", "$A$", 0.7, ("sh", "ah"), radius=28),
        *(
            text(80, y, says, size=14, token="ink", anchor="start")
            for y, says in zip(rows, neuron_says, strict=True)
        ),
        *(
            part
            for y, (says, width, dashes) in zip(rows, edge_says, strict=True)
            for part in (
                line((250, y), (281, y), token="muted", width=width, dashes=dashes),
                text(290, y, says, size=14, token="ink", anchor="start"),
            )
        ),
    )


def _arc(centre: Point, radius: float, share: float) -> str:
    x, y = centre
    angle = 2 * math.pi * min(max(float(share), 0.0), 0.9999)
    end = (x + radius * math.sin(angle), y - radius * math.cos(angle))
    large = int(angle > math.pi)
    return f"M{points(x, y - radius)}A{points(radius, radius)} 0 {large} 1 {points(*end)}"
