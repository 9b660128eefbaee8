"""The network with the numbers of one sample on it: weights on the edges, S and A in the nodes."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import pairwise
from typing import TYPE_CHECKING
from xml.etree.ElementTree import Element

import numpy as np

from figures.diagrams.checks import require_drawable, require_sample
from figures.diagrams.neuron import DASHES, KEY_HEIGHT, RADIUS, key, neuron
from figures.numbers import fixed, listed
from figures.svg.shapes import Drawing, Point, disc, drawing, group, line
from figures.svg.text import label, text

if TYPE_CHECKING:
    from backprop.network import ForwardPass, Parameters

FEATURES = ("공부 시간", "수면 시간")
"""The inputs of the course's network."""
OUTPUT = "예측 점수"
"""What it predicts."""
PITCH = 106
"""Height that one node of the largest layer takes."""
COLUMNS = (42, 206, 358)
INPUT_RADIUS = 28

_TOP = 54
_LABEL_ROOM = 27
_LEAST_SEPARATION = 19


def network_diagram(parameters: Parameters, forward_pass: ForwardPass, sample: int = 0) -> Drawing:
    """Draw the network with the weights and the activations of one sample.

    Parameters
    ----------
    parameters : Parameters
        Weights, of two inputs and at most 4 nodes in the other layers.
    forward_pass : ForwardPass
        A pass with these weights.
    sample : int, optional
        Row of the forward pass, from 0.

    Raises
    ------
    TypeError, ValueError
        If there is no such sample, or a layer does not fit.
    """
    sample = require_sample(sample, len(forward_pass.X))
    sizes = (parameters.n_inputs, parameters.n_hidden, parameters.n_outputs)
    if sizes[0] != len(FEATURES):
        raise ValueError(f"n_inputs: expected {len(FEATURES)}, got {sizes[0]}")
    require_drawable(n_hidden=sizes[1], n_outputs=sizes[2])
    height = PITCH * max(sizes)
    layers = [layer(x, n, _TOP, height) for x, n in zip(COLUMNS, sizes, strict=True)]
    inputs = forward_pass.X[sample]
    hidden = (forward_pass.hidden_sum[sample], forward_pass.activated_hidden[sample])
    outputs = (forward_pass.output_sum[sample], forward_pass.activated_output[sample])
    neurons = [
        neuron(place, fixed(s), fixed(a), a, tokens, name=f"{name}{k + 1}")
        for places, name, tokens, (sums, activations) in (
            (layers[1], "h", ("sh", "ah"), hidden),
            (layers[2], "o", ("so", "ao"), outputs),
        )
        for k, (place, s, a) in enumerate(zip(places, sums, activations, strict=True))
    ]
    named = ", ".join(
        f"{name} {fixed(value)}" for name, value in zip(FEATURES, inputs, strict=True)
    )
    x, y = layers[2][-1]
    return drawing(
        _TOP + height + 14 + KEY_HEIGHT,
        *_headers(),
        *_edges(layers, parameters),
        *(
            _input(place, k, value)
            for k, (place, value) in enumerate(zip(layers[0], inputs, strict=True))
        ),
        *neurons,
        text(x, y + RADIUS + 16, OUTPUT, size=14, token="muted"),
        key(_TOP + height + 13),
        alt=f"표본 {sample + 1}의 값을 적은 {'-'.join(map(str, sizes))} 신경망. 입력층: {named}. "
        f"가중치 w1: {listed(parameters.w1)}. "
        f"은닉층의 가중합: {listed(hidden[0])}, 활성값: {listed(hidden[1])}. "
        f"가중치 w2: {listed(parameters.w2)}. "
        f"출력층의 가중합: {listed(outputs[0])}, {OUTPUT}: {listed(outputs[1])}. "
        "가중치가 클수록 선이 굵고, 음수인 가중치는 점선입니다.",
    )


def layer(x: float, n: int, top: float, height: float) -> list[Point]:
    """Return the middles of `n` nodes spread over `height`."""
    return [(x, top + height * (k + 0.5) / n) for k in range(n)]


def label_column(starts: Sequence[Point], ends: Sequence[Point], radius: float) -> float:
    """Return the share of their way after which the edges between two layers are furthest apart.

    The starts are discs of that `radius`, which no label may touch.

    Raises
    ------
    ValueError
        If even there a label would touch the next.
    """

    def separation(share: float) -> float:
        heights = sorted(y1 + share * (y2 - y1) for _, y1 in starts for _, y2 in ends)
        return min((b - a for a, b in pairwise(heights)), default=math.inf)

    distance = ends[0][0] - starts[0][0]
    first, last = radius + _LABEL_ROOM, distance - RADIUS - _LABEL_ROOM
    shares = np.linspace(first, last, 30) / distance
    best = float(max(shares, key=lambda share: round(separation(share), 3)))
    if separation(best) < _LEAST_SEPARATION:
        raise ValueError(
            f"parameters: the weights of {len(starts)} × {len(ends)} edges would overlap; "
            "expected smaller layers"
        )
    return best


def _headers() -> list[Element]:
    names = zip(COLUMNS, ("입력층", "은닉층", "출력층"), strict=True)
    w1_x, w2_x = ((a + b) / 2 for a, b in pairwise(COLUMNS))
    return [
        *(text(x, 12, name, size=15, weight=600) for x, name in names),
        text(COLUMNS[0], 34, "$X$", size=16),
        text(w1_x, 34, "$w_1$", size=16),
        text(COLUMNS[1], 34, "$S_H$ → $A_H$", size=16),
        text(w2_x, 34, "$w_2$", size=16),
        text(COLUMNS[2], 34, "$S_O$ → $A_O$", size=16),
    ]


def _edges(layers: list[list[Point]], parameters: Parameters) -> list[Element]:
    largest = float(np.abs(parameters.to_vector()).max()) or 1.0
    edges, labels = [], []
    for token, weights, radius, (starts, ends) in zip(
        ("w1", "w2"),
        (parameters.w1, parameters.w2),
        (INPUT_RADIUS, RADIUS),
        pairwise(layers),
        strict=True,
    ):
        share = label_column(starts, ends, radius)
        for (i, j), weight in np.ndenumerate(weights):
            (x1, y1), (x2, y2) = starts[i], ends[j]
            width, dashes = 1 + 3.5 * abs(weight) / largest, DASHES if weight < 0 else ""
            name = f"{token}[{i},{j}]"
            edge = line((x1, y1), (x2, y2), token=token, width=width, dashes=dashes, data_edge=name)
            x, y = x1 + share * (x2 - x1), y1 + share * (y2 - y1)
            edges.append(edge)
            labels.append(label(x, y, fixed(weight), token=token, weight=600))
    return [*edges, *labels]


def _input(centre: Point, k: int, value: float) -> Element:
    x, y = centre
    outward = 1 if k else -1
    return group(
        disc(centre, INPUT_RADIUS, edge="x", thickness=2),
        text(x, y, fixed(value), token="x", weight=600),
        text(x, y + outward * (INPUT_RADIUS + 15), FEATURES[k], size=14, token="muted"),
        data_node=f"x{k + 1}",
    )
