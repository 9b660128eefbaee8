"""The picture of the training that is moved through: errors, the plane of inputs, predictions."""

from collections.abc import Mapping, Sequence
from typing import Any
from xml.etree.ElementTree import Element

import numpy as np

from backprop.network import Parameters, forward
from backprop.samples import Samples
from backprop.validation import FloatArray
from figures.diagrams.network import FEATURES
from figures.numbers import fixed
from figures.svg.shapes import (
    Drawing,
    bar,
    box,
    colour,
    disc,
    drawing,
    element,
    group,
    line,
    points,
)
from figures.svg.text import text

LEFT, RIGHT, TOP, BOTTOM = 52, 362, 40, 190
"""The plot of the errors."""
ERRORS = (0.002, 0.3)
LINES = (("x", ""), ("e", "7 4"), ("w1", "2 4"))
"""Colour and dashes of each code's errors."""
TICKS = {"log": (0, 1, 10, 100, 1_000, 10_000), "linear": (0, 2_500, 5_000, 7_500, 10_000)}
FRAME = {"left": 52, "top": 248, "side": 192, "columns": [282, 320, 358]}
"""The plane of the inputs, and where the predictions of the students stand beside it."""
CELLS = 12
STRENGTH = 0.75


def scrubber_picture(
    errors: Mapping[str, FloatArray],
    names: Sequence[str],
    rows: Sequence[int],
    first: int,
    samples: Samples,
    parameters: Parameters,
    new: Sequence[float],
) -> Drawing:
    """Draw the state in which the figure stands at first.

    Parameters
    ----------
    errors : mapping of str to numpy.ndarray
        Mean squared errors of each code at `rows`; the first is chosen.
    names : sequence of str
        Korean names of the codes.
    rows : sequence of int
        Iterations.
    first : int
        The one that is shown.
    samples : Samples
        The students.
    parameters : Parameters
        The network at `first`.
    new : sequence of float, length 2
        Inputs of the new student.
    """
    predictions = forward(parameters, samples.X).activated_output[:, 0]
    places = [_place("log", first), _height(next(iter(errors.values()))[rows.index(first)])]
    mark = disc((0, 0), 7, edge="paper", thickness=2, fill="x")
    return drawing(
        FRAME["top"] + FRAME["side"] + 50,
        *_legend(names),
        *(_errors(scale, errors, rows) for scale in TICKS),
        *(
            text(LEFT - 8, _height(tick), f"{tick:g}", size=13, token="muted", anchor="end")
            for tick in (0.01, 0.1)
        ),
        group(mark, **{"class": "mark", "transform": f"translate({points(*places)})"}),
        *_plane(samples.X, parameters),
        *_handle(*new),
        *prediction_columns(FRAME, samples.y[:, 0], predictions),
        alt=f"학습 {first:,}번째의 모습. 위는 세 코드의 에러 곡선이고 아래 왼쪽은 공부와 수면의 "
        "평면을 예측이 클수록 짙게 칠한 그림이고, 고리는 새 학생입니다. 오른쪽의 세 막대는 "
        "예측이고 가로선은 목표값입니다. 세 예측은 "
        f"{', '.join(fixed(value, 4) for value in predictions)}입니다.",
    )


def _place(scale: str, iteration: int) -> float:
    last = TICKS[scale][-1]
    share = np.log1p(iteration) / np.log1p(last) if scale == "log" else iteration / last
    return LEFT + (RIGHT - LEFT) * float(share)


def _height(error: float) -> float:
    low, high = np.log(ERRORS)
    return BOTTOM - (BOTTOM - TOP) * float((np.log(error) - low) / (high - low))


def _legend(names: Sequence[str]) -> list[Element]:
    parts = []
    for k, (name, (token, dashes)) in enumerate(zip(names, LINES, strict=True)):
        x = LEFT + 116 * k
        parts.append(line((x, 16), (x + 22, 16), token=token, width=2.5, dashes=dashes))
        parts.append(text(x + 28, 16, name, size=13, anchor="start"))
    return parts


def _errors(scale: str, errors: Mapping[str, FloatArray], rows: Sequence[int]) -> Element:
    curves = [
        element(
            "polyline",
            points=" ".join(
                f"{_place(scale, k):.1f},{_height(error):.1f}"
                for k, error in zip(rows, mse, strict=True)
            ),
            fill="none",
            stroke=colour(token),
            stroke_dasharray=dashes,
            stroke_width=1.5,
            **{"class": "curve" if index else "curve chosen", "data-run": key},
        )
        for index, ((key, mse), (token, dashes)) in enumerate(
            zip(errors.items(), LINES, strict=True)
        )
    ]
    ticks = [
        part
        for tick in TICKS[scale]
        for part in (
            line((_place(scale, tick), BOTTOM), (_place(scale, tick), BOTTOM + 4), token="muted"),
            text(_place(scale, tick), BOTTOM + 16, f"{tick:,}", size=13, token="muted"),
        )
    ]
    return group(
        box(LEFT, TOP, RIGHT - LEFT, BOTTOM - TOP, radius=0, strength=0),
        *ticks,
        text((LEFT + RIGHT) / 2, BOTTOM + 36, "반복", size=13, token="muted"),
        *curves,
        display="none" if scale == "linear" else "",
        **{"data-scale": scale},
    )


def _plane(X: FloatArray, parameters: Parameters) -> list[Element]:
    left, top, side = FRAME["left"], FRAME["top"], FRAME["side"]
    middles = (np.arange(CELLS) + 0.5) / CELLS
    step = side / CELLS
    grid = np.array([[x, y] for y in middles for x in middles])
    shades = forward(parameters, grid).activated_output[:, 0]
    tiles = [
        element(
            "rect",
            x=left + (k % CELLS) * step,
            y=top + side - (k // CELLS + 1) * step,
            width=step,
            height=step,
            fill=colour("ao"),
            shape_rendering="crispEdges",
            fill_opacity=round(STRENGTH * float(shade), 3),
            **{"class": "tile"},
        )
        for k, shade in enumerate(shades)
    ]
    students = [
        group(
            disc((left + side * x, top + side * (1 - y)), 11, edge="x", thickness=2.5),
            text(left + side * x, top + side * (1 - y), f"{i + 1}", size=14, weight=700),
        )
        for i, (x, y) in enumerate(X)
    ]
    return [
        *tiles,
        box(left, top, side, side, radius=0, edge="muted", strength=0),
        *students,
        text(left + side / 2, top + side + 22, FEATURES[0], size=13, token="muted"),
        text(left - 24, top + side / 2, "수면", size=13, token="muted"),
    ]


def _handle(study: float, sleep: float) -> list[Element]:
    """Return the new student: a ring, and round it what a finger holds."""
    place = {
        "cx": FRAME["left"] + FRAME["side"] * study,
        "cy": FRAME["top"] + FRAME["side"] * (1 - sleep),
    }
    rings = [
        element(
            "circle",
            r=8,
            fill="none",
            stroke=colour(token),
            stroke_width=width,
            **place,
            **{"class": "new-student"},
        )
        for token, width in (("paper", 7), ("ink", 3))
    ]
    held = {"fill": "none", "pointer-events": "all", "class": "handle"}
    return [*rings, element("circle", r=30, **place, **held)]


def prediction_columns(
    frame: Mapping[str, Any], targets: FloatArray, predictions: FloatArray
) -> list[Element]:
    """Draw the predictions of the students as bars, each with its target as a line across it.

    Parameters
    ----------
    frame : mapping
        ``top`` and ``side``, where 1 is and how far 0 is below it; ``columns``, where the bars are.
    targets, predictions : numpy.ndarray, shape (n_samples,)
        From 0 to 1.
    """
    top, side = frame["top"], frame["side"]
    parts = []
    for i, (x, target, value) in enumerate(
        zip(frame["columns"], targets, predictions, strict=True)
    ):
        height = top + side * (1 - float(target))
        long = side * float(value)
        parts += [
            box(x - 11, top, 22, side, radius=0, strength=0),
            bar(x - 11, top + side - long, 22, long),
            line((x - 17, height), (x + 17, height), token="ink", width=3),
            text(x, top + side + 22, f"{i + 1}", size=14, weight=700),
        ]
    return [*parts, text(frame["columns"][1], top + side + 40, "예측과 목표", size=13)]
