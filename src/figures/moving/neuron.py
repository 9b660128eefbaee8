"""What one neuron cuts out of the plane of its two inputs, and what only two of them can.

The page computes activations itself, by the recorded operations of `backprop.activations`.
"""

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from backprop.activations import sigmoid
from backprop.samples import Samples
from backprop.validation import FloatArray
from figures.diagrams.network import FEATURES
from figures.moving.moving import Moving, buttons, choices, controls, slider
from figures.moving.recorder import record
from figures.moving.walk import written
from figures.numbers import fixed
from figures.picture import picture
from figures.svg.shapes import Drawing, box, colour, disc, drawing, element, group, line
from figures.svg.text import text

START = (8.0, 0.0, -4.0)
"""w₁, w₂ and b at first."""
NAMES = (("w1", "가중치 w₁ (공부)"), ("w2", "가중치 w₂ (수면)"), ("b", "편향 b"))
LIMIT, STOPS = 12, 240
"""A slider goes from −limit to limit."""
GAP = 6.0
"""By how much the second neuron's bias is smaller."""
CELLS = 15
LEFT, TOP, SIDE = 70, 16, 300
STRENGTH = 0.75


def neuron_figure(samples: Samples, *, caption: str) -> Moving:
    """Return the moving figure.

    Parameters
    ----------
    samples : Samples
        The students on the plane; their inputs lie from 0 to 1.
    caption : str
        In the notation of `figures.markup`.
    """
    X = samples.X
    tapes = {
        key: record(_activation(shown), [*X[0], *START])
        for key, shown in (("one", _one), ("two", _two))
    }
    return Moving(
        "neuron",
        picture(_drawing(X)),
        "",
        controls(
            "노드의 가중치와 편향",
            choices("nodes", "노드", [("one", "하나"), ("two", "둘의 차")]),
            *(
                f'<div class="figure-line"><span class="figure-name">{label}</span>'
                f"{slider(key, label, STOPS, _stop(value))}"
                f'<output class="figure-number" data-of="{key}">{fixed(value, 1)}</output></div>'
                for (key, label), value in zip(NAMES, START, strict=True)
            ),
            buttons({"reset": "처음으로"}),
        )
        + _table(X),
        caption,
        {
            "tapes": tapes,
            "inputs": X.tolist(),
            "start": dict(zip([key for key, _ in NAMES], START, strict=True)),
            "limit": LIMIT,
            "stops": STOPS,
            "gap": GAP,
            "cells": CELLS,
            "strength": STRENGTH,
            "frame": {"left": LEFT, "top": TOP, "side": SIDE},
            "students": [f"학생 {i + 1}" for i in range(len(X))],
        },
    )


def _one(s: Any) -> Any:
    return sigmoid(s)


def _two(s: Any) -> Any:
    return sigmoid(s) - sigmoid(s - GAP)


def _activation(shown: Callable[[Any], Any]) -> Callable[[NDArray[Any]], Any]:
    """Return the function that is recorded: x₁, x₂, w₁, w₂, b to S and what is shown."""

    def function(numbers: NDArray[Any]) -> Any:
        x, w, b = numbers[:2], numbers[2:4], numbers[4]
        s = x @ w + b
        return np.array([s, shown(np.array([s]))[0]], dtype=object)

    return function


def _stop(value: float) -> int:
    return round((value + LIMIT) / (2 * LIMIT) * STOPS)


def _drawing(X: FloatArray) -> Drawing:
    w, b = np.array(START[:2]), START[2]
    middles = (np.arange(CELLS) + 0.5) / CELLS
    step = SIDE / CELLS
    cells = [
        element(
            "rect",
            x=LEFT + column * step,
            y=TOP + SIDE - (row + 1) * step,
            width=step,
            height=step,
            fill=colour("ah"),
            shape_rendering="crispEdges",
            fill_opacity=round(STRENGTH * float(sigmoid(np.array([x, y]) @ w + b)), 3),
            **{"class": "tile"},
        )
        for row, y in enumerate(middles)
        for column, x in enumerate(middles)
    ]
    cut = LEFT + SIDE * float(-b / w[0])
    students = [
        group(
            disc((LEFT + SIDE * x, TOP + SIDE * (1 - y)), 11, edge="x", thickness=2.5),
            text(LEFT + SIDE * x, TOP + SIDE * (1 - y), f"{i + 1}", size=14, weight=700),
        )
        for i, (x, y) in enumerate(X)
    ]
    border = line((cut, TOP), (cut, TOP + SIDE), token="ink", width=2.5)
    border.set("class", "border")
    ticks = [
        part
        for share in (0.0, 0.5, 1.0)
        for part in (
            text(LEFT + SIDE * share, TOP + SIDE + 16, f"{share:g}", size=13, token="muted"),
            text(LEFT - 14, TOP + SIDE * (1 - share), f"{share:g}", size=13, token="muted"),
        )
    ]
    values = ", ".join(written(float(sigmoid(x @ w + b))) for x in X)
    return drawing(
        TOP + SIDE + 50,
        *cells,
        box(LEFT, TOP, SIDE, SIDE, radius=0, edge="muted", fill="paper", strength=0),
        border,
        *students,
        *ticks,
        text(LEFT + SIDE / 2, TOP + SIDE + 38, FEATURES[0], size=14, token="muted"),
        text(LEFT - 40, TOP + SIDE / 4, "수면", size=14, token="muted"),
        alt="공부 시간과 수면 시간의 평면에 세 학생을 점으로 놓고, 노드의 활성값이 클수록 짙게 "
        f"칠한 그림. 활성값이 절반인 곳을 선으로 그었습니다. 세 학생의 활성값은 {values}입니다.",
    )


def _table(X: FloatArray) -> str:
    w, b = np.array(START[:2]), START[2]
    rows = "".join(
        f'<tr><th scope="row">학생 {i + 1}</th><td>{written(x[0])}, {written(x[1])}</td>'
        f"<td data-sum>{fixed(float(x @ w + b), 4)}</td>"
        f"<td data-active>{fixed(float(sigmoid(x @ w + b)), 4)}</td></tr>"
        for i, x in enumerate(X)
    )
    return (
        '<table class="figure-board"><thead><tr><th scope="col">학생</th><th scope="col">입력</th>'
        '<th scope="col">가중합</th><th scope="col">출력</th></tr></thead>'
        f"<tbody>{rows}</tbody></table>"
    )
