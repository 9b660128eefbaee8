"""The distance ε of a difference, moved over thirteen decades: what is cancelled, what is left.

All is computed here: what the figure shows is the rounding of float64 in Python itself.
"""

from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from backprop.gradient_check import numerical_gradient
from backprop.network import Parameters
from backprop.objective import network_functions
from backprop.samples import Samples
from backprop.validation import FloatArray
from figures.moving.moving import Moving, buttons, controls, slider
from figures.notation import COLOURS
from figures.numbers import SUPERSCRIPTS, fixed, scientific
from figures.picture import canvas, picture, to_svg
from figures.plots.axes import name_axes, powers_of_ten
from figures.plots.curves import DASHES
from figures.style import INK
from figures.svg.shapes import Drawing

DECADES = (-13, 0)
PER_DECADE = 10
FIRST = -3
"""Power of ten at which the figure stands at first."""
DIGITS = 17
"""Decimals of a cost: more than float64 carries."""
SHOWN = (-1, -3, -5, -7, -9, -11, -13)
"""Powers of ten in the table."""


def epsilon_figure(parameters: Parameters, samples: Samples, index: int, *, caption: str) -> Moving:
    """Return the moving figure.

    Parameters
    ----------
    parameters : Parameters
        The network.
    samples : Samples
        What its cost is taken on.
    index : int
        Entry of `Parameters.to_vector` that is moved by ε.
    caption : str
        In the notation of `figures.markup`.
    """
    stops = (DECADES[1] - DECADES[0]) * PER_DECADE
    epsilons = np.logspace(*DECADES, stops + 1)
    value, gradient = network_functions(parameters, samples.X, samples.y)
    vector = parameters.to_vector()
    exact = float(gradient(vector)[index])

    def moved(by: float) -> float:
        other = vector.copy()
        other[index] += by
        return value(other)

    states, errors = [], np.empty((len(epsilons), 2))
    for k, epsilon in enumerate(epsilons):
        plus, here, minus = moved(epsilon), moved(0.0), moved(-epsilon)
        central = float(numerical_gradient(value, vector, epsilon)[index])
        found = ((plus - here) / epsilon, central)
        errors[k] = np.abs(np.array(found) - exact) / abs(exact)
        states.append(_state(epsilon, plus, minus, found, errors[k]))
    fig, ax = canvas(400, 300)
    _draw(ax, epsilons, errors)
    svg, pixels = _mark(fig, ax, epsilons, errors)
    first = (FIRST - DECADES[0]) * PER_DECADE
    rows = [(power, (power - DECADES[0]) * PER_DECADE) for power in SHOWN]
    best = epsilons[errors.argmin(axis=0)]
    alt = (
        "차분의 간격 ε에 대한 상대 오차를 로그 눈금으로 그린 두 V. 가장 정확한 ε은 "
        f"한쪽 차분이 {scientific(best[0])}, 중심 차분이 {scientific(best[1])}입니다."
    )
    return Moving(
        "epsilon",
        picture(Drawing(svg, alt)),
        "",
        controls(
            "간격 ε",
            f'<div class="figure-line">{slider("at", "간격 ε", stops, first)}</div>',
            f'<div class="figure-line">{buttons({"back": "더 작게", "forward": "더 크게"})}'
            f"{buttons({'reset': '처음으로'})}</div>",
        )
        + _panel(states[first], exact)
        + _table(states, rows),
        caption,
        {"first": first, "states": states, "pixels": pixels},
    )


def _state(
    epsilon: float, plus: float, minus: float, found: tuple[float, float], errors: FloatArray
) -> dict[str, Any]:
    """Return the texts of one ε; ``same`` is how many digits of the costs are alike."""
    texts = [f"{cost:.{DIGITS}f}" for cost in (plus, minus)]
    pairs = zip(*texts, strict=True)
    same = next((k for k, (a, b) in enumerate(pairs) if a != b), len(texts[0]))
    one, central = (_power(error) for error in errors)
    digits = max(same - 2, 0)
    return {
        "epsilon": _power(epsilon),
        "costs": texts,
        "same": same,
        "found": [fixed(value, 10) for value in found],
        "errors": [one, central],
        "says": f"ε = {_power(epsilon)}. 두 비용은 소수점 아래 {digits}자리까지 같습니다. "
        f"상대 오차: 한쪽 차분 {one}, 중심 차분 {central}",
    }


def _power(value: float) -> str:
    """Write a positive number with two digits and a power of ten; zero as it is."""
    if not value:
        return "0"
    mantissa, _, power = f"{value:.1e}".partition("e")
    return f"{mantissa}×10{str(int(power)).translate(SUPERSCRIPTS)}"


def _draw(ax: Axes, epsilons: FloatArray, errors: FloatArray) -> None:
    for axis in ("x", "y"):
        powers_of_ten(ax, axis, 2)
    colour = COLOURS["e"].light
    seen = np.where(errors > 0, errors, np.nan)
    ax.plot(epsilons, seen[:, 0], color=INK, linewidth=1.5, linestyle=DASHES[1])
    ax.plot(epsilons, seen[:, 1], color=colour, linewidth=1.5)
    ax.set_xlim(epsilons[0], epsilons[-1])
    ax.grid(axis="y")
    name_axes(ax, "차분 간격 ε", "상대 오차 (파선: 한쪽, 실선: 중심)")


def _mark(
    fig: Figure, ax: Axes, epsilons: FloatArray, errors: FloatArray
) -> tuple[str, list[list[float]]]:
    """Add the marks of the chosen ε; return for each ε its x, and the heights of both errors."""
    svg = to_svg(fig)  # Saving settles the layout; pixels are measured after it.
    height = fig.get_size_inches()[1] * fig.dpi
    low, high = ax.get_ylim()
    pixels = []
    for epsilon, pair in zip(epsilons, np.clip(errors, low, high), strict=True):
        places = [ax.transData.transform((epsilon, error)) for error in pair]
        pixels.append([round(places[0][0], 1), *(round(height - y, 1) for _, y in places)])
    x, one, central = pixels[(FIRST - DECADES[0]) * PER_DECADE]
    _, bottom, _, top = ax.bbox.extents
    marks = (
        f'<g class="mark" transform="translate({x} 0)"><path d="M0 {height - top:.1f}V'
        f'{height - bottom:.1f}" fill="none" stroke="var(--c-muted)"/>'
        f'<circle class="one" cy="{one}" r="6" fill="var(--c-paper)" stroke="var(--c-ink)" '
        f'stroke-width="2"/><circle class="central" cy="{central}" r="6" fill="var(--c-e)"/></g>'
    )
    return svg.replace("</svg>", f"{marks}</svg>"), pixels


def _panel(state: dict[str, Any], exact: float) -> str:
    same = state["same"]
    costs = "".join(
        f"<p>$J(w {sign} ε)$ = <span data-cost><s>{text[:same]}</s><b>{text[same:]}</b></span></p>"
        for sign, text in zip("+−", state["costs"], strict=True)
    ).replace("$", "")
    found = "".join(
        f"<p>{name}: <span data-found>{value}</span> "
        f"(상대 오차 <span data-error>{error}</span>)</p>"
        for name, value, error in zip(
            ("한쪽 차분", "중심 차분"), state["found"], state["errors"], strict=True
        )
    )
    return (
        f'<div class="figure-panel epsilon-panel"><p class="figure-title">ε = '
        f"<span data-epsilon>{state['epsilon']}</span></p>{costs}{found}"
        f"<p>역전파: {fixed(exact, 10)}</p></div>"
    )


def _table(states: list[dict[str, Any]], rows: list[tuple[int, int]]) -> str:
    body = "".join(
        f'<tr><th scope="row"><button type="button" data-at="{at}">10{_raised(power)}</button></th>'
        f"<td>{states[at]['errors'][0]}</td><td>{states[at]['errors'][1]}</td></tr>"
        for power, at in rows
    )
    return (
        '<table class="figure-board"><thead><tr><th scope="col">ε</th><th scope="col">한쪽 차분의 '
        '오차</th><th scope="col">중심 차분의 오차</th></tr></thead>'
        f"<tbody>{body}</tbody></table>"
    )


def _raised(power: int) -> str:
    return str(power).translate(SUPERSCRIPTS)
