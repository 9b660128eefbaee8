"""How a training stands, as the page shows it: words, the shades of the map, the curve."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from backprop.gradient_check import GradientCheck
from backprop.samples import FULL_SCORE, study_sleep
from figures.numbers import brief, powers, scientific
from figures.svg.shapes import short
from lab.experiment import LARGEST, Experiment
from lab.settings import LIMIT

WIDTH = 400
MAP = {"left": 62, "top": 12, "side": 300, "low": -0.1, "high": 1.1}
"""The map: where it stands in the drawing, and which square of the plane it shows."""
CELLS = 30
"""Cells of a side."""
SHADES = 5
"""Shades of each class: how far the prediction is from ½."""
CURVE = {"left": 62, "right": 362, "top": 392, "bottom": 512}
CORNERS = 150
"""So many points of the curve are drawn at most."""
TICKS = 5
ALIKE = 1e-6
"""Weights that differ by such a part are the same."""
SMALLEST = 1e-12
"""Smaller losses are drawn at this height."""


def shown(experiment: Experiment) -> dict[str, Any]:
    """Return all that the page's script shows, fit for JSON."""
    curve, ticks = _curve(experiment.costs)
    return {
        "step": experiment.step,
        "lost": experiment.is_lost,
        "says": says(experiment),
        "alt": f"두 입력의 평면에 점 {len(experiment.X)}개를 찍고 예측을 두 색으로 칠한 지도, "
        f"그리고 걸음마다의 손실을 그린 곡선. {says(experiment)}",
        "shades": shades(experiment),
        "points": marks(experiment),
        "curve": curve,
        "ticks": ticks,
        "values": [f"{experiment.step:,}", loss(experiment), hits(experiment)],
        "sizes": [
            [_layer(k, experiment.settings.layers), scientific(size) if size else "0"]
            for k, size in enumerate(experiment.gradient_sizes())
        ],
    }


def loss(experiment: Experiment) -> str:
    """Write the loss as it stands."""
    cost = experiment.costs[-1]
    return brief(cost) if cost <= LARGEST else "끝없이 큼"


def hits(experiment: Experiment) -> str:
    """Say how many points are on their side, or what is predicted of the three students."""
    output = experiment.output(experiment.X)
    if experiment.settings.data == "lecture":
        full = study_sleep().y_raw.max()
        pairs = zip(output * full, experiment.y[:, 0] * full, strict=True)
        return ", ".join(f"{_points(o)}점(목표 {_points(y)}점)" for o, y in pairs)
    right = int(((output > 0.5) == (experiment.y[:, 0] > 0.5)).sum())
    return f"{len(output)}점 가운데 {right}점"


def _points(score: float) -> str:
    return f"{np.clip(score, -10 * FULL_SCORE, 10 * FULL_SCORE):.1f}".replace("-", "−")


def says(experiment: Experiment) -> str:
    """Say in a few sentences how the training stands."""
    told = hits(experiment)
    is_lecture = experiment.settings.data == "lecture"
    said = [
        f"{experiment.step:,}걸음을 갔습니다.",
        *([_rounds(experiment)] if experiment.settings.batch_size else []),
        f"손실은 {loss(experiment)},",
        f"예측은 {told}입니다." if is_lecture else f"{told}을 맞힙니다.",
    ]
    if experiment.is_lost:
        said.append("손실이 너무 커져 더 가지 않습니다. 학습률을 줄이고 다시 해 보세요.")
    elif experiment.step >= LIMIT:
        said.append("한 번에 갈 수 있는 마지막 걸음입니다.")
    if are_alike(experiment):
        said.append("은닉층의 노드가 모두 똑같습니다.")
    return " ".join(said)


def _rounds(experiment: Experiment) -> str:
    return f"모든 점을 {experiment.rounds:.1f}번 훑었습니다."


def are_alike(experiment: Experiment) -> bool:
    """Whether all nodes of the first hidden layer are the same, and there are several."""
    first, *others = experiment.network
    if not others or first.weights.shape[1] < 2:
        return False
    same = first.weights[:, :1]  # But for rounding, which sums in another order may differ by.
    return bool(np.allclose(first.weights, same, rtol=ALIKE, atol=0))


def checked(check: GradientCheck) -> str:
    """Say what the gradient check found."""
    counts = {each: check.outcomes.count(each) for each in ("passed", "failed", "undecided")}
    decided = [k for k, each in enumerate(check.outcomes) if each != "undecided"]
    said = [f"기울기 {len(check.outcomes):,}개 가운데 {counts['passed']:,}개가 맞습니다."]
    if counts["failed"]:
        said.append(f"{counts['failed']:,}개가 다릅니다.")
    if counts["undecided"]:
        said.append(f"{counts['undecided']:,}개는 너무 작거나 꺾인 곳에 있어 판정하지 못했습니다.")
    if decided:
        worst = max(decided, key=lambda k: check.relative_error[k])
        error = float(check.relative_error[worst])
        said.append(
            f"판정한 것 가운데 가장 큰 상대오차는 {check.labels[worst]}의 "
            f"{scientific(error) if error else '0'}입니다."
        )
    return " ".join(said)


def marks(experiment: Experiment) -> list[list[float]]:
    """Return x, y and class of every point."""
    X, y = experiment.X, experiment.y[:, 0]
    return [[float(a), float(b), int(c > 0.5)] for (a, b), c in zip(X, y, strict=True)]


def place(x: float, y: float) -> tuple[float, float]:
    """Return where a point of the plane is in the drawing."""
    scale = MAP["side"] / (MAP["high"] - MAP["low"])
    return MAP["left"] + (x - MAP["low"]) * scale, MAP["top"] + (MAP["high"] - y) * scale


def shades(experiment: Experiment) -> list[str]:
    """Return the data of the paths that shade the map: class 0 from pale to dark, then class 1."""
    step = (MAP["high"] - MAP["low"]) / CELLS
    middles = MAP["low"] + (np.arange(CELLS) + 0.5) * step
    x, y = np.meshgrid(middles, middles[::-1])
    output = experiment.output(np.column_stack([x.ravel(), y.ravel()])).reshape(CELLS, CELLS)
    level = np.clip((np.abs(2 * output - 1) * (SHADES + 1)).astype(int), 0, SHADES)
    shade = np.where(level == 0, 0, np.where(output > 0.5, SHADES + level, level))
    return [_runs(shade == each) for each in range(1, 2 * SHADES + 1)]


def _runs(inside: np.ndarray) -> str:
    """Write the cells of one shade as rectangles of one row each."""
    size = MAP["side"] / CELLS
    found = []
    for row, cells in enumerate(inside):
        edges = np.flatnonzero(np.diff(np.concatenate([[0], cells.astype(int), [0]])))
        for start, end in edges.reshape(-1, 2):
            x, y = MAP["left"] + start * size, MAP["top"] + row * size
            found.append(f"M{short(x)} {short(y)}h{short((end - start) * size)}"
                         f"v{short(size)}H{short(x)}z")  # fmt: skip
    return "".join(found)


def _curve(costs: Sequence[float]) -> tuple[str, list[Any]]:
    """Return the points of the losses on a logarithmic axis, and its ticks: height and word.

    The last tick is the number of steps, below the axis.
    """
    steps = np.unique(np.linspace(0, len(costs) - 1, CORNERS).round().astype(int))
    heights = np.log10(np.clip(np.array(costs)[steps], SMALLEST, LARGEST))
    low, high = int(np.floor(heights.min())), int(np.ceil(heights.max()))
    high = max(high, low + 1)
    stride = -(-(high - low) // TICKS)
    exponents = range(low, high + 1, stride)
    tall, wide = CURVE["bottom"] - CURVE["top"], CURVE["right"] - CURVE["left"]

    def y(height: float) -> float:
        return round(CURVE["bottom"] - (height - low) / (high - low) * tall, 1)

    x = CURVE["left"] + steps / max(len(costs) - 1, 1) * wide
    corners = " ".join(f"{short(a)},{short(y(b))}" for a, b in zip(x, heights, strict=True))
    words = powers(exponents)
    ticks = [[y(exponent), word] for exponent, word in zip(exponents, words, strict=True)]
    return corners, [ticks, f"{len(costs) - 1:,}"]


def _layer(k: int, hidden: int) -> str:
    return f"은닉층 {k + 1}" if k < hidden else "출력층"
