"""The 2-2-2 network with every number of its forward pass, from the inputs down to the errors."""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.etree.ElementTree import Element

from figures.numbers import fixed
from figures.svg.shapes import Drawing, Point, arrow, box, drawing, group, line
from figures.svg.text import label, text

if TYPE_CHECKING:
    from backprop.lecture.two_by_two import Forward, Setting, Weights

type _Line = tuple[str, str, str]
"""Symbol, number and colour token."""

LEFT, RIGHT, MIDDLE = 88, 312, 200
"""Horizontal middles of node 1, of node 2 and of what lies between."""
NODE_WIDTH, NODE_HEIGHT = 124, 58
DIGITS = 4
"""Digits after the decimal point of what is computed."""

_INPUT_HEIGHT = 36
_ROWS = {"x": 20, "h": 146, "y": 286, "E": 400, "sum": 482}
_BIAS_WIDTH, _BIAS_HEIGHT = 58, 48


def two_by_two_diagram(setting: Setting, weights: Weights, forward: Forward) -> Drawing:
    """Draw the network with inputs, weights, biases, sums, activations, targets and errors.

    What is given has two digits after the decimal point, what is computed four.

    Parameters
    ----------
    setting : Setting
        Inputs, biases and targets.
    weights : Weights
        w1 to w8.
    forward : Forward
        The pass of these weights in this setting.
    """
    s, w, f = setting, weights, forward

    def said(value: float) -> str:
        return fixed(value, DIGITS)

    def told(record: Setting | Weights | Forward, names: str, places: int = 2) -> str:
        return ", ".join(f"{name} {fixed(getattr(record, name), places)}" for name in names.split())

    return drawing(
        _ROWS["sum"] + 22,
        *_weights("x", "h", ((1, w.w1), (2, w.w2), (3, w.w3), (4, w.w4))),
        *_weights("h", "y", ((5, w.w5), (6, w.w6), (7, w.w7), (8, w.w8))),
        *_down("y", "E"),
        *_gather(),
        _small(LEFT, "$x_1$", s.x1),
        _small(RIGHT, "$x_2$", s.x2),
        _node(LEFT, "h", ("h_1", said(f.h1), "sh"), ("H_1", said(f.H1), "ah")),
        _node(RIGHT, "h", ("h_2", said(f.h2), "sh"), ("H_2", said(f.H2), "ah")),
        *_bias("h", "$b_1$", s.b1),
        _node(LEFT, "y", ("y_1", said(f.y1), "net1"), ("Y_1", said(f.Y1), "out1")),
        _node(RIGHT, "y", ("y_2", said(f.y2), "net2"), ("Y_2", said(f.Y2), "out2")),
        *_bias("y", "$b_2$", s.b2),
        _node(LEFT, "E", ("t_1", fixed(s.t1), "ink"), ("E_1", said(f.E1), "e"), error=True),
        _node(RIGHT, "E", ("t_2", fixed(s.t2), "ink"), ("E_2", said(f.E2), "e"), error=True),
        _sum(said(f.E)),
        alt="편향이 있는 2-2-2 신경망의 순전파를 위에서 아래로 그린 그림. "
        f"입력 {told(s, 'x1 x2')}. "
        f"은닉층으로 가는 {told(w, 'w1 w2 w3 w4')}, 편향 {told(s, 'b1')}. "
        f"은닉층 {told(f, 'h1 H1 h2 H2', DIGITS)}. "
        f"출력층으로 가는 {told(w, 'w5 w6 w7 w8')}, 편향 {told(s, 'b2')}. "
        f"출력층 {told(f, 'y1 Y1 y2 Y2', DIGITS)}. "
        f"목표값 {told(s, 't1 t2')}, 손실 {told(f, 'E1 E2 E', DIGITS)}.",
    )


def _half(row: str) -> float:
    return (_INPUT_HEIGHT if row == "x" else NODE_HEIGHT) / 2


def _weights(start: str, end: str, weights: tuple[tuple[int, float], ...]) -> list[Element]:
    """Return four edges: into node 1 from nodes 1 and 2, then into node 2 from both."""
    top, bottom = _ROWS[start] + _half(start), _ROWS[end] - NODE_HEIGHT / 2
    token = "w1" if start == "x" else "w2"
    ends: tuple[tuple[Point, Point], ...] = (
        ((LEFT - 22, top), (LEFT - 22, bottom)),
        ((RIGHT - 22, top), (LEFT + 30, bottom)),
        ((LEFT + 22, top), (RIGHT - 30, bottom)),
        ((RIGHT + 22, top), (RIGHT + 22, bottom)),
    )
    # Crossing edges carry their label early, where they are still apart.
    shares = (0.5, 0.24, 0.24, 0.5)
    edges, labels = [], []
    for ((x1, y1), (x2, y2)), share, (k, weight) in zip(ends, shares, weights, strict=True):
        edges.append(arrow((x1, y1), (x2, y2), token=token))
        x, y = x1 + share * (x2 - x1), y1 + share * (y2 - y1)
        labels.append(
            group(
                label(x, y, f"$w_{{{k}}}$ {fixed(weight)}", size=15, token=token),
                data_edge=f"w{k}",
            )
        )
    return [*edges, *labels]


def _down(start: str, end: str) -> list[Element]:
    top, bottom = _ROWS[start] + NODE_HEIGHT / 2, _ROWS[end] - NODE_HEIGHT / 2
    return [arrow((x, top), (x, bottom)) for x in (LEFT, RIGHT)]


def _gather() -> list[Element]:
    top, bottom = _ROWS["E"] + NODE_HEIGHT / 2, _ROWS["sum"]
    return [
        arrow((x, top), (x, bottom), (MIDDLE + side * 77, bottom))
        for x, side in ((LEFT, -1), (RIGHT, 1))
    ]


def _small(x: float, symbol: str, value: float) -> Element:
    y = _ROWS["x"]
    return group(
        box(
            *(x - NODE_WIDTH / 2, y - _INPUT_HEIGHT / 2, NODE_WIDTH, _INPUT_HEIGHT),
            radius=_INPUT_HEIGHT / 2,
            edge="x",
            thickness=2,
        ),
        text(x - 8, y, symbol, size=17, token="x", anchor="end"),
        text(x + 2, y, fixed(value), size=16, anchor="start"),
        data_node=symbol.strip("$").replace("_", ""),
    )


def _node(x: float, row: str, upper: _Line, lower: _Line, *, error: bool = False) -> Element:
    y = _ROWS[row]
    corner = (x - NODE_WIDTH / 2, y - NODE_HEIGHT / 2)
    frame = (
        box(*corner, NODE_WIDTH, NODE_HEIGHT, radius=12, edge="e", fill="e", strength=0.07)
        if error
        else box(*corner, NODE_WIDTH, NODE_HEIGHT, radius=12, edge="muted")
    )
    return group(
        frame,
        line((x - NODE_WIDTH / 2, y), (x + NODE_WIDTH / 2, y)),
        *(
            part
            for dy, (symbol, value, token) in ((-14, upper), (15, lower))
            for part in (
                text(x - 30, y + dy, f"${symbol}$", size=17, token=token, weight=600),
                text(x + 16, y + dy, value, size=16),
            )
        ),
        data_node=lower[0].replace("_", ""),
    )


def _bias(row: str, symbol: str, value: float) -> list[Element]:
    y = _ROWS[row]
    inner = (LEFT + NODE_WIDTH / 2, RIGHT - NODE_WIDTH / 2)
    return [
        arrow((MIDDLE - _BIAS_WIDTH / 2, y), (inner[0], y)),
        arrow((MIDDLE + _BIAS_WIDTH / 2, y), (inner[1], y)),
        group(
            box(
                *(MIDDLE - _BIAS_WIDTH / 2, y - _BIAS_HEIGHT / 2, _BIAS_WIDTH, _BIAS_HEIGHT),
                radius=3,
                edge="muted",
                dashes="4 3",
            ),
            text(MIDDLE, y - 10, symbol, size=16),
            text(MIDDLE, y + 11, fixed(value), size=15),
            data_node=symbol.strip("$").replace("_", ""),
        ),
    ]


def _sum(error: str) -> Element:
    y = _ROWS["sum"]
    return group(
        box(MIDDLE - 75, y - 20, 150, 40, radius=20, edge="e", thickness=2.5),
        text(MIDDLE, y, f"$E$ = {error}", size=17, token="e", weight=700),
        data_node="E",
    )
