"""The network with the numbers of one sample on it: weights on the edges, S and A in the nodes."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import pairwise
from typing import TYPE_CHECKING
from xml.etree.ElementTree import Element

import numpy as np

from figures.diagrams_checks import require_drawable, require_names, require_sample
from figures.diagrams_neuron import DASHES, KEY_HEIGHT, RADIUS, key, neuron
from figures.diagrams_numbers import listed, number
from figures.diagrams_shapes import Point, disc, drawing, group, line
from figures.diagrams_text import label, text

if TYPE_CHECKING:
    from backprop.network import ForwardPass, Parameters

FEATURES = ("공부 시간", "수면 시간")
OUTPUT = "예측 점수"
PITCH = 106
"""Height that one node of the largest layer takes."""
COLUMNS = (42, 206, 358)
INPUT_RADIUS = 28

_TOP = 54
_LABEL_ROOM = 27
_LEAST_SEPARATION = 19


def network_diagram(
    parameters: Parameters,
    forward_pass: ForwardPass,
    sample: int = 0,
    *,
    features: Sequence[str] = FEATURES,
    output: str = OUTPUT,
    digits: int = 2,
) -> str:
    """Draw the network with the weights and the activations of one sample.

    Parameters
    ----------
    parameters : Parameters
        Weights, at most 4 nodes a layer.
    forward_pass : ForwardPass
        A pass with these weights.
    sample : int, optional
        Row of the forward pass, from 0.
    features : sequence of str, optional
        Korean name of each input.
    output : str, optional
        Korean name of what the network predicts.
    digits : int, optional
        Digits after the decimal point.

    Returns
    -------
    str
        SVG.

    Raises
    ------
    TypeError, ValueError
        If there is no such sample, a layer is too large, or names are missing.
    """
    sample = require_sample(sample, len(forward_pass.X))
    sizes = (parameters.n_inputs, parameters.n_hidden, parameters.n_outputs)
    require_drawable(n_inputs=sizes[0], n_hidden=sizes[1], n_outputs=sizes[2])
    require_names("features", features, sizes[0])
    height = PITCH * max(sizes)
    layers = [layer(x, n, _TOP, height) for x, n in zip(COLUMNS, sizes, strict=True)]
    inputs = [
        _input(place, f"x{k + 1}", number(value, digits), name, -1 if k < sizes[0] / 2 else 1)
        for k, (place, value, name) in enumerate(
            zip(layers[0], forward_pass.X[sample], features, strict=True)
        )
    ]
    hidden = (forward_pass.hidden_sum[sample], forward_pass.activated_hidden[sample])
    outputs = (forward_pass.output_sum[sample], forward_pass.activated_output[sample])
    neurons = [
        neuron(place, number(s, digits), number(a, digits), a, tokens, name=f"{name}{k + 1}")
        for places, name, tokens, (sums, activations) in (
            (layers[1], "h", ("sh", "ah"), hidden),
            (layers[2], "o", ("so", "ao"), outputs),
        )
        for k, (place, s, a) in enumerate(zip(places, sums, activations, strict=True))
    ]
    x, y = layers[2][-1]
    return drawing(
        _TOP + height + 14 + KEY_HEIGHT,
        *_headers(),
        *_edges(layers, parameters, digits),
        *inputs,
        *neurons,
        text(x, y + RADIUS + 16, output, size=14, token="muted"),
        key(_TOP + height + 13),
    )


def describe_network(
    parameters: Parameters,
    forward_pass: ForwardPass,
    sample: int = 0,
    *,
    features: Sequence[str] = FEATURES,
    output: str = OUTPUT,
    digits: int = 2,
) -> str:
    """Say in Korean what `network_diagram` shows, for use as its alt text."""
    sample = require_sample(sample, len(forward_pass.X))
    require_names("features", features, parameters.n_inputs)
    named = zip(features, forward_pass.X[sample], strict=True)
    inputs = ", ".join(f"{name} {number(value, digits)}" for name, value in named)
    shape = f"{parameters.n_inputs}-{parameters.n_hidden}-{parameters.n_outputs}"
    return (
        f"표본 {sample + 1}의 값을 적은 {shape} 신경망. 입력층: {inputs}. "
        f"가중치 w1: {listed(parameters.w1, digits)}. "
        f"은닉층의 가중합: {listed(forward_pass.hidden_sum[sample], digits)}, "
        f"활성값: {listed(forward_pass.activated_hidden[sample], digits)}. "
        f"가중치 w2: {listed(parameters.w2, digits)}. "
        f"출력층의 가중합: {listed(forward_pass.output_sum[sample], digits)}, "
        f"{output}: {listed(forward_pass.activated_output[sample], digits)}. "
        "가중치가 클수록 선이 굵고, 음수인 가중치는 점선입니다."
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


def _edges(layers: list[list[Point]], parameters: Parameters, digits: int) -> list[Element]:
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
            labels.append(label(x, y, number(weight, digits), token=token, weight=600))
    return [*edges, *labels]


def _input(centre: Point, name: str, value: str, feature: str, outward: int) -> Element:
    x, y = centre
    return group(
        disc(centre, INPUT_RADIUS, edge="x", thickness=2),
        text(x, y, value, token="x", weight=600),
        text(x, y + outward * (INPUT_RADIUS + 15), feature, size=14, token="muted"),
        data_node=name,
    )
