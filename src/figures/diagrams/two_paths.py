"""The two paths on which the errors of the 2-2-2 network come back to the hidden node H1.

    ∂E1/∂H1 = ∂E1/∂Y1 · ∂Y1/∂y1 · ∂y1/∂H1        ∂E2/∂H1 = ∂E2/∂Y2 · ∂Y2/∂y2 · ∂y2/∂H1

In the lecture's colours: y1 blue, Y1 red, y2 green, Y2 orange. Path 1 is solid, path 2 dashed.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from xml.etree.ElementTree import Element

from figures.numbers import factor, fixed
from figures.svg.shapes import Drawing, Point, arrow, box, drawing, group, hit
from figures.svg.text import Content, fraction, label, text

if TYPE_CHECKING:
    from backprop.lecture.two_by_two import Backward, Forward

LEFT, RIGHT, MIDDLE = 54, 346, 200
NODE_WIDTH, NODE_HEIGHT = 100, 38
THICKNESS, DASHES = 3, "8 5"
DIGITS = 4
"""Digits after the decimal point."""

_ROWS = {"H": 182, "y": 312, "Y": 406, "E": 500}
_CARD_HEIGHT = 128


@dataclass(frozen=True, slots=True)
class _Path:
    """One path: its number, its column, its numbers and its colours."""

    k: int
    x: float
    sum_: float
    activation: float
    error: float
    dE_dY: float  # noqa: N815 - the lecture's symbols
    dY_dy: float  # noqa: N815
    dy_dH: float  # noqa: N815
    dE_dH: float  # noqa: N815

    @property
    def tokens(self) -> tuple[str, str]:
        return f"net{self.k}", f"out{self.k}"

    @property
    def dashes(self) -> str:
        return "" if self.k == 1 else DASHES


def two_by_two_paths(forward: Forward, backward: Backward) -> Drawing:
    """Draw both paths back to H1 with the factors on them, their products and the sum.

    Parameters
    ----------
    forward : Forward
        A pass of the 2-2-2 network.
    backward : Backward
        Its derivatives.
    """
    both = _paths(forward, backward)
    said = " ".join(
        f"경로 {p.k}: E{p.k} {_said(p.error)}, Y{p.k} {_said(p.activation)}, "
        f"y{p.k} {_said(p.sum_)}. ∂E{p.k}/∂Y{p.k} {_said(p.dE_dY)}, "
        f"∂Y{p.k}/∂y{p.k} {_said(p.dY_dy)}, ∂y{p.k}/∂H1 {_said(p.dy_dH)}, "
        f"모두 곱한 ∂E{p.k}/∂H1 {_said(p.dE_dH)}."
        for p in both
    )
    return drawing(
        _ROWS["E"] + NODE_HEIGHT / 2 + 28,
        *_card(both, backward),
        *(part for one in both for part in _edges(one)),
        *(part for one in both for part in _nodes(one)),
        _node((MIDDLE, _ROWS["H"]), "H_1", forward.H1, "ah"),
        alt=f"손실 E1과 E2가 두 경로로 은닉 노드 H1({_said(forward.H1)})에 돌아오는 그림. "
        "경로 1은 Y1과 y1을 지나는 실선, "
        f"경로 2는 Y2와 y2를 지나는 점선입니다. {said} "
        f"두 경로를 더한 ∂E/∂H1: {_said(backward.dE_dH1)}.",
    )


def _said(value: float) -> str:
    return fixed(value, DIGITS)


def _paths(f: Forward, b: Backward) -> tuple[_Path, _Path]:
    return (
        _Path(1, LEFT, f.y1, f.Y1, f.E1, b.dE1_dY1, b.dY1_dy1, b.dy1_dH1, b.dE1_dH1),
        _Path(2, RIGHT, f.y2, f.Y2, f.E2, b.dE2_dY2, b.dY2_dy2, b.dy2_dH1, b.dE2_dH1),
    )


def _card(both: tuple[_Path, _Path], backward: Backward) -> list[Element]:
    """Return the sum at the end of the paths, above H1."""
    summands = f"{_said(both[0].dE_dH)} + {factor(both[1].dE_dH, DIGITS)}"
    return [
        box(1, 1, 398, _CARD_HEIGHT, radius=12, edge="", fill="ah", strength=0.08),
        *(part for one, y in zip(both, (30, 66), strict=True) for part in _product(one, y)),
        text(20, 106, "∂$E$/∂$H_1$", size=16, token="ink", anchor="start", weight=600),
        text(
            384,
            106,
            [(f"= {summands} = ", "ink"), (_said(backward.dE_dH1), "ah")],
            size=16,
            anchor="end",
            weight=600,
        ),
        arrow(
            (MIDDLE, _ROWS["H"] - NODE_HEIGHT / 2), (MIDDLE, _CARD_HEIGHT + 3), token="ah", width=2
        ),
    ]


def _product(one: _Path, y: float) -> list[Element]:
    """Return a line of the card: the product of the three factors."""
    net, out = one.tokens
    content: Content = [
        ("= ", "ink"),
        (_said(one.dE_dY), "ink"),
        (" · ", "muted"),
        (_said(one.dY_dy), out),
        (" · ", "muted"),
        (_said(one.dy_dH), net),
        (f" = {_said(one.dE_dH)}", "ink"),
    ]
    return [
        text(20, y, f"∂$E_{one.k}$/∂$H_1$", size=16, anchor="start"),
        text(384, y, content, size=16, anchor="end"),
    ]


def _edges(one: _Path) -> list[Element]:
    """Return the arrows from E to Y, y and H1, each with its factor beside it."""
    k, x, (net, out) = one.k, one.x, one.tokens
    inward, half = (1 if k == 1 else -1), NODE_HEIGHT / 2
    start, end = (x + 12 * inward, _ROWS["y"] - half), (MIDDLE - 30 * inward, _ROWS["H"] + half + 2)
    weight = (0.64 * start[0] + 0.36 * end[0], 0.64 * start[1] + 0.36 * end[1])
    dE, dY, dy = f"∂$E_{k}$", [(f"∂$Y_{k}$", out)], [(f"∂$y_{k}$", net)]
    beside, outside = (97, 32) if k == 1 else (226, 296)
    return [
        group(
            _upward(x, "E", "Y", out, one.dashes),
            *_factor(beside, (_ROWS["E"] + _ROWS["Y"]) / 2, dE, dY, one.dE_dY),
            data_part=f"E{k}",
        ),
        group(
            _upward(x, "Y", "y", net, one.dashes),
            *_factor(beside, (_ROWS["Y"] + _ROWS["y"]) / 2, dY, dy, one.dY_dy),
            data_part=f"Y{k}",
        ),
        group(
            arrow(start, end, token=net, width=THICKNESS, dashes=one.dashes, head=12),
            label(*weight, f"$w_{5 if k == 1 else 7}$", size=16, token=net, weight=600),
            *_factor(outside, _ROWS["H"] + 32, dy, "∂$H_1$", one.dy_dH),
            data_part=f"y{k}",
        ),
    ]


def _upward(x: float, start: str, end: str, token: str, dashes: str) -> Element:
    half = NODE_HEIGHT / 2
    return arrow(
        (x, _ROWS[start] - half),
        (x, _ROWS[end] + half + 2),
        token=token,
        width=THICKNESS,
        dashes=dashes,
        head=12,
    )


def _factor(x: float, y: float, top: Content, bottom: Content, value: float) -> list[Element]:
    return [
        hit(x - 28, y - 29, 132, 58),
        fraction(x, y, top, bottom, size=16),
        text(x + 25, y, f"= {_said(value)}", size=15, anchor="start"),
    ]


def _nodes(one: _Path) -> list[Element]:
    net, out = one.tokens
    return [
        _node((one.x, _ROWS["E"]), f"E_{one.k}", one.error, "e"),
        _node((one.x, _ROWS["Y"]), f"Y_{one.k}", one.activation, out),
        _node((one.x, _ROWS["y"]), f"y_{one.k}", one.sum_, net),
        text(one.x, _ROWS["E"] + NODE_HEIGHT / 2 + 17, f"경로 {one.k}", weight=600),
    ]


def _node(centre: Point, symbol: str, value: float, token: str) -> Element:
    x, y = centre
    return group(
        box(
            *(x - NODE_WIDTH / 2, y - NODE_HEIGHT / 2, NODE_WIDTH, NODE_HEIGHT),
            radius=NODE_HEIGHT / 2,
            edge=token,
            thickness=2,
        ),
        text(x - 26, y, f"${symbol}$", size=17, token=token, weight=600),
        text(x + 13, y, _said(value), size=15),
        data_node=symbol.replace("_", ""),
    )
