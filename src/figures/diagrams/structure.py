"""The bare structure of a network, and what one of its neurons does: weighted sum, activation."""

import math
from xml.etree.ElementTree import Element

import numpy as np

from backprop.activations import sigmoid
from figures.diagrams.network import FEATURES, OUTPUT, layer
from figures.svg.shapes import (
    Drawing,
    Point,
    arrow,
    box,
    disc,
    drawing,
    group,
    line,
    path,
    points,
    surface,
)
from figures.svg.text import text

SIZES = (2, 3, 1)
"""Nodes of the lecture's layers."""
COLUMNS = (96, 216, 322)
RADIUS = 19
HEIGHT = 174
"""Height of the network."""

_TOP = 32
_LENS_HEIGHT = 226
_LENS_RADIUS = 64


def structure_diagram() -> Drawing:
    """Draw the layers with their Korean names, and one hidden neuron magnified."""
    layers = [layer(x, n, _TOP, HEIGHT) for x, n in zip(COLUMNS, SIZES, strict=True)]
    edges = [
        line(start, end, token="muted", width=1.2, data_edge=f"w{k + 1}[{i},{j}]")
        for k in (0, 1)
        for i, start in enumerate(layers[k])
        for j, end in enumerate(layers[k + 1])
    ]
    nodes = [
        group(disc(place, RADIUS, edge=token, thickness=2), data_node=f"{name}{k + 1}")
        for places, name, token in zip(layers, "xho", ("x", "ah", "ao"), strict=True)
        for k, place in enumerate(places)
    ]
    names = [
        text(x - RADIUS - 8, y, feature, size=14, token="muted", anchor="end")
        for (x, y), feature in zip(layers[0], FEATURES, strict=True)
    ]
    x, y = layers[2][-1]
    lens_top = _TOP + HEIGHT + 30
    return drawing(
        lens_top + _LENS_HEIGHT,
        *(
            text(at, 12, name, weight=600)
            for at, name in zip(COLUMNS, ("입력층", "은닉층", "출력층"), strict=True)
        ),
        _beam(layers[1][-1], lens_top),
        *edges,
        *nodes,
        *names,
        text(x, y + RADIUS + 15, OUTPUT, size=14, token="muted"),
        *_lens(lens_top),
        alt=f"입력층 노드 {SIZES[0]}개({', '.join(FEATURES)}), 은닉층 노드 {SIZES[1]}개, "
        f"출력층 노드 {SIZES[2]}개({OUTPUT})가 이웃한 층끼리 모두 선으로 이어진 신경망. "
        "은닉 노드 하나를 크게 보면, 입력에 가중치를 곱하고 편향을 더한 가중합 S를 구한 다음 "
        "활성화 함수 σ에 넣어 활성값 A를 다음 층으로 보냅니다.",
    )


def _beam(node: Point, lens_top: float) -> Element:
    """Return the two rays from the magnified node to the corners of the lens."""
    x, y = node
    corners = points(x - RADIUS, y), points(x + RADIUS, y), points(390, lens_top)
    return surface(
        f"M{corners[0]}L{corners[1]}L{corners[2]}L{points(10, lens_top)}Z", fill="ah", strength=0.08
    )


def _lens(top: float) -> list[Element]:
    x, y = 226, top + _LENS_HEIGHT / 2 - 18
    inside = _LENS_RADIUS - 1.5
    half = f"M{points(x, y - inside)}A{points(inside, inside)} 0 0 1 {points(x, y + inside)}Z"
    signals = (("$x_1$", "$w_1$", "x"), ("$x_2$", "$w_2$", "x"), ("$b$", "", "ink"))
    return [
        box(1, top, 398, _LENS_HEIGHT - 2, radius=12, edge="", fill="ah", strength=0.08),
        *(
            _signal((36, height), (x, y), *signal)
            for height, signal in zip((y - 64, y, y + 64), signals, strict=True)
        ),
        disc((x, y), _LENS_RADIUS, edge="ah", thickness=3),
        surface(half, fill="ah", strength=0.14),
        line((x, y - inside), (x, y + inside)),
        text(x - 29, y - 8, "Σ", size=34, token="sh"),
        text(x - 29, y + 25, "$S$", size=16),
        _curve((x + 28, y - 8), 40, 30),
        text(x + 28, y + 25, "$σ$($S$)", size=16, token="ah"),
        arrow((x + _LENS_RADIUS + 5, y), (354, y), token="ah", width=2.5, head=11),
        text(372, y, "$A$", size=20, token="ah"),
        text(x - 29, top + 22, "가중합", token="sh", weight=600),
        text(x + 40, top + 22, "활성화 함수", token="ah", weight=600),
        text(
            200,
            top + _LENS_HEIGHT - 24,
            [
                ("$S$", "sh"),
                (" = $x_1$$w_1$ + $x_2$$w_2$ + $b$\u2003", "ink"),
                ("$A$ = $σ$($S$)", "ah"),
            ],
            size=16,
        ),
    ]


def _signal(start: Point, centre: Point, symbol: str, weight: str, token: str) -> Element:
    (x1, y1), (x2, y2) = start, centre
    distance = math.dist(start, centre)
    ux, uy = (x2 - x1) / distance, (y2 - y1) / distance
    reach = distance - _LENS_RADIUS - 4
    begin, end = (x1 + 20 * ux, y1 + 20 * uy), (x1 + reach * ux, y1 + reach * uy)
    middle = ((begin[0] + end[0]) / 2 - 6 * ux, (begin[1] + end[1]) / 2 - 6 * uy)
    return group(
        disc(start, 20, edge=token, thickness=2),
        text(x1, y1, symbol, size=16, token=token),
        arrow(begin, end, token="muted"),
        text(
            middle[0], middle[1] - 12, weight or "편향", size=15, token="w1" if weight else "muted"
        ),
    )


def _curve(centre: Point, width: float, height: float) -> Element:
    """Return the graph of the sigmoid from −6 to 6."""
    s = np.linspace(-6, 6, 25)
    xs = centre[0] + width * s / 12
    ys = centre[1] + height * (0.5 - sigmoid(s))
    first, *rest = (points(x, y) for x, y in zip(xs, ys, strict=True))
    return path(f"M{first}L{' '.join(rest)}", token="ah", width=2.5)
