"""A training of ten thousand steps, moved through by its iteration, as three codes make it.

All numbers are written here, for about 150 iterations of each code; only the shade of the plane
between the students, and what the network says of a new one on it, are computed by the page, by the
recorded operations of `backprop.network`.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from backprop.lecture.as_published import backward_as_printed, backward_with_f3
from backprop.network import Parameters, backward, forward
from backprop.samples import SLEEP_POINTS, STUDY_POINTS, Samples
from backprop.training import TrainingLog, train
from backprop.validation import FloatArray
from figures.moving.moving import Moving, buttons, choices, controls, slider
from figures.moving.recorder import record
from figures.moving.training_picture import CELLS, FRAME, STRENGTH, scrubber_picture
from figures.numbers import fixed
from figures.picture import picture

ITERATIONS = 10_000
LOG_STOPS = 130
"""Stops by equal factors before those that are alike are one."""
LINEAR_STEP = 200
FIRST = 50
"""Iteration at which the figure stands at first: all predictions are near the targets' mean."""
RUNS = (
    ("mended", "바로잡은 코드", backward),
    ("printed", "찍힌 코드", backward_as_printed),
    ("text", "글의 식", backward_with_f3),
)
NEW = {"study": 2.0, "sleep": 8.0}
"""Hours of the new student at first."""
STRIDE = 10
"""Stops of a slider to an hour."""
STUDENT = "새 학생(공부 {study}시간, 수면 {sleep}시간): 예측 {prediction}점, 규칙대로라면 {rule}점."
DECIMALS = {"error": 4, "value": 4, "weight": 3}
ALIKE = 0.1
"""Predictions whose spread is smaller are alike."""
NEAR = 0.05
"""An error smaller than this is near the target."""
RISING = 1 + 1e-6
"""By what factor an error has grown in one iteration if it rises."""
SENTENCES = (
    "아직 한 번도 고치지 않았습니다.",
    "세 예측이 거의 같습니다. 아직 학생을 가르지 못합니다.",
    "갈라졌던 세 예측이 도로 거의 같아졌습니다.",
    "두 번째 학생의 예측이 나머지 둘과 떨어져 있습니다.",
    "두 번째 학생의 예측이 목표값 가까이에 있습니다.",
    "에러가 늘고 있습니다.",
)


def training_figure(parameters: Parameters, samples: Samples, *, caption: str) -> Moving:
    """Return the moving figure.

    Parameters
    ----------
    parameters : Parameters
        Where all three codes start.
    samples : Samples
        What they learn; inputs from 0 to 1, three students.
    caption : str
        In the notation of `figures.markup`.
    """
    stops = {"log": _log_stops(), "linear": range(0, ITERATIONS + 1, LINEAR_STEP)}
    rows = sorted({*stops["log"], *stops["linear"]})
    logs = {
        key: train(parameters, samples.X, samples.y, ITERATIONS, backward=rule)
        for key, _, rule in RUNS
    }
    runs = {
        key: {
            "values": [_row(samples.X, log, k) for k in rows],
            "says": _says(log, samples.y, rows),
        }
        for key, log in logs.items()
    }
    first = runs["mended"]["values"][rows.index(FIRST)].split(" ")
    drawn = scrubber_picture(
        {key: one.mse[rows] for key, one in logs.items()},
        [name for _, name, _ in RUNS],
        rows,
        FIRST,
        samples,
        logs["mended"].parameters(FIRST),
        [hours / most for hours, most in zip(NEW.values(), samples.X_raw.max(axis=0), strict=True)],
    )
    return Moving(
        "training",
        picture(drawn),
        "",
        controls(
            "학습 되감기",
            choices("run", "기울기", [(key, name) for key, name, _ in RUNS]),
            '<div class="figure-line">'
            f"{slider('at', '반복', len(stops['log']) - 1, stops['log'].index(FIRST))}</div>",
            choices("scale", "눈금", [("log", "로그"), ("linear", "고르게")]),
            *(
                f'<div class="figure-line"><span class="figure-name">{name}</span>'
                f"{slider(key, name, round(float(most) * STRIDE), round(NEW[key] * STRIDE))}"
                f'<output class="figure-number" data-of="{key}">{fixed(NEW[key], 1)}</output></div>'
                for key, name, most in zip(
                    NEW,
                    ("새 학생의 공부", "새 학생의 수면"),
                    samples.X_raw.max(axis=0),
                    strict=True,
                )
            ),
            buttons({"back": "뒤로", "forward": "앞으로", "reset": "처음으로"}),
        )
        + _panel(
            first[0],
            runs["mended"]["says"][rows.index(FIRST)],
            _asked(samples, logs["mended"].parameters(FIRST)),
        )
        + _tables(samples, first[1:]),
        caption,
        {
            "rows": rows,
            "stops": {key: list(each) for key, each in stops.items()},
            "first": FIRST,
            "runs": runs,
            "sentences": SENTENCES,
            "words": {
                "head": "반복 {at}, 에러 {error}",
                "other": "바로잡은 코드의 에러는 {error}입니다.",
                "student": STUDENT,
            },
            "shown": samples.y.size * (1 + parameters.w2.size),
            "tape": record(_prediction(parameters), [0.5, 0.5, *_by_node(parameters)]),
            "student": NEW,
            "stride": STRIDE,
            "most": samples.X_raw.max(axis=0).tolist(),
            "score": float(samples.y_raw.max()),
            "rule": [STUDY_POINTS, SLEEP_POINTS],
            "cells": CELLS,
            "strength": STRENGTH,
            "frame": FRAME,
        },
    )


def _log_stops() -> list[int]:
    by_factors = np.geomspace(1, ITERATIONS, LOG_STOPS).round().astype(int).tolist()
    return sorted({0, FIRST, *by_factors, *(10**power for power in range(5))})


def _by_node(parameters: Parameters) -> list[float]:
    """Return the weights node by node: those that come in, then the one that goes out."""
    return np.vstack([parameters.w1, parameters.w2.T]).T.ravel().tolist()


def _prediction(like: Parameters) -> Any:
    """Return the function that is recorded: two inputs and the weights by node to a prediction."""

    def function(numbers: NDArray[Any]) -> NDArray[Any]:
        inputs, nodes = np.split(numbers, [like.n_inputs])
        w = nodes.reshape(-1, like.n_inputs + 1)
        return forward(Parameters(w[:, :-1].T, w[:, -1:]), inputs[None]).activated_output

    return function


def _row(X: FloatArray, log: TrainingLog, k: int) -> str:
    """Write a state: error; each student's prediction and hidden values; each node's weights."""
    passed = forward(log.parameters(k), X)
    values = np.hstack([passed.activated_output, passed.activated_hidden]).ravel()
    return " ".join(
        [
            fixed(log.mse[k], DECIMALS["error"]),
            *(fixed(value, DECIMALS["value"]) for value in values),
            *(fixed(weight, DECIMALS["weight"]) for weight in _by_node(log.parameters(k))),
        ]
    )


def _says(log: TrainingLog, y: FloatArray, rows: list[int]) -> list[list[int]]:
    """Return for each row which sentences hold."""
    found, parted = [], False
    for k in rows:
        predictions = log.predictions[k, :, 0]
        apart = np.ptp(predictions) >= ALIKE
        parted = parted or bool(apart)
        says = [] if k else [0]
        if not apart:
            says.append(2 if parted else 1)
        else:
            says.append(4 if abs(predictions[1] - y[1, 0]) < NEAR else 3)
        if k and log.mse[k] > RISING * log.mse[k - 1]:
            says.append(5)
        found.append(says)
    return found


def _asked(samples: Samples, parameters: Parameters) -> str:
    """Return what the network says of the new student at first."""
    hours = np.array([list(NEW.values())])
    share = forward(parameters, hours / samples.X_raw.max(axis=0)).activated_output.item()
    return STUDENT.format(
        study=fixed(NEW["study"], 1),
        sleep=fixed(NEW["sleep"], 1),
        prediction=fixed(share * float(samples.y_raw.max()), 1),
        rule=fixed(STUDY_POINTS * NEW["study"] + SLEEP_POINTS * NEW["sleep"], 1),
    )


def _panel(error: str, says: list[int], asked: str) -> str:
    sentences = " ".join(SENTENCES[k] for k in says)
    return (
        '<div class="figure-panel training-says"><p class="figure-title">'
        f"반복 {FIRST}, 에러 {error}</p><p>{sentences}</p><p>{asked}</p></div>"
    )


def _tables(samples: Samples, values: list[str]) -> str:
    nodes = range(1, 4)
    students = [
        (f"학생 {i + 1}", [fixed(target, DECIMALS["value"])], values[4 * i : 4 * i + 4])
        for i, target in enumerate(samples.y[:, 0])
    ]
    after = values[4 * len(students) :]
    weights = [(f"은닉 {j}", [], after[3 * j - 3 : 3 * j]) for j in nodes]
    return _table(["학생", "목표", "예측", *(f"은닉 {j}" for j in nodes)], students) + _table(
        ["노드", "공부의 w₁", "수면의 w₁", "w₂"], weights
    )


def _table(heads: list[str], rows: Sequence[tuple[str, list[str], list[str]]]) -> str:
    """Return a table; of a row's numbers the first are held, the others move."""
    head = "".join(f'<th scope="col">{each}</th>' for each in heads)
    body = "".join(
        f'<tr><th scope="row">{name}</th>{"".join(f"<td>{value}</td>" for value in held)}'
        f"{''.join(f'<td data-number>{value}</td>' for value in moving)}</tr>"
        for name, held, moving in rows
    )
    return (
        f'<table class="figure-board"><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>'
    )
