"""Gradient descent on a slice of the network's cost: the reader sets the start and η.

The page computes the walk itself, by the recorded operations of `backprop.network`. All other
numbers, the curve, its λ at the bottom and all words come from here. The module has more than 200
lines because its picture, its words and its table are of one walk.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from backprop.descent import Path
from backprop.losses import half_squared_error_per_sample
from backprop.network import Parameters, backward, forward
from backprop.optimize.surfaces import cost_slice, descent_path, weight_plane
from backprop.samples import Samples
from backprop.validation import FloatArray
from figures.moving.moving import Moving, buttons, choices, controls, slider
from figures.moving.recorder import record
from figures.moving.walk import written
from figures.notation import COLOURS
from figures.picture import canvas, picture, to_svg
from figures.plots.axes import name_axes
from figures.style import INK
from figures.svg.shapes import Drawing

STEPS = 40
"""Steps of a walk."""
STOPS = 200
"""Stops of a slider."""
RATES = (0.5, 100.0)
"""Least and greatest η."""
BOUNDS = (1, 2)
"""Of η·λ on a parabola: below the first it comes from one side, above the second it never rests."""
REACH = 6
"""How many halves of the tangent go into the picture's width."""
NUDGE = 1e-4
SETTLE = 2_000
"""Steps after which a walk with a small η stands on the bottom."""
TABLE_HEADS = ("η", "마지막 비용", "마지막 두 자리")


def descent_figure(
    parameters: Parameters,
    samples: Samples,
    index: int,
    *,
    domain: tuple[float, float],
    start: float,
    rates: Sequence[float],
    caption: str,
) -> Moving:
    """Return the moving figure.

    Parameters
    ----------
    parameters : Parameters
        The network; all weights but one are held, until the reader lets them go.
    samples : Samples
        What its cost is taken on.
    index : int
        Entry of `Parameters.to_vector` that moves.
    domain : (float, float)
        The part of the weight's axis that is shown.
    start : float
        Where the walk starts at first.
    rates : sequence of float
        Values of η in the table; the first is set at first.
    caption : str
        In the notation of `figures.markup`.
    """
    held = parameters.to_vector()
    line = _Line(parameters, samples, index)
    bottom = float(descent_path(line.value, line.gradient, [start], rates[0], SETTLE).points[-1, 0])
    ends = [line.gradient(np.array([bottom + side * NUDGE]))[0] for side in (-1, 1)]
    curvature = float((ends[1] - ends[0]) / (2 * NUDGE))
    walks = [descent_path(line.value, line.gradient, [start], rate, STEPS) for rate in rates]
    slope = float(line.gradient(np.array([start]))[0])
    svg, frame = _draw(parameters, samples, index, domain, walks[0], slope)
    name = parameters.labels[index]
    alt = (
        f"가중치 {name}에 대한 비용 곡선과 그 위를 걷는 길. η = {rates[0]:g}, 출발점 {start:g}. "
        f"{STEPS}걸음 뒤 비용은 {walks[0].values[-1]:.4f}입니다. 아래는 걸음마다의 비용입니다."
    )
    return Moving(
        "descent",
        picture(Drawing(svg, alt)),
        "",
        _controls(name, domain, start, rates[0]) + _says() + _table(rates, walks),
        caption,
        {
            "tape": record(_cost_and_gradient(parameters, samples), held.tolist()),
            "held": held.tolist(),
            "index": index,
            "domain": domain,
            "start": start,
            "rates": RATES,
            "rate": rates[0],
            "steps": STEPS,
            "stops": STOPS,
            "curvature": curvature,
            "bounds": BOUNDS,
            "reach": REACH,
            "frame": frame,
            "words": WORDS,
        },
    )


WORDS = {
    "regimes": [
        "바닥 가까이에서는 한쪽에서 다가갑니다.",
        "바닥 가까이에서는 바닥을 넘나들며 다가갑니다.",
        "바닥 가까이에서는 걸음마다 더 멀어져, 바닥에 멈추지 못합니다.",
    ],
    "product": f"η·λ = {{product}} (경계는 {BOUNDS[1]})",
    "free": "아홉 가중치를 모두 움직입니다. 점이 곡선에서 벗어난 만큼이 다른 여덟 개의 몫입니다.",
    "walk": "비용 {first} → {last}",
    "left": "{step}걸음째에 그림을 벗어납니다.",
    "start": "출발 {start}, 기울기 {slope}",
    "rate": "η {rate}",
}


class _Line:
    """The cost along one weight, the others held."""

    def __init__(self, parameters: Parameters, samples: Samples, index: int) -> None:
        other = index + 1 if index + 1 < len(parameters.labels) else index - 1
        self.held = parameters.to_vector()[other]
        self.of_plane = weight_plane(parameters, samples.X, samples.y, (index, other))

    def value(self, w: FloatArray) -> float:
        return float(self.of_plane[0](np.array([w[0], self.held])))

    def gradient(self, w: FloatArray) -> FloatArray:
        return self.of_plane[1](np.array([w[0], self.held]))[:1]


def _cost_and_gradient(parameters: Parameters, samples: Samples) -> Any:
    """Return the function that is recorded: all weights to the cost, then its gradient."""

    def function(vector: NDArray[Any]) -> NDArray[Any]:
        w1, w2 = np.split(vector, [parameters.w1.size])
        moved = Parameters(w1.reshape(parameters.w1.shape), w2.reshape(parameters.w2.shape))
        passed = forward(moved, samples.X)
        cost = half_squared_error_per_sample(samples.y, passed.activated_output).sum()
        slopes = backward(moved, passed, samples.y).to_vector()
        return np.array([cost, *slopes], dtype=object)

    return function


def _draw(
    parameters: Parameters,
    samples: Samples,
    index: int,
    domain: tuple[float, float],
    path: Path,
    slope: float,
) -> tuple[str, dict[str, Any]]:
    """Draw curve and costs, with the walk; return where the script finds pixels for numbers."""
    fig, ax = canvas(width=400, height=400)
    ax.remove()
    upper, lower = fig.subplots(2, 1, height_ratios=(5, 3))
    axis = np.linspace(*domain, 221)
    costs = cost_slice(parameters, samples.X, samples.y, index, axis)
    upper.plot(axis, costs, color=COLOURS["e"].light)
    upper.set(xlim=domain, ylim=(0, 1.08 * costs.max()))
    name_axes(upper, parameters.labels[index], "비용 $J$")
    lower.set(xlim=(-0.5, STEPS + 0.5), ylim=(0, 1.08 * costs.max()))
    name_axes(lower, "걸음", "비용 $J$")
    for each in (upper, lower):
        each.tick_params(colors=INK)
    svg = to_svg(fig)
    height = fig.get_size_inches()[1] * fig.dpi
    frame = {}
    for key, each in (("curve", upper), ("costs", lower)):
        x0, y0, x1, y1 = each.bbox.extents
        (left, right), (low, high) = each.get_xlim(), each.get_ylim()
        frame[key] = {
            "x": [round((x1 - x0) / (right - left), 6), left, round(x0, 2)],
            "y": [round((y0 - y1) / (high - low), 6), low, round(height - y0, 2)],
            "box": [round(x0, 2), round(height - y1, 2), round(x1, 2), round(height - y0, 2)],
        }
    places, values = path.points[:, 0], path.values
    walk = list(zip(places, values, strict=True))
    parts = _walk(frame["curve"], walk, "walk") + _walk(
        frame["costs"], list(enumerate(values)), "costs"
    )
    handle = "".join(
        f'<circle class="{name}" cx="{_at(frame["curve"], "x", places[0])}" '
        f'cy="{_at(frame["curve"], "y", values[0])}" r="{radius}" {paint}/>'
        for name, radius, paint in (
            ("handle", 30, 'fill="none" pointer-events="all"'),
            (
                "start",
                8,
                'fill="var(--c-paper)" stroke="var(--c-ink)" stroke-width="3" '
                'pointer-events="none"',
            ),
        )
    )
    tangent = (
        f'<path class="tangent" d="{_tangent(frame["curve"], places[0], values[0], slope)}" '
        'fill="none" stroke="var(--c-x)" stroke-width="2"/>'
    )
    return svg.replace("</svg>", f"{tangent}{parts}{handle}</svg>"), frame


def _walk(frame: dict[str, Any], walk: Sequence[tuple[float, float]], name: str) -> str:
    points = [(_at(frame, "x", x), _at(frame, "y", y)) for x, y in walk]
    line = " ".join(f"{x},{y}" for x, y in points)
    dots = "".join(f"M{x} {y}h0" for x, y in points)
    return (
        f'<polyline class="{name}-line" points="{line}" fill="none" stroke="var(--c-ink)" '
        f'stroke-width="1"/><path class="{name}-dots" d="{dots}" fill="none" '
        'stroke="var(--c-ink)" stroke-width="5" stroke-linecap="round"/>'
    )


def _tangent(frame: dict[str, Any], x: float, value: float, slope: float) -> str:
    steep = slope * frame["y"][0] / frame["x"][0]
    left, _, right, _ = frame["box"]
    reach = (right - left) / (REACH * np.hypot(1, steep))
    px, py = float(_at(frame, "x", x)), float(_at(frame, "y", value))
    return f"M{px - reach:.1f} {py - steep * reach:.1f}L{px + reach:.1f} {py + steep * reach:.1f}"


def _at(frame: dict[str, Any], axis: str, value: float) -> str:
    scale, origin, pixel = frame[axis]
    return f"{scale * (float(value) - origin) + pixel:.1f}"


def _controls(name: str, domain: tuple[float, float], start: float, rate: float) -> str:
    def number(key: str, label: str, value: float, least: float, most: float) -> str:
        return (
            f'<div class="figure-line"><span class="figure-name">{label}</span>'
            f"{slider(key, label, STOPS)}"
            f'<input type="number" name="{key}" value="{value:g}" min="{least:g}" max="{most:g}" '
            f'step="any" aria-label="{label}: 수로 적기"></div>'
        )

    return controls(
        "경사하강법 조종",
        number("start", f"출발 {name}", start, *domain),
        number("rate", "학습률 η", rate, *RATES),
        choices("free", "움직이는 것", [("one", f"{name}만"), ("all", "나머지 여덟 개도 풀기")]),
        buttons({"reset": "처음으로"}),
    )


def _says() -> str:
    return '<div class="figure-panel descent-says"></div>'


def _table(rates: Sequence[float], walks: Sequence[Path]) -> str:
    heads = "".join(f'<th scope="col">{head}</th>' for head in TABLE_HEADS)
    rows = "".join(
        f'<tr><th scope="row"><button type="button" data-rate="{rate:g}">{rate:g}</button></th>'
        f"<td>{written(walk.values[-1])}</td>"
        f"<td>{written(walk.points[-2, 0])}, {written(walk.points[-1, 0])}</td></tr>"
        for rate, walk in zip(rates, walks, strict=True)
    )
    return (
        f'<table class="figure-board"><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>'
    )
